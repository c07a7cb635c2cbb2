"""The profile of the likelihood over τ²: is its peak sharp, or would any τ² do?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of, frozen
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.pooling.fit_statistics import design_matrix
from metasacro.problems import Refusal
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.profile_likelihood import profile_likelihood_bounds
from metasacro.tau2.restricted_likelihood import full_log_likelihood, restricted_log_likelihood

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.pooled import Pooled

#: Points of the default grid, and how far beyond the upper end of the interval it goes.
_POINTS, _BEYOND = 101, 1.25


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LikelihoodProfile:
    """The log-likelihood where everything but τ² is at its best."""

    tau2: Floats  #: (n,) read-only
    log_likelihood: Floats  #: (n,) with all constants
    restricted: bool
    interval: Interval  #: of τ², by the profile: where the likelihood is within ½ χ² of its peak


def likelihood_profile(pooled: Pooled, tau2: ArrayLike | None = None) -> LikelihoodProfile:
    """The log-likelihood over τ², everything else maximized out, and the interval of τ² from it.

    Unrestricted for an answer by "ML"; otherwise restricted, as for "REML".

    Parameters
    ----------
    pooled : an answer of `random_effects`, with or without `mods`
    tau2 : values of at least 0 at which to look; by default from 0 to beyond the interval

    Returns
    -------
    LikelihoodProfile

    Domain
    ------
    k ≥ 2 and k > p (MS501). Values of τ² below 0, or none, are refused (MS582). A profile that is flat to the right
    says that the cohorts put no upper limit on τ².

    References
    ----------
    viechtbauer2005, viechtbauer2007. Agrees with metafor 5.1-12 (`profile`) to 1e-10.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> pooled = random_effects([0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02])
    >>> likelihood_profile(pooled, [0.0, 0.05, 0.5]).log_likelihood.round(4).tolist()
    [-0.6653, -0.7186, -2.1631]
    """
    yi, vi = effects_of(pooled, "a likelihood profile", fewest=2, moderators=True)
    restricted = pooled.method != "ML"
    bounds = profile_likelihood_bounds(yi, vi, design=design_matrix(pooled), restricted=restricted, level=pooled.level)
    lower, upper = (float(bound) for bound in bounds)
    grid = (
        np.linspace(0.0, _BEYOND * upper, _POINTS) if tau2 is None else np.atleast_1d(np.array(tau2, dtype=np.float64))
    )
    if grid.ndim != 1 or not grid.size or not (np.isfinite(grid) & (grid >= 0)).all():
        raise Refusal("MS582")
    return LikelihoodProfile(
        tau2=frozen(grid),
        log_likelihood=frozen(log_likelihoods(pooled, grid)[int(restricted)]),
        restricted=restricted,
        interval=Interval(lower=lower, upper=upper, level=pooled.level),
    )


def log_likelihoods(pooled: Pooled, tau2: Floats) -> tuple[Floats, Floats]:
    """Log-likelihoods, full and restricted, at each of `tau2`, the coefficients maximized out, with all constants.

    The restricted one is that of the k − p error contrasts with an orthonormal basis, so it has + ½ log det X'X.
    """
    x = design_matrix(pooled)
    k, p = x.shape
    _, rows, _ = laid_out(np.asarray(pooled.yi)[None], np.asarray(pooled.vi)[None], None, x)
    rows = tuple(np.broadcast_to(array, (tau2.size, *array.shape[1:])) for array in rows)
    constant = np.log(2.0 * np.pi)
    full = full_log_likelihood(tau2, *rows) - 0.5 * k * constant
    restricted = restricted_log_likelihood(tau2, *rows) - 0.5 * (k - p) * constant
    return full, restricted + 0.5 * float(np.linalg.slogdet(x.T @ x)[1])


LIKELIHOOD_PROFILE = Method(
    key="profile",
    name="profile of the likelihood over τ²",
    function=likelihood_profile,
    references=("viechtbauer2005", "viechtbauer2007"),
    oracle="metafor 5.1-12, to 1e-10",
)
