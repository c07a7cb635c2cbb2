"""The least number of digits that a cell keeps: twelve, and where it is less, why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.digits.references import Key

#: Every cell that no exception names.
FLOOR = 12.0


@dataclass(frozen=True, slots=True)
class Exempt:
    """Cells by patterns of their part, row and column, and in words; the floor; why it is no higher."""

    part: str
    row: str
    column: str
    words: str
    floor: float
    why: str

    def covers(self, key: Key) -> bool:
        return all(re.fullmatch(p, k) for p, k in zip((self.part, self.row, self.column), key, strict=True))


EXCEPTIONS: tuple[Exempt, ...] = ()


def floor_of(key: Key) -> float:
    """The floor of one cell; the first exception that covers it."""
    return next((each.floor for each in EXCEPTIONS if each.covers(key)), FLOOR)
