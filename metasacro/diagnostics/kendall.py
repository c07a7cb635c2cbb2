"""Kendall's rank correlation and its distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_two_sided

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Kendall:
    """Rank correlation of two columns."""

    tau: float | None  #: tau-b; None where a column has only one value
    score: float  #: concordant minus discordant pairs
    score_se: float  #: with the correction for ties, if nothing is correlated
    statistic: float | None  #: score/score_se; None for the exact test
    p_value: float | None  #: two-sided
    exact: bool


def kendall(x: Floats, y: Floats, *, exact: bool = True) -> Kendall:
    """Kendall's tau-b with a two-sided test: exact without ties if asked for, otherwise normal.

    score = Σ sign(xi − xj) sign(yi − yj) over pairs; tau = score/√((pairs − ties in x)(pairs − ties in y)). The exact
    distribution counts the orders of n things with each number of inversions. kendall1938

    >>> found = kendall(np.array([1.0, 2.0, 3.0, 4.0]), np.array([1.0, 3.0, 2.0, 4.0]))
    >>> round(found.tau, 4), round(found.p_value, 4)
    (0.6667, 0.3333)
    """
    n = x.size
    score = float((np.sign(x[:, None] - x) * np.sign(y[:, None] - y)).sum() / 2.0)
    pairs = n * (n - 1) / 2.0
    in_x, in_y = (np.unique(values, return_counts=True)[1].astype(np.float64) for values in (x, y))
    tied_x, tied_y = (float((t * (t - 1)).sum() / 2.0) for t in (in_x, in_y))
    free = (pairs - tied_x) * (pairs - tied_y)
    tau = score / float(np.sqrt(free)) if free > 0 else None
    se = float(np.sqrt(_variance(n, in_x, in_y)))
    if exact and tied_x == tied_y == 0:
        return Kendall(tau=tau, score=score, score_se=se, statistic=None, p_value=_exact(n, score), exact=True)
    z = score / se if se > 0 else None
    p_value = None if z is None else float(normal_two_sided(z))
    return Kendall(tau=tau, score=score, score_se=se, statistic=z, p_value=p_value, exact=False)


def _variance(n: int, in_x: Floats, in_y: Floats) -> float:
    """Variance of the score given the ties (groups of `in_x` and `in_y` equal values)."""
    whole = n * (n - 1) * (2 * n + 5)
    once = sum(float((t * (t - 1) * (2 * t + 5)).sum()) for t in (in_x, in_y))
    twice = float((in_x * (in_x - 1)).sum()) * float((in_y * (in_y - 1)).sum()) / (2.0 * n * (n - 1))
    thrice = float((in_x * (in_x - 1) * (in_x - 2)).sum()) * float((in_y * (in_y - 1) * (in_y - 2)).sum())
    thrice = thrice / (9.0 * n * (n - 1) * (n - 2)) if n > 2 else 0.0
    return (whole - once) / 18.0 + twice + thrice


def _exact(n: int, score: float) -> float:
    """Two-sided P from the distribution of inversions, as shares so that no count overflows."""
    shares = np.ones(1)
    for size in range(2, n + 1):
        longer = np.zeros(shares.size + size - 1)
        for shift in range(size):
            longer[shift : shift + shares.size] += shares
        shares = longer / size
    inversions = round((n * (n - 1) / 2.0 - abs(score)) / 2.0)
    return min(1.0, 2.0 * float(shares[: inversions + 1].sum()))
