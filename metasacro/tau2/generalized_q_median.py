"""GENQM: the median-unbiased estimator with weights of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.projection import diagonal
from metasacro.tau2.quadratic_form import standard_error
from metasacro.tau2.quadratic_form_tail import tau2_where_tail_is

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def generalized_q_median(
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Tau2:
    """Between-study variance at which a Q statistic of any fixed weights equals its median (generalized Q).

    tau2 solves P(Q ≥ observed; tau2) = ½ for Q = Σ a (yi − mu)², a weighted sum of χ²; 0 where it is ½ or more at 0

    The standard error is that of Q at the estimate, √(2 tr(PSPS))/tr P, S = diag(vi + tau2).

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept
    weights : (..., k) the fixed weights a, greater than 0; 1 each where not given

    Returns
    -------
    Tau2, in squared units of the effect

    Domain
    ------
    k ≥ 2 (`nan` otherwise). It lies above as often as below the truth (truncation aside). The probability rises
    strictly with tau2, so there is one root. The weights must not be chosen by looking at the effects.

    References
    ----------
    jackson2013 (the distribution of Q). Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(generalized_q_median([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.175963
    """
    return estimated(_solve, yi, vi, keep, design, np.ones(1) if weights is None else weights)


def _solve(
    df: Floats, a: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> tuple[Floats, Floats, Booleans]:
    tau2, converged = tau2_where_tail_is(np.full(df.shape, 0.5), a * use, y, v, x)
    return tau2, standard_error(a * use, v, tau2, x) / diagonal(a * use, x).sum(axis=-1), converged


GENQM = Method(
    key="GENQM",
    name="generalized Q, median-unbiased",
    function=generalized_q_median,
    references=("jackson2013",),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
