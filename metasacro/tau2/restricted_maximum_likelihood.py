"""REML: restricted maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.highest_maximum import highest_maximum
from metasacro.tau2.highest_maximum_loop import restricted_maxima
from metasacro.tau2.restricted_likelihood import restricted_log_likelihood, restricted_slopes
from metasacro.tau2.weighted_residuals import trace_of_square

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def restricted_maximum_likelihood(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance by restricted maximum likelihood.

    tau2 maximizes −½[Σ log(vi + tau2) + log Σ w + Σ w (yi − mu)²] over tau2 ≥ 0, with w = 1/(vi + tau2). At a maximum
    inside, the score is 0: Σ w²(yi − mu)² = Σ w − Σ w²/Σ w. The standard error is √(2/tr(PP)), from the expected
    information.

    The whole half-line is searched: above a bound that follows from the data the likelihood can only fall; below it
    each place where the score turns from positive to negative is refined to machine precision, and the highest of
    these maxima and tau2 = 0 is the answer. Step-limited Fisher scoring has no such guarantee.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression; without it, an intercept

    Returns
    -------
    Tau2, in squared units of the effect; `converged` is False where no stationary point was confirmed (MS411)

    Domain
    ------
    k ≥ 2 (`nan` otherwise). Poorly known when k < 5 (MS421); 0 does not prove homogeneity (MS423).

    References
    ----------
    viechtbauer2005. Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(restricted_maximum_likelihood([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.086952
    """
    return estimated(_solve, yi, vi, keep, design, in_loop=restricted_maxima, kind="REML")


def _solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
    tau2, converged = highest_maximum(restricted_slopes, restricted_log_likelihood, df, *rows)
    weights = rows[2] / (rows[1] + tau2[:, None])
    return tau2, np.sqrt(2.0 / trace_of_square(weights, *rows[3:])), converged  # from the expected information


REML = Method(
    key="REML",
    name="restricted maximum likelihood",
    function=restricted_maximum_likelihood,
    references=("viechtbauer2005",),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
