"""How well a normal model fits: log-likelihood, deviance and information criteria."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.multilevel_likelihood import LOG_2PI
from metasacro.problems import Refusal
from metasacro.tau2.projection import log_determinant
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FitStatistics:
    """How well a model fits, under one likelihood."""

    log_likelihood: float
    deviance: float  #: ML: against a model that fits each effect; REML: −2 log-likelihood
    aic: float
    bic: float | None  #: None where there is nothing to count: as many coefficients as effects, under REML
    aicc: float
    parameters: int  #: coefficients and estimated variances


def criteria(height: float, deviance: float, parameters: int, observations: int) -> FitStatistics:
    """Information criteria from a log-likelihood.

    >>> round(criteria(-3.0, 6.0, 2, 19).aicc, 4)
    10.75
    """
    enough = max(observations, parameters + 2)
    return FitStatistics(
        log_likelihood=height,
        deviance=deviance,
        aic=-2.0 * height + 2.0 * parameters,
        bic=-2.0 * height + parameters * float(np.log(observations)) if observations > 0 else None,
        aicc=-2.0 * height + 2.0 * parameters * enough / (enough - parameters - 1.0),
        parameters=parameters,
    )


def fit_statistics(pooled: Pooled) -> tuple[FitStatistics, FitStatistics]:
    """Log-likelihood, deviance, AIC, BIC and AICc of a pooled answer from effects and variances.

    ML: −½[k log 2π + Σ log(vi + tau2) + Q(tau2)]; REML: −½[(k − p) log 2π − log|X'X| + Σ log(vi + tau2) + log|X'WX| +
    Q(tau2)]. AIC = −2 log-likelihood + 2m; BIC has m log n; AICc 2mn/(n − m − 1) with n at least m + 2; m counts the
    coefficients and the estimated variances, n = k for ML and k − p for REML.

    Parameters
    ----------
    pooled : an answer of `random_effects`, `common_effect`, `meta_regression` or `multilevel`

    Returns
    -------
    (ml, reml), both at the answer's own τ², whatever method estimated it

    Domain
    ------
    Effects with known variances (MS497). Criteria compare models of the same effects; under REML also of the same
    moderators. A τ² by another method than ML or REML does not maximize either likelihood.

    References
    ----------
    harville1977 (the restricted likelihood), viechtbauer2005. Agrees with metafor 5.1-12 (`fitstats`) to 1e-8.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> ml, reml = fit_statistics(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="ML"))
    >>> round(ml.log_likelihood, 4), round(reml.log_likelihood, 4)
    (-0.7884, -1.0915)
    """
    from metasacro.pooling.multilevel_answer import MultilevelPooled

    if isinstance(pooled, MultilevelPooled):
        return pooled.ml, pooled.reml
    if pooled.yi is None or pooled.vi is None:
        raise Refusal("MS497", reason="an answer from counts has another likelihood")
    y, v, use = cohorts(pooled.yi, pooled.vi)
    x, tau2, k = design_matrix(pooled), pooled.tau2 or 0.0, pooled.k
    p = x.shape[1]
    fit = weighted_residuals(y, v, use, tau2, x)
    spread = float(np.log(v + tau2).sum() + fit.q)
    parameters = p + (pooled.method != "EE" and pooled.tau2 is not None and not pooled.tau2_given)
    ml = -0.5 * (k * LOG_2PI + spread)
    saturated = -0.5 * (k * LOG_2PI + float(np.log(v).sum()))
    squares = float(log_determinant(fit.weights, x) - log_determinant(use, x))
    reml = -0.5 * ((k - p) * LOG_2PI + spread + squares)
    return criteria(ml, 2.0 * (saturated - ml), parameters, k), criteria(reml, -2.0 * reml, parameters, k - p)


def design_matrix(pooled: Pooled) -> Floats:
    """(k, p) columns of the moderators; of one mean, a column of ones."""
    columns: Floats | None = getattr(pooled, "design", None)
    return np.ones((pooled.k, 1)) if columns is None else columns


FIT_STATISTICS = Method(
    key="fit-statistics",
    name="log-likelihood, AIC, BIC and AICc",
    function=fit_statistics,
    references=("harville1977", "viechtbauer2005"),
    oracle="metafor 5.1-12, to 1e-8",
)
