"""The least number of digits that a cell keeps: twelve, and where it is less, why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.digits.references import Key

#: Every cell that no exception names.
FLOOR = 12.0

#: The array form, which adds in pairs, keeps so many digits of a million cohorts.
IN_PAIRS = 14.0


@dataclass(frozen=True, slots=True)
class Exempt:
    """Cells by patterns of their part, row and column, and in words; the floor; why it is no higher."""

    part: str
    row: str
    column: str
    words: str
    floor: float
    why: str
    by_processor: bool = False  #: it depends on how many numbers are added side by side

    @property
    def most(self) -> float:
        """Fewer digits than these are kept somewhere, else the exception is not needed."""
        return IN_PAIRS if self.by_processor else min(FLOOR, self.floor + 2.0)

    def covers(self, key: Key) -> bool:
        return all(re.fullmatch(p, k) for p, k in zip((self.part, self.row, self.column), key, strict=True))


EXCEPTIONS: tuple[Exempt, ...] = (
    Exempt(
        "regression",
        ".*",
        "year and its square",
        "meta-regression on a year and its square, not centred",
        9.0,
        "The columns, scaled, have a condition of 1e6. Half a unit in the last place of the design moves the "
        "coefficients by 1e-10 of themselves, and as much of tau2 by a few times that: the input's own rounding costs "
        "these digits, and another order of adding moves the last of them.",
    ),
    Exempt(
        "regression",
        ".*",
        "nearly the same twice",
        "meta-regression on two columns that differ in the eighth digit",
        6.0,
        "The columns, scaled, have a condition of 7e7. Half a unit in the last place of the design moves the "
        "coefficients by 2e-7 of themselves: the input's own rounding costs these digits.",
    ),
    Exempt(
        "pooled",
        "(DL|REML): .*",
        "k = 1,000,000",
        "the pooled answer of a million cohorts by DL and REML",
        11.0,
        "From 200,000 numbers on a compiled loop adds them in as many sums as the processor holds side by side, and "
        "rounding grows with the length of each; the array form, which adds in pairs, keeps 14 digits. In the lower "
        "limit of the prediction interval, mean and half width cancel to a tenth, which costs one more.",
        by_processor=True,
    ),
    Exempt(
        "effects",
        "Clopper–Pearson: upper",
        "7, 1,000,000,000",
        "the exact interval of 7 among 1e9",
        11.0,
        "The incomplete beta function of scipy has 11 digits at shapes of 8 and 1e9.",
    ),
)


def floor_of(key: Key) -> float:
    """The floor of one cell; the first exception that covers it."""
    return next((each.floor for each in EXCEPTIONS if each.covers(key)), FLOOR)
