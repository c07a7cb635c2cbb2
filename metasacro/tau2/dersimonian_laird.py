"""DL: the moment estimator of DerSimonian and Laird."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.highest_maximum_loop import moments
from metasacro.tau2.quadratic_form import standard_error
from metasacro.tau2.weighted_residuals import weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def dersimonian_laird(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance by matching Cochran's Q with its expectation (DerSimonian–Laird).

    w = 1/vi; Q = Σ w (yi − mu)²; C = Σ w − Σ w²/Σ w; tau2 = max(0, (Q − (k − 1)) / C)

    The standard error is that of Q at the estimate: Var Q = 2(k − 1) + 4 tau2 C + 2 tau2² tr(PP), divided by C².

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
    k ≥ 2 (`nan` otherwise). In closed form, so it never fails to converge; with few or very unequal cohorts it tends
    to be too small. 0 is truncated, not found: see MS423.

    References
    ----------
    dersimonian1986. Agrees with metafor 5.1-12 to 1e-12, standard error included.

    >>> round(float(dersimonian_laird([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.083056
    """
    return estimated(_solve, yi, vi, keep, design, in_loop=moments, kind="DL")


def _solve(df: Floats, y: Floats, v: Floats, use: Floats, x: Floats | None = None) -> tuple[Floats, Floats, Booleans]:
    fit = weighted_residuals(y, v, use, 0.0, x)
    tau2 = np.maximum(0.0, (fit.q - df) / fit.trace)
    return tau2, standard_error(fit.weights, v, tau2, x) / fit.trace, np.isfinite(tau2)


DL = Method(
    key="DL",
    name="DerSimonian–Laird",
    function=dersimonian_laird,
    references=("dersimonian1986",),
    oracle="metafor 5.1-12, to 1e-12",
)
