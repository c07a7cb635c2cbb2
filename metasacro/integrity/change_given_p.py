"""What a printed P value of a paired test says about the SD of changes whose pairs are unknown."""

from __future__ import annotations

from itertools import product
from math import inf, sqrt
from typing import TYPE_CHECKING

from metasacro.integrity.rank_tests import subset_sums
from metasacro.integrity.rounding import rounded
from metasacro.literature import Method
from metasacro.moments.feasible.feasible_set import Bounds
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_two_sided

if TYPE_CHECKING:
    from metasacro.moments.feasible.feasible_set import FeasibleSet
    from metasacro.moments.feasible.order_statistics import OrderStatistics
    from metasacro.numerics.arrays import Floats

#: Pairs of scale values beyond which the linear programs take seconds.
MOST_PAIRS = 3000

#: Room for the solver's tolerance, relative; the bound holds all the same.
SLACK = 1e-7


def sd_given_signed_rank(before: FeasibleSet, after: FeasibleSet, relation: str, text: str) -> Bounds:
    """An upper bound of the SD of the changes where the signed-rank test has the printed P.

    A small P leaves few patients who changed against the mean: m of them give no P below that of the m lowest ranks,
    tied among themselves or not, and so the others. Given m, the greatest Σd² for each Σd is a linear program over how
    many patients went from each score to each: their numbers up to every score as the prints allow, at most m against.
    SD² = (Σd² − (Σd)²/n)/(n − 1) is largest where that concave function of Σd is.

    Parameters
    ----------
    before, after : feasible sets of the same n patients on one scale
    relation, text : "<" and ".001", or "=" and ".02"

    Returns
    -------
    Bounds from 0; infinity where P says nothing: the mean change may have either sign, P is printed as greater than
    something, or the scale is too fine for the programs. For `feasible_change(…, sd=…)`.

    Domain
    ------
    The test is taken to point the way of the mean change. The bound holds with ties, pairs without a change, and P
    exact or by the normal approximation; it need not be attained. It narrows only where both samples in opposite orders
    would put many patients against the mean.

    References
    ----------
    wilcoxon1945. For small n no sample and pairing with such a P has a larger SD, by enumeration.

    >>> from metasacro.moments.feasible.one_cohort import feasible_moments
    >>> before = feasible_moments(11, lower=0, upper=5, q1="2", median="3", q3="4")
    >>> after = feasible_moments(11, lower=0, upper=5, q1="0", median="1", q3="2")
    >>> sd_given_signed_rank(before, after, "<", ".01").upper < sd_given_signed_rank(before, after, "<", ".1").upper
    True
    """
    low, high = after.sums[0] - before.sums[-1], after.sums[-1] - before.sums[0]
    pairs = (before.scale.top + 1) * (after.scale.top + 1)
    largest = largest_p(relation, text)
    if largest is None or low <= 0 <= high or pairs > MOST_PAIRS:
        return Bounds(lower=0.0, upper=inf)
    against = most_against(before.n, largest)
    variance = _greatest_variance(before, after, against, low, high)
    return Bounds(lower=0.0, upper=sqrt(max(variance, 0.0)) * (1.0 + SLACK) * float(before.scale.step))


def largest_p(relation: str, text: str) -> float | None:
    """The largest P that prints like this; None where there is no upper end."""
    if relation in (">", "≥"):
        return None
    return float(text) if relation in ("<", "≤") else float(rounded(text).upper)


def most_against(n: int, p: float) -> int:
    """How many of n changes can go against the others while the two-sided signed-rank P is `p` or less.

    >>> most_against(11, 0.01), most_against(27, 0.001)
    (3, 10)
    """
    return max((m for m in range(1, n) if _smallest_p(n, m) <= p), default=0)


def _smallest_p(n: int, m: int) -> float:
    """The smallest P with m of n changes against the others, exact or approximate.

    The m have the lowest ranks. Ties among them, or among the others, leave the rank sum as it is and can lower P;
    pairs without a change only raise it.
    """
    found = 1.0
    for low_tied, high_tied in product((False, True), repeat=2):
        low = [(m + 1) / 2] * m if low_tied else [float(rank) for rank in range(1, m + 1)]
        high = [(m + 1 + n) / 2] * (n - m) if high_tied else [float(rank) for rank in range(m + 1, n + 1)]
        ranks = [*low, *high]
        z = (sum(high) - sum(low)) / sqrt(sum(rank * rank for rank in ranks))
        found = min(
            found, float(normal_two_sided(max(z, 0.0))), _exact_p([round(2 * rank) for rank in ranks], m * (m + 1))
        )
    return found


def _exact_p(doubled: list[int], bar: int) -> float:
    """Two-sided P of a rank sum of `bar`, ranks and sum doubled: the share of subsets that do not exceed it, twice."""
    return min(1.0, 2.0 * sum(subset_sums(doubled, bar)) / 2.0 ** len(doubled))


def _greatest_variance(before: FeasibleSet, after: FeasibleSet, against: int, low: float, high: float) -> float:
    """The greatest variance of the changes, in codes, by a search along the sum of changes."""
    from scipy.optimize import linprog, minimize_scalar

    points = before.scale.top + 1
    moves = np.array([after_code - code for code, after_code in product(range(points), repeat=2)], dtype=np.float64)
    contrary = (moves * (low + high) < 0).astype(np.float64)
    rows, bounds = _cumulative_limits(before.order, after.order, points)
    above = np.vstack((rows, contrary))
    limits = np.append(bounds, float(against))
    n = before.n

    def minus_variance(total: float) -> float:
        solved = linprog(
            -(moves**2), A_ub=above, b_ub=limits, A_eq=np.vstack((np.ones_like(moves), moves)), b_eq=[n, total]
        )
        return inf if solved.fun is None else (float(solved.fun) + total**2 / n) / (n - 1)

    search = minimize_scalar(minus_variance, bounds=(low, high), method="bounded", options={"xatol": 1e-4})
    return -min(float(search.fun), minus_variance(low), minus_variance(high))


def _cumulative_limits(before: OrderStatistics, after: OrderStatistics, points: int) -> tuple[Floats, Floats]:
    """How many patients may have a score up to each, before and after: rows · x ≤ limits."""
    cells = np.array(list(product(range(points), repeat=2)))
    rows, limits = [], []
    for side, order in enumerate((before, after)):
        for code in range(points - 1):
            inside = (cells[:, side] <= code).astype(np.float64)
            rows += [inside, -inside]
            limits += [sum(value <= code for value in order.lower), -sum(value <= code for value in order.upper)]
    return np.array(rows), np.array(limits, dtype=np.float64)


SD_GIVEN_P = Method(
    key="sd-given-signed-rank",
    name="SD of changes given a signed-rank P",
    function=sd_given_signed_rank,
    references=("wilcoxon1945",),
    oracle="enumeration of every sample and pairing for small n",
)
