"""Schwarzer's test of funnel asymmetry, for sparse 2×2 tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.funnel import cautions_of_funnel
from metasacro.diagnostics.kendall import kendall
from metasacro.diagnostics.rank_test import RankTest
from metasacro.diagnostics.two_by_two import two_by_two
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.diagnostics.two_by_two import Tables
    from metasacro.numerics.arrays import ArrayLike, Floats


def schwarzer_test(
    ai: ArrayLike, n1i: ArrayLike, ci: ArrayLike, n2i: ArrayLike, *, log_odds_ratio: float | None = None
) -> RankTest:
    """Funnel asymmetry by rank correlation of what was observed beyond what was expected (Schwarzer).

    Kendall's tau of (ai − E)/√V with 1/V, where E and V are mean and variance of the events in group 1 given both
    margins of the table and a common odds ratio (noncentral hypergeometric distribution). P is normal.

    Parameters
    ----------
    ai, n1i : (k,) events and people in the treatment group
    ci, n2i : (k,) events and people in the control group
    log_odds_ratio : the common one; by default that of Mantel and Haenszel

    Returns
    -------
    RankTest

    Domain
    ------
    At least three tables with events and non-events (MS501); those without are left out and named (MS514). A common
    odds ratio must exist (MS583). Below ten tables it means little either way (MS510). Made for few events, where tests
    built on log odds ratios find asymmetry too often; its power is low.

    References
    ----------
    schwarzer2007, kendall1938. Agrees with meta 8.4-0 (`metabias`, Schwarzer) to 1e-10 at the same odds ratio.

    >>> found = schwarzer_test([4, 6, 3, 62], [123, 306, 231, 13598], [11, 29, 11, 248], [139, 303, 220, 12867])
    >>> found.score, round(found.p_value, 4)
    (4.0, 0.1742)
    """
    tables = two_by_two(ai, n1i, ci, n2i, "Schwarzer's test")
    common = _mantel_haenszel(tables) if log_odds_ratio is None else float(log_odds_ratio)
    mean, variance = np.array([_moments(*table, common) for table in _margins(tables)]).T
    found = kendall((tables.events1 - mean) / np.sqrt(variance), 1.0 / variance, exact=False)
    k = int(mean.size)
    return RankTest(
        tau=found.tau,
        score=found.score,
        score_se=found.score_se,
        statistic=found.statistic,
        p_value=found.p_value,
        exact=False,
        k=k,
        cautions=(*tables.cautions, *cautions_of_funnel(k)),
    )


def _mantel_haenszel(tables: Tables) -> float:
    events1, events2 = tables.events1, tables.events2
    pooled = mantel_haenszel("OR", events1, tables.n1 - events1, events2, tables.n2 - events2)
    if pooled.estimate is None:
        raise Refusal("MS583")
    return pooled.estimate


def _margins(tables: Tables) -> list[tuple[float, float, float]]:
    return list(zip(tables.n1.tolist(), tables.n2.tolist(), tables.events.tolist(), strict=True))


def _moments(n1: float, n2: float, events: float, log_odds_ratio: float) -> tuple[float, float]:
    """Mean and variance of the noncentral hypergeometric distribution of the events in group 1."""
    from scipy.special import gammaln

    x: Floats = np.arange(max(0.0, events - n2), min(events, n1) + 1.0)
    log_ways = -(gammaln(x + 1) + gammaln(n1 - x + 1) + gammaln(events - x + 1) + gammaln(n2 - events + x + 1))
    height = log_ways + x * log_odds_ratio
    share = np.exp(height - height.max())
    share /= share.sum()
    mean = float((share * x).sum())
    return mean, float((share * (x - mean) ** 2).sum())


SCHWARZER = Method(
    key="Schwarzer",
    name="Schwarzer's test of funnel asymmetry",
    function=schwarzer_test,
    references=("schwarzer2007", "kendall1938"),
    oracle="meta 8.4-0, to 1e-10 at the same odds ratio",
)
