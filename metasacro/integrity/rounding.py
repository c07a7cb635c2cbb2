"""The numbers that a printed number may have been before it was rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounded:
    """What rounds to a printed number: both ends belong to it, because papers round a half up, down or to even."""

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
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    value = Fraction(text)
    return Rounded(lower=value - half, upper=value + half)


def truncated(text: str) -> Rounded:
    """Everything that is printed as `text` when further decimals are cut off instead of rounded.

    >>> truncated("63").holds(Fraction(700, 11))
    True
    """
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    value = Fraction(text)
    return Rounded(lower=value, upper=value + unit)


def whole_numbers(low: Fraction, high: Fraction) -> range:
    """The whole numbers from `low` to `high`, both included.

    >>> list(whole_numbers(Fraction(3, 2), Fraction(4)))
    [2, 3, 4]
    """
    return range(-(-low.numerator // low.denominator), high.numerator // high.denominator + 1)
