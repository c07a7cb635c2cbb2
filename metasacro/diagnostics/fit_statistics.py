"""How well a model fits: its likelihoods, and what they cost in parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.meta_regression import PooledRegression
from metasacro.pooling.multilevel_statistics import criteria
from metasacro.tau2.analyses import laid_out
from metasacro.tau2.restricted_likelihood import full_log_likelihood, restricted_log_likelihood

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.multilevel_answer import FitStatistics
    from metasacro.pooling.pooled import Pooled


def fit_statistics(pooled: Pooled) -> tuple[FitStatistics, FitStatistics]:
    """Log-likelihood, deviance and information criteria, under the likelihood and under the restricted likelihood.

    With ll at the tau2 of the answer and m parameters (coefficients, and τ² unless common effect): AIC = −2 ll + 2 m;
    BIC = −2 ll + m log n; AICc = −2 ll + 2 m n/(n − m − 1), n at least m + 2; n is k, restricted k − p. The deviance
    is −2 ll, unrestricted less that of a model with one parameter a cohort.

    Parameters
    ----------
    pooled : an answer of `random_effects`, with or without `mods`, or of `common_effect`

    Returns
    -------
    (unrestricted, restricted) FitStatistics

    Domain
    ------
    k ≥ 2 (MS501). Compare models of the same cohorts only; with different moderators, by the unrestricted one and
    answers with method "ML".

    References
    ----------
    viechtbauer2005. Agrees with metafor 5.1-12 (`fitstats`) to 1e-10, of the terms that are summed.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> round(fit_statistics(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="ML"))[0].aic, 4)
    5.5767
    """
    effects_of(pooled, "a fit statistic", fewest=2, moderators=True)
    full, restricted = log_likelihoods(pooled, np.array([pooled.tau2 or 0.0]))
    p = design_of_answer(pooled).shape[1]
    parameters = p + (pooled.method != "EE")
    saturated = -0.5 * float(np.log(2.0 * np.pi * np.asarray(pooled.vi)).sum())
    return (
        criteria(float(full[0]), 2.0 * (saturated - float(full[0])), parameters, pooled.k),
        criteria(float(restricted[0]), -2.0 * float(restricted[0]), parameters, pooled.k - p),
    )


def log_likelihoods(pooled: Pooled, tau2: Floats) -> tuple[Floats, Floats]:
    """Log-likelihoods, full and restricted, at each of `tau2`, the coefficients maximized out, with all constants.

    The restricted one is that of the k − p error contrasts with an orthonormal basis, so it has + ½ log det X'X.
    """
    x = design_of_answer(pooled)
    k, p = x.shape
    _, rows, _ = laid_out(np.asarray(pooled.yi)[None], np.asarray(pooled.vi)[None], None, x)
    rows = tuple(np.broadcast_to(array, (tau2.size, *array.shape[1:])) for array in rows)
    constant = np.log(2.0 * np.pi)
    full = full_log_likelihood(tau2, *rows) - 0.5 * k * constant
    restricted = restricted_log_likelihood(tau2, *rows) - 0.5 * (k - p) * constant
    return full, restricted + 0.5 * float(np.linalg.slogdet(x.T @ x)[1])


def design_of_answer(pooled: Pooled) -> Floats:
    """(k, p); a column of ones where there are no moderators."""
    return pooled.design if isinstance(pooled, PooledRegression) else np.ones((pooled.k, 1))


FIT_STATISTICS = Method(
    key="fit-statistics",
    name="fit statistics",
    function=fit_statistics,
    references=("viechtbauer2005",),
    oracle="metafor 5.1-12, to 1e-10 of the terms",
)
