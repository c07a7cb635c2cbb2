"""The nine definitions of a sample quantile of Hyndman and Fan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from math import ceil, floor
from types import MappingProxyType
from typing import TypeAlias

from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

HALF = Fraction(1, 2)

Rank: TypeAlias = Callable[[int, Fraction], tuple[int, Fraction]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuantileDefinition:
    """Where a quantile lies between two order statistics: Q(p) = (1 − g) x[j] + g x[j + 1]. There are nine, no two
    equal."""

    key: str
    type: int  #: the number that Hyndman and Fan gave it
    rank: Rank  #: (n, p) → (j, g), before the ends are looked at

    def position(self, n: int, p: Fraction) -> tuple[int, Fraction]:
        """(j, g) with 1 ≤ j ≤ n; g = 0 where the quantile is one order statistic.

        >>> DEFINITIONS["hazen"].position(27, Fraction(1, 4))
        (7, Fraction(1, 4))
        """
        j, g = self.rank(n, p)
        if j < 1:
            return 1, Fraction(0)
        if j >= n:
            return n, Fraction(0)
        return j, g


def _interpolated(shift: Callable[[Fraction], Fraction], n: int, p: Fraction) -> tuple[int, Fraction]:
    """Types 4 to 9: the rank is n p + m."""
    exact = n * p + shift(p)
    return floor(exact), exact % 1


def _inverted_cdf(n: int, p: Fraction) -> tuple[int, Fraction]:
    """Type 1: the smallest value that at least n p of the values do not exceed."""
    return ceil(n * p), Fraction(0)


def _averaged_inverted_cdf(n: int, p: Fraction) -> tuple[int, Fraction]:
    """Type 2: the same, but halfway to the next value where n p is whole."""
    return (int(n * p), HALF) if (n * p).denominator == 1 else _inverted_cdf(n, p)


def _closest_observation(n: int, p: Fraction) -> tuple[int, Fraction]:
    """Type 3: the value whose rank is nearest to n p; the even rank where two are equally near."""
    exact = n * p - HALF
    j = floor(exact)
    return (j, Fraction(0)) if exact == j and j % 2 == 0 else (j + 1, Fraction(0))


#: By the names that numpy gives to the same nine, in the order of Hyndman and Fan.
_RANKS: Mapping[str, Rank] = {
    "inverted-cdf": _inverted_cdf,
    "averaged-inverted-cdf": _averaged_inverted_cdf,
    "closest-observation": _closest_observation,
    "interpolated-inverted-cdf": partial(_interpolated, lambda _: Fraction(0)),
    "hazen": partial(_interpolated, lambda _: HALF),
    "weibull": partial(_interpolated, lambda p: p),
    "linear": partial(_interpolated, lambda p: 1 - p),
    "median-unbiased": partial(_interpolated, lambda p: (p + 1) / 3),
    "normal-unbiased": partial(_interpolated, lambda p: p / 4 + Fraction(3, 8)),
}

#: Key → definition.
DEFINITIONS: Mapping[str, QuantileDefinition] = MappingProxyType(
    {
        key: QuantileDefinition(key=key, type=number, rank=rank)
        for number, (key, rank) in enumerate(_RANKS.items(), start=1)
    }
)


def definition_of(key: str) -> QuantileDefinition:
    """Raises `Refusal` (MS382) for a key that is none of the nine."""
    if key not in DEFINITIONS:
        raise Refusal("MS382", definition=key, choices=", ".join(DEFINITIONS))
    return DEFINITIONS[key]
