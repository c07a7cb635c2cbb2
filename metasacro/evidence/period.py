"""A length of time after treatment."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location

#: Days in a unit; a month is a twelfth of a mean Gregorian year (365.2425 days).
DAYS = {"day": 1.0, "week": 7.0, "month": 365.2425 / 12, "year": 365.2425}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A printed length of time, `4 weeks`, and its length in days."""

    text: str
    days: float
    location: Location | None = field(default=None, compare=False)  #: the same time wherever it stands

    def __str__(self) -> str:
        return self.text
