"""Plain values as JSON: full precision, keys in the order of the document, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def json_text(document: Mapping[str, Any]) -> str:
    """The document as JSON; a number that is not finite is a fault of ours and raises."""
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
