"""HE: the variance-component estimator of Hedges."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.quadratic_form import matched_moment

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def hedges(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None) -> Tau2:
    """Between-study variance by matching the unweighted variance of the effects with its expectation (Hedges).

    tau2 = max(0, Σ (yi − ȳ)²/(k − 1) − Σ vi/k)

    The standard error is that of the quadratic form at the estimate, √(2 tr(PSPS))/(k − 1), S = diag(vi + tau2).

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
    k ≥ 2 (`nan` otherwise). In closed form. Every cohort counts alike, so one small, imprecise cohort can set it: with
    very unequal variances it is unstable. 0 is truncated, not found: see MS423.

    References
    ----------
    hedges1983; viechtbauer2005, equation 5 onwards (and its design form). Agrees with metafor 5.1-12 to 1e-12.

    >>> round(float(hedges([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.103333
    """
    return estimated(_solve, yi, vi, keep, design)


def _solve(df: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> tuple[Floats, Floats, Booleans]:
    del df  # the trace of the projection is k − 1 (or k − p) by itself
    tau2, se = matched_moment(use, y, v, use, x)
    return tau2, se, np.isfinite(tau2)


HE = Method(
    key="HE",
    name="Hedges",
    function=hedges,
    references=("hedges1983", "viechtbauer2005"),
    oracle="metafor 5.1-12, to 1e-12",
)
