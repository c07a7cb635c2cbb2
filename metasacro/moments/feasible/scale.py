"""The values that a score can take."""

from __future__ import annotations

from fractions import Fraction

from metasacro.moments.feasible.rounding import Printed
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

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
        steps = whole_steps(low, high, width)
        if steps is None or not 0 < steps < MOST_POINTS:
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


def whole_steps(lower: Printed | Fraction, upper: Printed | Fraction, step: Printed | Fraction) -> int | None:
    """How many steps lead from one end to the other; None where no whole number of them does.

    Counted in decimals as they are written: 1.2 is twelve tenths, though it is not twelve times the binary 0.1.

    >>> whole_steps(0, 1.2, 0.1), whole_steps("0", "10", "3")
    (12, None)
    """
    low, high, width = (Fraction(str(value)) for value in (lower, upper, step))
    if width <= 0 or ((high - low) / width).denominator != 1:
        return None
    return int((high - low) / width)
