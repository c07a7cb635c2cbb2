"""Cumulative meta-analysis: how the answer grew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import column, effects_of
from metasacro.diagnostics.refits import refits
from metasacro.literature import Method
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.diagnostics.refits import Refits
    from metasacro.numerics.arrays import ArrayLike
    from metasacro.pooling.pooled import Pooled


def cumulative(pooled: Pooled, order: ArrayLike) -> Refits:
    """The pooled answer as cohorts are added one at a time.

    Row j is the same model fitted to the j cohorts with the lowest values of `order`; ties keep the order of the data.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`
    order : (k,) what to sort by, lowest first: the year, the sampling variance …

    Returns
    -------
    Refits with k rows; `keep` says who took part in each. The first row is a single cohort, without τ², I² and Q

    Domain
    ------
    k ≥ 1; one finite number a cohort in `order` (MS503). Its intervals are not adjusted for looking many times.

    References
    ----------
    lau1992. Agrees with metafor 5.1-12 (`cumul`) to 1e-8, common effect to 1e-12.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> pooled = random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL")
    >>> cumulative(pooled, [2001, 1999, 2014]).estimate.round(4).tolist()
    [0.9, 0.4687, 0.4211]
    """
    yi, vi = effects_of(pooled, "cumulative meta-analysis", fewest=1)
    rank = np.empty(pooled.k)
    rank[np.argsort(column("order", order, pooled.k), kind="stable")] = np.arange(pooled.k)
    return refits(pooled, yi, vi, rank[None, :] <= np.arange(pooled.k)[:, None])


CUMULATIVE = Method(
    key="cumulative",
    name="cumulative meta-analysis",
    function=cumulative,
    references=("lau1992",),
    oracle="metafor 5.1-12, to 1e-8",
)
