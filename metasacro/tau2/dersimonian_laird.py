"""DL: the moment estimator of DerSimonian and Laird."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.weighted_residuals import cohorts, trace_of_square, weighted_residuals

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike


def dersimonian_laird(yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None) -> Tau2:
    """Between-study variance by matching Cochran's Q with its expectation (DerSimonian–Laird).

    w = 1/vi; Q = Σ w (yi − mu)²; C = Σ w − Σ w²/Σ w; tau2 = max(0, (Q − (k − 1)) / C)

    The standard error is that of Q at the estimate: Var Q = 2(k − 1) + 4 tau2 C + 2 tau2² tr(PP), divided by C².

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part

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
    y, v, use = cohorts(yi, vi, keep)
    df = use.sum(axis=-1) - 1.0
    fit = weighted_residuals(y, v, use, np.zeros(y.shape[:-1]))
    with np.errstate(invalid="ignore", divide="ignore"):
        tau2 = np.where(df >= 1, np.maximum(0.0, (fit.q - df) / fit.trace), np.nan)
        variance_q = 2.0 * df + 4.0 * tau2 * fit.trace + 2.0 * tau2**2 * trace_of_square(fit.weights)
        se = np.sqrt(variance_q) / fit.trace
    return Tau2(tau2=tau2, se=np.where(df >= 1, se, np.nan), converged=np.isfinite(tau2))


DL = Method(
    key="DL",
    name="DerSimonian–Laird",
    function=dersimonian_laird,
    references=("dersimonian1986",),
    oracle="metafor 5.1-12, to 1e-12",
)
