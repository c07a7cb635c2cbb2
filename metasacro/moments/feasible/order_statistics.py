"""What a printed summary says about the values of a sample in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from metasacro.moments.feasible.quantile_definitions import QuantileDefinition
from metasacro.moments.feasible.rounding import Printed, Unrounded
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import Refusal

QUARTER = Fraction(1, 4)

#: The printed numbers that pin order statistics, in their order.
QUANTILES = ("min", "q1", "median", "q3", "max")
#: Above this, the lattice of samples takes seconds and more memory than a laptop spares.
MOST_VALUES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """low ≤ left·x[j] + right·x[j + 1] ≤ high in whole numbers; x are codes, `right` is 0 where one value is pinned."""

    j: int
    left: int
    right: int
    low: int
    high: int

    def partners(self, code: int) -> tuple[int, int]:
        """The range of x[j + 1] beside x[j] = `code`."""
        return -((self.left * code - self.low) // self.right), (self.high - self.left * code) // self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStatistics:
    """The values of a cohort in order, as far as its summary pins them."""

    n: int
    pins: Mapping[int, tuple[Pin, ...]]  #: those of two values, by j
    single: frozenset[int]  #: j of the values that a printed number pins alone
    lower: tuple[int, ...]  #: the smallest code of x[1] … x[n]
    upper: tuple[int, ...]  #: the largest

    @property
    def possible(self) -> bool:
        """False where a value has no room at all; True does not yet promise a sample."""
        return all(low <= high for low, high in zip(self.lower, self.upper, strict=True))


def order_statistics(
    n: int, scale: Scale, printed: Mapping[str, Printed], definition: QuantileDefinition
) -> OrderStatistics:
    """The ranges of x[1] … x[n] and the pairs that printed quartiles tie together.

    The median is the middle value, or halfway between the middle two, under every definition: no software prints
    another. Raises `Refusal` (MS383) for n below 1, not whole or above 10 000.
    """
    if n < 1 or n != int(n):
        raise Refusal("MS383", n=n, needed="a whole number of values, 1 or more")
    if n > MOST_VALUES:
        raise Refusal("MS383", n=n, needed=f"the samples of at most {MOST_VALUES} values are looked at")
    all_pins = [_pin(name, n, scale, printed[name], definition) for name in QUANTILES if name in printed]
    lower, upper = [0] * n, [scale.top] * n
    pairs: dict[int, tuple[Pin, ...]] = {}
    for pin in all_pins:
        at = pin.j - 1
        if pin.right == 0:
            lower[at] = max(lower[at], -(-pin.low // pin.left))
            upper[at] = min(upper[at], pin.high // pin.left)
        else:
            pairs[pin.j] = (*pairs.get(pin.j, ()), pin)
    while _tighten(lower, upper, [pin for pins in pairs.values() for pin in pins]):
        pass
    single = frozenset(pin.j for pin in all_pins if pin.right == 0)
    return OrderStatistics(n=n, pins=pairs, single=single, lower=tuple(lower), upper=tuple(upper))


def _place(name: str, n: int, definition: QuantileDefinition) -> tuple[int, Fraction]:
    """(j, g) of a printed number."""
    if name == "median":
        return (n + 1) // 2, Fraction(1 - n % 2, 2)
    if name in ("min", "max"):
        return 1 if name == "min" else n, Fraction(0)
    return definition.position(n, QUARTER if name == "q1" else 3 * QUARTER)


def _pin(name: str, n: int, scale: Scale, text: Printed, definition: QuantileDefinition) -> Pin:
    """The printed quantile as an inequality in whole numbers."""
    j, g = _place(name, n, definition)
    unrounded = Unrounded.of(text)
    low, high = scale.code(unrounded.lower), scale.code(unrounded.upper)
    unit = lcm(g.denominator, low.denominator, high.denominator)
    inside = Unrounded(
        lower=low, upper=high, lower_closed=unrounded.lower_closed, upper_closed=unrounded.upper_closed
    ).whole_numbers(Fraction(unit))
    return Pin(j=j, left=int((1 - g) * unit), right=int(g * unit), low=inside[0], high=inside[1])


def _tighten(lower: list[int], upper: list[int], pairs: list[Pin]) -> bool:
    """Carry every bound to the neighbours, once; True where something moved. Stops where a range is empty."""
    before = (*lower, *upper)
    for at in range(1, len(lower)):
        lower[at] = max(lower[at], lower[at - 1])
        upper[-at - 1] = min(upper[-at - 1], upper[-at])
    for pin in pairs:
        left, right = pin.j - 1, pin.j
        lower[right] = max(lower[right], -((pin.left * upper[left] - pin.low) // pin.right))
        upper[right] = min(upper[right], (pin.high - pin.left * lower[left]) // pin.right)
        lower[left] = max(lower[left], -((pin.right * upper[right] - pin.low) // pin.left))
        upper[left] = min(upper[left], (pin.high - pin.right * lower[right]) // pin.left)
    crossed = any(low > high for low, high in zip(lower, upper, strict=True))
    return not crossed and (*lower, *upper) != before
