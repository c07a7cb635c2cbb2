"""The interval of τ² from the profile of its likelihood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.numerics.roots import bracketed_root
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.maximum_likelihood import maximum_likelihood
from metasacro.tau2.restricted_likelihood import full_log_likelihood, restricted_log_likelihood
from metasacro.tau2.restricted_maximum_likelihood import restricted_maximum_likelihood

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Doublings of a first guess that reach any upper end: the likelihood falls like a power of τ².
_DOUBLINGS = 2000


def profile_likelihood_bounds(
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    *,
    restricted: bool = True,
    level: float = 0.95,
) -> tuple[Floats, Floats]:
    """Interval of the between-study variance: all tau2 whose profile likelihood is near enough to its peak.

    lower ≤ tau2_hat ≤ upper with 2(l(tau2_hat) − l(tau2)) = the `level` quantile of χ² on 1 df, l the log-likelihood
    with the mean, or the coefficients, maximized out; lower is 0 where l(0) is near enough.

    Parameters
    ----------
    yi : (..., k) effects
    vi : (..., k) sampling variances, greater than 0
    keep : (..., k) True where a cohort takes part
    design : (..., k, p) columns of a meta-regression
    restricted : True for the restricted likelihood (REML), False for the likelihood (ML)
    level : a fraction

    Returns
    -------
    (lower, upper), each (...)

    Domain
    ------
    k ≥ 2 (`nan` otherwise, and for an upper end that was not found). Right for many cohorts; with few, the Q-profile
    interval keeps its level better.

    References
    ----------
    viechtbauer2007. Agrees with metafor 5.1-12 (`confint`, PL) to 1e-9.

    >>> low, high = profile_likelihood_bounds([0.1, 0.9, 0.4], [0.04, 0.09, 0.05])
    >>> round(float(low), 4), round(float(high), 4)
    (0.0, 2.6396)
    """
    estimator = restricted_maximum_likelihood if restricted else maximum_likelihood
    height = restricted_log_likelihood if restricted else full_log_likelihood
    shape, rows, df = laid_out(yi, vi, keep, design)
    tau2 = np.broadcast_to(estimator(yi, vi, keep, design).tau2, shape).reshape(-1)
    lower, upper = np.full(df.shape, np.nan), np.full(df.shape, np.nan)
    some = np.flatnonzero(df >= 1)
    rows, tau2 = tuple(array[some] for array in rows), tau2[some]
    least = np.where(rows[2] > 0, rows[1], np.inf).min(axis=-1)
    target = height(tau2, *rows) - 0.5 * float(chi_square_quantile(level, 1.0))

    def excess(at: Floats, aim: Floats, *parts: Floats) -> Floats:
        return height(at, *parts) - aim

    far = tau2 + least
    for _ in range(_DOUBLINGS):
        if (near := excess(far, target, *rows) > 0).any():
            far = np.where(near, 2.0 * far, far)
        else:
            break
    end, found = bracketed_root(excess, tau2, far, target, *rows, floor=1e-6 * least)
    upper[some] = np.where(found, end, np.nan)
    zero = np.zeros_like(tau2)
    inside = excess(zero, target, *rows) < 0
    lower[some] = 0.0
    if inside.any():
        cut = tuple(array[inside] for array in (target, *rows))
        lower[some[inside]], _ = bracketed_root(excess, zero[inside], tau2[inside], *cut, floor=1e-6 * least[inside])
    return lower.reshape(shape), upper.reshape(shape)


PL = Method(
    key="PL",
    name="profile-likelihood interval of τ²",
    function=profile_likelihood_bounds,
    references=("viechtbauer2007",),
    oracle="metafor 5.1-12, to 1e-9",
)
