"""The numbers that a printed number may have been before it was rounded."""

from __future__ import annotations

from fractions import Fraction

from metasacro.moments.feasible.rounding import half_unit
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """What rounds to a printed number: both ends belong to it, because papers round a half up, down or to even.

    A doubt must hold whichever way it was; the feasible sets leave rounding down out (`moments.feasible.rounding`).
    """

    lower: Fraction
    upper: Fraction

    def holds(self, value: Fraction) -> bool:
        """Whether `value` would be printed so."""
        return self.lower <= value <= self.upper


def rounded(text: str) -> Rounded:
    """Everything that is printed as `text`: half a unit of its last decimal to either side.

    Fractions are exact, so that 0.285 is a half and not a little less.

    >>> rounded("5.8")
    Rounded(lower=Fraction(23, 4), upper=Fraction(117, 20))
    """
    half, value = half_unit(text), Fraction(text)
    return Rounded(lower=value - half, upper=value + half)


def truncated(text: str) -> Rounded:
    """Everything that is printed as `text` when further decimals are cut off instead of rounded.

    >>> truncated("63").holds(Fraction(700, 11))
    True
    """
    value = Fraction(text)
    return Rounded(lower=value, upper=value + 2 * half_unit(text))
