"""Bounds for a median by turning the sign test round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Cumulated weights this near to a share, relatively, are at it: fractions do not add up to the last digit.
_ROUNDING = 1e-12


def sign_test_ranks(k: int, level: float) -> tuple[int, float] | None:
    """(rank of the lower bound, coverage) of the narrowest exact interval; None where no rank reaches `level`.

    The interval runs from the rank-th smallest to the rank-th largest value. It misses the median where fewer than rank
    of k values lie on one side: coverage = 1 − 2 P(Bin(k, ½) < rank).

    >>> sign_test_ranks(12, 0.95), sign_test_ranks(5, 0.95)
    ((3, 0.96142578125), None)
    """
    missed, found, term = 0.0, None, 0.5**k
    for rank in range(1, k // 2 + 1):
        missed += term  # P(Bin < rank)
        if 1.0 - 2.0 * missed < level:
            break
        found = rank, 1.0 - 2.0 * missed
        term *= (k - rank + 1) / rank
    return found


def approximate_shares(k: int, level: float) -> tuple[float, float]:
    """Shares of the cohorts at which the bounds lie if the binomial distribution is taken as normal: ½ ± z/(2√k).

    >>> [round(share, 4) for share in approximate_shares(8, 0.95)]
    [0.1535, 0.8465]
    """
    reach = float(normal_quantile(0.5 + level / 2.0)) / (2.0 * k**0.5)
    return max(0.5 - reach, 0.0), min(0.5 + reach, 1.0)


def weighted_quantile(values: Floats, weights: Floats, share: float) -> float:
    """Smallest value at which the cumulated weight reaches `share` of the total.

    >>> weighted_quantile(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 2.0]), 0.5)
    2.0
    """
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order]) >= share * weights.sum() * (1.0 - _ROUNDING)
    return float(values[order][int(np.argmax(reached))])


def weighted_median(values: Floats, weights: Floats) -> float:
    """The value in the middle of the weight; halfway to the next where the weight splits exactly there.

    >>> weighted_median(np.array([1.0, 2.0, 4.0, 9.0]), np.ones(4))
    3.0
    """
    low, high = weighted_quantile(values, weights, 0.5), -weighted_quantile(-values, weights, 0.5)
    return 0.5 * (low + high)
