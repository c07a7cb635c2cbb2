"""What a printed summary says about the values of a sample in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate
from math import lcm
from operator import gt, le

from metasacro.moments.feasible.quantile_definitions import QuantileDefinition
from metasacro.moments.feasible.rounding import Printed, Unrounded
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

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
        return all(map(le, self.lower, self.upper))


def order_statistics(
    n: int, scale: Scale, printed: Mapping[str, Printed], definition: QuantileDefinition
) -> OrderStatistics:
    """The ranges of x[1] … x[n] and the pairs that printed quartiles tie together.

    The median is the middle value, or halfway between the middle two, under every definition: no software prints
    another. Raises `Refusal` (MS383) for n below 1, not whole or above 10 000.
    """
    return pinned_order(n, scale.top, pins_of(n, in_codes(printed, scale), definition))


def in_codes(printed: Mapping[str, Printed], scale: Scale) -> dict[str, Unrounded]:
    """Each printed quantile before it was rounded, in steps from the scale's lower end."""
    found = {}
    for name in QUANTILES:
        if name in printed:
            told = Unrounded.of(printed[name])
            found[name] = replace(told, lower=scale.code(told.lower), upper=scale.code(told.upper))
    return found


def pins_of(n: int, unrounded: Mapping[str, Unrounded], definition: QuantileDefinition) -> tuple[Pin, ...]:
    """What each quantile says; definitions that put them at the same places say the same."""
    if n < 1 or n != int(n):
        raise Refusal("MS383", n=n, needed="a whole number of values, 1 or more")
    if n > MOST_VALUES:
        raise Refusal("MS383", n=n, needed=f"the samples of at most {MOST_VALUES} values are looked at")
    return tuple(_pin(*_place(name, n, definition), inside) for name, inside in unrounded.items())


def pinned_order(n: int, top: int, all_pins: Sequence[Pin]) -> OrderStatistics:
    """n values in order, of codes up to `top`, as far as the pins say."""
    lower, upper = [0] * n, [top] * n
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


@lru_cache(maxsize=1024)  # each definition is asked about every print
def _place(name: str, n: int, definition: QuantileDefinition) -> tuple[int, Fraction]:
    """(j, g) of a printed number."""
    if name == "median":
        return (n + 1) // 2, Fraction(1 - n % 2, 2)
    if name in ("min", "max"):
        return 1 if name == "min" else n, Fraction(0)
    return definition.position(n, QUARTER if name == "q1" else 3 * QUARTER)


def _pin(j: int, g: Fraction, inside: Unrounded) -> Pin:
    """The printed quantile as an inequality in whole numbers."""
    low, high = inside.lower, inside.upper
    unit = lcm(g.denominator, low.denominator, high.denominator)
    right = g.numerator * (unit // g.denominator)
    return Pin(
        j=j,
        left=unit - right,
        right=right,
        low=low.numerator * (unit // low.denominator) + (not inside.lower_closed),
        high=high.numerator * (unit // high.denominator) - (not inside.upper_closed),
    )


def _tighten(lower: list[int], upper: list[int], pairs: list[Pin]) -> bool:
    """Carry every bound to the neighbours, once; True where something moved. Stops where a range is empty."""
    before = (*lower, *upper)
    lower[:] = accumulate(lower, max)
    upper[::-1] = accumulate(reversed(upper), min)
    for pin in pairs:
        left, right = pin.j - 1, pin.j
        lower[right] = max(lower[right], -((pin.left * upper[left] - pin.low) // pin.right))
        upper[right] = min(upper[right], (pin.high - pin.left * lower[left]) // pin.right)
        lower[left] = max(lower[left], -((pin.right * upper[right] - pin.low) // pin.left))
        upper[left] = min(upper[left], (pin.high - pin.right * lower[right]) // pin.left)
    crossed = any(map(gt, lower, upper))
    return not crossed and (*lower, *upper) != before
