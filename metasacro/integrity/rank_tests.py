"""The P values that rank tests can give at all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import comb, sqrt
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.single_tails import normal_tail

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def signed_rank_p_values(n: int, ties: Sequence[int] = ()) -> tuple[Fraction, ...]:
    """Every two-sided P value that the exact signed-rank test of `n` pairs can give, the smallest first.

    Each of the 2ⁿ patterns of signs is equally likely; W, the sum of the positive ranks, is counted by adding one rank
    at a time. P = 2 min(P(W ≤ w), P(W ≥ w)), at most 1; the smallest is 2/2ⁿ. Ties get the mean of their ranks.

    Parameters
    ----------
    n : pairs that differ
    ties : sizes of the groups of equal absolute differences; what they leave of n is untied

    Returns
    -------
    the attainable P values as exact fractions, in ascending order

    Domain
    ------
    n ≥ 1, up to a few hundred. Pairs without a difference are left out beforehand, so n of a paper is an upper bound.
    Where a program uses the normal approximation instead, other values are possible.

    References
    ----------
    wilcoxon1945. Agrees with `scipy.stats.wilcoxon(method="exact")` and with an enumeration of signs.

    >>> float(signed_rank_p_values(11)[0]), len(signed_rank_p_values(3))
    (0.0009765625, 4)
    """
    ranks = _doubled_ranks(n, ties)
    most = sum(ranks)
    ways = subset_sums(ranks, most)
    found, below = set(), 0
    for total in range(most + 1):
        below += ways[total]
        if ways[total]:
            found.add(min(Fraction(1), Fraction(2 * below, 2**n)))
    return tuple(sorted(found))


def subset_sums(ranks: Sequence[int], most: int) -> list[int]:
    """How many subsets of the ranks have each sum from 0 to `most`: the patterns of signs, counted one rank at a time.

    >>> subset_sums([1, 2, 3], 6)
    [1, 1, 1, 2, 1, 1, 1]
    """
    ways: list[int] = _summed(ranks, np.array([1] + [0] * most, dtype=object)).tolist()
    return ways


def subset_chances(ranks: Sequence[int]) -> Floats:
    """The distribution of the sum of the ranks that a fair coin makes positive, from 0 to the sum of all.

    >>> subset_chances([1, 2]).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    chances = np.zeros(sum(ranks) + 1)
    chances[0] = 1.0
    return _summed(ranks, chances, halve=True)


def _summed(ranks: Sequence[int], ways: Floats, *, halve: bool = False) -> Floats:
    """`ways` of the empty subset become those of all, in whole numbers (objects), or in floats that stay chances."""
    for rank in ranks:
        if halve:
            ways *= 0.5
        if rank < len(ways):
            ways[rank:] += ways[: len(ways) - rank].copy()
    return ways


def _doubled_ranks(n: int, ties: Sequence[int]) -> list[int]:
    """Ranks times two, so that the mean rank of a tie is a whole number."""
    ranks, next_rank = [], 1
    for size in (*ties, *[1] * (n - sum(ties))):
        ranks += [2 * next_rank + size - 1] * size
        next_rank += size
    return ranks


def smallest_signed_rank_p(n: int) -> Fraction:
    """Smallest two-sided P of the exact signed-rank test, and of the sign test, of `n` pairs: all differ one way.

    >>> float(smallest_signed_rank_p(6))
    0.03125
    """
    return min(Fraction(1), Fraction(2, 2**n))


def smallest_approximate_signed_rank_p(n: int) -> float:
    """The same from the normal approximation without correction: z = W/√(n(n+1)(2n+1)/24) from its middle.

    >>> round(smallest_approximate_signed_rank_p(6), 4)
    0.0277
    """
    return normal_tail(n * (n + 1) / 4 / sqrt(n * (n + 1) * (2 * n + 1) / 24))


def smallest_rank_sum_p(n1: int, n2: int) -> Fraction:
    """Smallest two-sided P of the exact rank-sum test: every value of one group above every value of the other.

    >>> smallest_rank_sum_p(3, 3)
    Fraction(1, 10)
    """
    return min(Fraction(1), Fraction(2, comb(n1 + n2, n1)))


SIGNED_RANK = Method(
    key="signed-rank-p",
    name="attainable P values of the signed-rank test",
    function=signed_rank_p_values,
    references=("wilcoxon1945",),
    oracle="scipy.stats.wilcoxon, exact; every pattern of signs of small samples, ties too",
)
