"""References as a RIS file, written by rispy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import rispy

if TYPE_CHECKING:
    from metasacro.views.exports.references import Entry


class _Plain(rispy.RisWriter):  # type: ignore[misc] # rispy ships no types
    """Without the number that rispy puts above each entry, which RIS does not know."""

    def set_header(self, count: int) -> str:  # noqa: ARG002 - rispy's signature
        return ""


def ris_text(entries: Sequence[Entry]) -> str:
    """The entries as they are given."""
    return str(rispy.dumps([dict(entry) for entry in entries], implementation=_Plain)).lstrip("\n")
