"""PMM: the median-unbiased form of Paule and Mandel's estimator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.tau2.analyses import estimated
from metasacro.tau2.generalized_q import expected_information_error, tau2_where_q_is

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def paule_mandel_median(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance at which the generalized Q equals its median (Paule–Mandel, median-unbiased).

    tau2 solves Σ (yi − mu)²/(vi + tau2) = the median of χ² on k − 1 df; 0 where Q(0) is not above it

    The standard error is √(2/(k − 1)) · k/Σ w, w = 1/(vi + tau2), with the weights taken as known.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept

    Returns
    -------
    Tau2, in squared units of the effect

    Domain
    ------
    k ≥ 2 (`nan` otherwise). It lies above as often as below the truth (truncation aside), and on average above `PM`,
    most with few cohorts, since the median of χ² is below its mean. It is the middle of the Q-profile interval at level
    0.

    References
    ----------
    viechtbauer2007 (the profile it is read from); jackson2013. Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(paule_mandel_median([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.16747
    """
    return estimated(_solve, yi, vi, keep, design)


def _solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
    tau2, converged = tau2_where_q_is(chi_square_quantile(0.5, df), *rows)
    return tau2, expected_information_error(df, tau2, *rows), converged


PMM = Method(
    key="PMM",
    name="Paule–Mandel, median-unbiased",
    function=paule_mandel_median,
    references=("viechtbauer2007", "jackson2013"),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
