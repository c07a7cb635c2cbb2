"""GENQ: the moment estimator with weights of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.quadratic_form import matched_moment

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def generalized_q_moment(
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> Tau2:
    """Between-study variance by matching a Q statistic of any fixed weights with its expectation (generalized Q).

    Q = Σ a (yi − mu)², mu the mean with weights a; tau2 = max(0, (Q − tr(PV))/tr P), P the projection with weights a,
    V = diag(vi). `DL` is a = 1/vi, `HE` is a = 1.

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
    k ≥ 2 (`nan` otherwise). In closed form. The weights must not be chosen by looking at the effects. 0 is truncated,
    not found: see MS423.

    References
    ----------
    jackson2013; dersimonian2007. Agrees with metafor 5.1-12 to 1e-12.

    >>> round(float(generalized_q_moment([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.103333
    """
    return estimated(_solve, yi, vi, keep, design, np.ones(1) if weights is None else weights)


def _solve(
    df: Floats, a: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None
) -> tuple[Floats, Floats, Booleans]:
    del df  # the traces count
    tau2, se = matched_moment(a, y, v, use, x)
    return tau2, se, np.isfinite(tau2)


GENQ = Method(
    key="GENQ",
    name="generalized Q, moments",
    function=generalized_q_moment,
    references=("jackson2013", "dersimonian2007"),
    oracle="metafor 5.1-12, to 1e-12",
)
