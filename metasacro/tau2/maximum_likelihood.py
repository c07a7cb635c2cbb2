"""ML: maximum likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.tau2.analyses import estimated
from metasacro.tau2.highest_maximum import highest_maximum
from metasacro.tau2.highest_maximum_loop import full_maxima
from metasacro.tau2.restricted_likelihood import full_log_likelihood, full_slopes

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.tau2.estimate import Tau2


def maximum_likelihood(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> Tau2:
    """Between-study variance by maximum likelihood.

    tau2 maximizes −½[Σ log(vi + tau2) + Σ w (yi − mu)²] over tau2 ≥ 0, with w = 1/(vi + tau2). At a maximum inside,
    Σ w² (yi − mu)² = Σ w. The standard error is √(2/Σ w²), from the expected information.

    The whole half-line is searched, as for `REML`: every maximum below a bound from the data is refined, and the
    highest of them and of tau2 = 0 is the answer.

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
    k ≥ 2 (`nan` otherwise; MS411 where no stationary point was confirmed). It takes the mean as known, so it is too
    small when cohorts are few, and by more the more columns a design has; `REML` repairs that. It is the one to use for
    likelihood-ratio tests of moderators.

    References
    ----------
    viechtbauer2005; hardy1996. Agrees with metafor 5.1-12 (tight tolerances) to 1e-8.

    >>> round(float(maximum_likelihood([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]).tau2), 6)
    0.031312
    """
    return estimated(_solve, yi, vi, keep, design, in_loop=full_maxima, kind="ML")


def _solve(df: Floats, *rows: Floats) -> tuple[Floats, Floats, Booleans]:
    del df  # the full likelihood spends none on the mean
    _, v, use, *_ = rows
    tau2, converged = highest_maximum(full_slopes, full_log_likelihood, use.sum(axis=-1), *rows)
    weights = use / (v + tau2[:, None])
    return tau2, np.sqrt(2.0 / (weights**2).sum(axis=-1)), converged


ML = Method(
    key="ML",
    name="maximum likelihood",
    function=maximum_likelihood,
    references=("viechtbauer2005", "hardy1996"),
    oracle="metafor 5.1-12 with tight tolerances, to 1e-8",
)
