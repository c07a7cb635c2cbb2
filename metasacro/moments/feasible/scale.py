"""The values that a score can take."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from metasacro.moments.feasible.rounding import Printed
from metasacro.problems import Refusal

#: More points than any score has; a scale in cents of a millimetre is a slip.
MOST_POINTS = 2001


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`lower`, `lower + step`, … up to `upper`. A value's code is its place: 0, 1, … `top`.

    >>> Scale.of("0", "10", "0.5").top
    20
    """

    lower: Fraction
    upper: Fraction
    step: Fraction

    @classmethod
    def of(cls, lower: Printed, upper: Printed, step: Printed = 1) -> Scale:
        """Raises `Refusal` (MS381) unless the step is positive and leads from one bound to the other."""
        try:
            low, high, width = (Fraction(str(value)) for value in (lower, upper, step))
        except (ValueError, ZeroDivisionError):
            raise Refusal("MS381", lower=lower, upper=upper, step=step) from None
        if width <= 0 or high <= low or ((high - low) / width).denominator != 1 or (high - low) / width >= MOST_POINTS:
            raise Refusal("MS381", lower=lower, upper=upper, step=step)
        return cls(lower=low, upper=high, step=width)

    @property
    def top(self) -> int:
        """The code of the highest value."""
        return int((self.upper - self.lower) / self.step)

    def value(self, code: Fraction) -> Fraction:
        return self.lower + self.step * code

    def code(self, value: Fraction) -> Fraction:
        return (value - self.lower) / self.step
