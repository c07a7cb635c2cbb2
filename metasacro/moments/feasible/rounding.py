"""What a printed number can have been before it was rounded."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TypeAlias

from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

#: As printed: text keeps its decimals ("9.0"); a number is read as Python prints it.
Printed: TypeAlias = str | float

_DECIMAL = re.compile(r"[-+]?\d+(\.\d+)?")


def half_unit(text: str) -> Fraction:
    """Half a unit of the last decimal of a printed number: what rounding can have taken or added.

    >>> half_unit("5.8"), half_unit("6")
    (Fraction(1, 20), Fraction(1, 2))
    """
    return Fraction(1, 2 * 10 ** len(text.partition(".")[2]))


def whole_numbers(low: Fraction, high: Fraction) -> range:
    """The whole numbers from `low` to `high`, both included.

    >>> list(whole_numbers(Fraction(3, 2), Fraction(4)))
    [2, 3, 4]
    """
    return range(-(-low.numerator // low.denominator), high.numerator // high.denominator + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrounded:
    """The values that round to a printed number. Half-up and half-even rounding are both allowed.

    A value half a unit further from 0 than the print rounds away from it under half-up, and to it under half-even
    where the last printed digit is even; half a unit nearer to 0 it always may round to the print.
    `integrity.rounding` allows one way more: it doubts a paper, and must not on account of how a program cuts a half;
    here each end that is let in widens what is estimated from the print.

    >>> five = Unrounded.of("5.8")
    >>> (float(five.lower), float(five.upper), five.upper_closed)
    (5.75, 5.85, True)
    """

    lower: Fraction
    upper: Fraction
    lower_closed: bool
    upper_closed: bool

    @classmethod
    def of(cls, printed: Printed) -> Unrounded:
        """Raises `Refusal` (MS380) for what is not a plain decimal number."""
        text = str(printed).strip()
        if not _DECIMAL.fullmatch(text):
            raise Refusal("MS380", text=text)
        half, value = half_unit(text), Fraction(text)
        even = int(text[-1]) % 2 == 0
        return cls(
            lower=value - half,
            upper=value + half,
            lower_closed=value >= 0 or even,
            upper_closed=value <= 0 or even,
        )

    def contains(self, value: Fraction) -> bool:
        above = value > self.lower or (self.lower_closed and value == self.lower)
        return above and (value < self.upper or (self.upper_closed and value == self.upper))

    def whole_numbers(self, factor: Fraction, shift: Fraction = Fraction(0)) -> tuple[int, int]:
        """The smallest and the largest whole m for which (m − shift)/factor lies inside; factor > 0."""
        low, high = self.lower * factor + shift, self.upper * factor + shift
        inside = whole_numbers(low, high)
        first, last = inside.start, inside.stop - 1
        return (
            first + (first == low and not self.lower_closed),
            last - (last == high and not self.upper_closed),
        )
