"""Plain values as JSON: numbers to 10 digits, keys in the order of the document, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from metasacro.render.digits import settled


def json_text(document: Mapping[str, Any]) -> str:
    """The document as JSON; a number that is not finite is a fault of ours and raises."""
    return json.dumps(settled(document), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
