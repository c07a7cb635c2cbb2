"""What a printed number can have been before it was rounded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from metasacro.problems import Refusal

#: As printed: text keeps its decimals ("9.0"); a number is read as Python prints it.
Printed: TypeAlias = str | float

_DECIMAL = re.compile(r"[-+]?\d+(\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrounded:
    """The values that round to a printed number. Half-up and half-even rounding are both allowed.

    A value half a unit further from 0 than the print rounds away from it under half-up, and to it under half-even
    where the last printed digit is even; half a unit nearer to 0 it always may round to the print.

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
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
        value = Fraction(text)
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
        first, last = -((-low) // 1), high // 1
        return (
            int(first) + (first == low and not self.lower_closed),
            int(last) - (last == high and not self.upper_closed),
        )
