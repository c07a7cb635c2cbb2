"""The Bayesian random-effects model, by deterministic quadrature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_cdf
from metasacro.pooling.bayesian_mixture import (
    Mixture,
    Model,
    log_evidence_at,
    mixture,
    mixture_quantiles,
    tau_quantiles,
)
from metasacro.pooling.bayesian_posterior import BayesianAnswer, Posterior
from metasacro.pooling.bayesian_priors import TAU_PRIORS
from metasacro.pooling.domain import choice, cohort_table, fraction
from metasacro.problems import Caution, Refusal, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Below this number of cohorts the prior of tau matters much (roever2021).
FEW = 5

#: Share of the posterior in the last tenth of a uniform prior from which on its end decides.
_AT_THE_END = 0.05


def bayesian_random_effects(
    yi: ArrayLike,
    vi: ArrayLike,
    *,
    scale: float,
    prior: str = "half-normal",
    mu_prior: tuple[float, float] | None = None,
    level: float = 0.95,
) -> BayesianAnswer:
    """Bayesian random-effects meta-analysis (normal–normal model) without simulation.

    yi ~ N(theta_i, vi), theta_i ~ N(mu, tau²), tau ~ prior(scale), mu flat or normal. Given tau everything is normal:
    mu | tau ~ N(Σ w yi/Σ w, 1/Σ w) with w = 1/(vi + tau²), so each posterior is a mixture over tau, whose posterior is
    integrated by a double-exponential rule that is refined until 12 digits stay. Two runs give the same digits.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    scale : of the prior of tau, in the units of the effects: standard deviation of the underlying normal, median of the
        half-Cauchy, end of the uniform (may be infinite). It has no default, because it means nothing without units
    prior : "half-normal", "half-cauchy" or "uniform"
    mu_prior : (mean, standard deviation) of a normal prior of mu; None is flat
    level : a fraction, for central intervals

    Returns
    -------
    BayesianAnswer: `.mu`, `.tau`, `.new` (true effect of a new cohort), `.effects`, each with median, mean, sd and
    interval; `.shrinkage`; Bayes factors for tau = 0 and, under a normal prior, for mu = 0

    Domain
    ------
    k ≥ 1. A prior needs a scale (MS486); a uniform without end needs three cohorts, two under a normal prior of mu
    (MS487). Below five cohorts the prior of tau decides much (MS488), as does the end of a uniform one that the
    posterior reaches (MS489). Mean and sd are None where their integral is infinite (heavy tails, few cohorts).

    References
    ----------
    roever2020 (model, mixture), roever2021 (priors), takahasi1974 (quadrature). Agrees with an even rule of 200,001
    points to 1e-9, and with printed results from a grid.

    >>> answer = bayesian_random_effects([5.2, 6.1], [0.3, 0.2], scale=1.0)
    >>> round(answer.mu.median, 4), round(answer.mu.interval.lower, 4), round(answer.tau.median, 3)
    (5.7035, 4.2209, 0.572)
    """
    y, v = cohort_table(yi, vi)
    level = fraction(level)
    model, origin = _model(y, v, choice("prior", prior, TAU_PRIORS), scale, mu_prior)
    found = mixture(model)
    k = y.size
    # the posterior density of tau falls as tau to minus this power
    decay = model.prior.decay + k - 1.0 + (mu_prior is not None)
    if model.prior.key == "uniform" and np.isfinite(model.scale):
        decay = np.inf
    mu_decay = decay if mu_prior is None else np.inf
    shares = np.array([0.5, (1.0 - level) / 2.0, (1.0 + level) / 2.0])
    tau2 = found.tau**2
    kept = tau2[:, None] / (v + tau2[:, None])
    means = (1.0 - kept) * found.mean[:, None] + kept * model.y
    variances = v * kept + (1.0 - kept) ** 2 * found.variance[:, None]
    shrinkage = 1.0 - found.weight @ kept
    shrinkage.flags.writeable = False
    proper = np.isfinite(model.scale)
    none = model.conditional(np.zeros(1))[0][0]
    factor_mu = log_evidence_at(model, -origin, found.tau.size) - found.log_evidence if mu_prior is not None else None
    return BayesianAnswer(
        mu=_normal_mixture(found, found.mean, found.variance, origin, shares, level, mu_decay),
        tau=_tau(model, found, shares, level, decay),
        new=_normal_mixture(found, found.mean, found.variance + tau2, origin, shares, level, decay),
        effects=tuple(
            _normal_mixture(found, means[:, i], variances[:, i], origin, shares, level, np.inf) for i in range(k)
        ),
        shrinkage=shrinkage,
        bayes_factor_tau=float(np.exp(none - found.log_evidence)) if proper else None,
        bayes_factor_mu=None if factor_mu is None or not proper else float(np.exp(factor_mu)),
        probability_below_zero=float(normal_cdf((-origin - found.mean) / np.sqrt(found.variance)) @ found.weight),
        log_evidence=found.log_evidence if proper and mu_prior is not None else None,
        prior=model.prior.key,
        scale=float(scale),
        mu_prior=mu_prior,
        k=k,
        level=level,
        yi=y,
        vi=v,
        cautions=_cautions(model, found, k),
    )


def _model(y: Floats, v: Floats, prior: str, scale: float, mu_prior: tuple[float, float] | None) -> tuple[Model, float]:
    """The model with its effects measured from their weighted mean, which is the second answer."""
    endless = prior == "uniform" and scale == np.inf
    if not (np.isfinite(scale) and scale > 0) and not endless:
        raise Refusal("MS486", name="scale", value=scale)
    if mu_prior is not None and not (np.isfinite(mu_prior).all() and mu_prior[1] > 0):
        raise Refusal("MS486", name="mu_prior", value=mu_prior)
    needed = 3 if mu_prior is None else 2
    if endless and y.size < needed:
        raise Refusal("MS487", needed=needed, k=y.size)
    origin = float((y / v).sum() / (1.0 / v).sum())
    mean, sd = mu_prior if mu_prior is not None else (origin, np.inf)
    model = Model(
        y=y - origin,
        v=v,
        prior=TAU_PRIORS[prior],
        scale=float(scale),
        mu_mean=float(mean) - origin,
        mu_precision=0.0 if mu_prior is None else float(sd) ** -2,
    )
    return model, origin


def _normal_mixture(
    found: Mixture, mean: Floats, variance: Floats, origin: float, shares: Floats, level: float, decay: float
) -> Posterior:
    """Median, moments and interval of a mixture of normals."""
    median, lower, upper = mixture_quantiles(found.weight, mean, np.sqrt(variance), shares)
    center = float(found.weight @ mean)
    return Posterior(
        median=float(median) + origin,
        mean=center + origin if decay > 2 else None,
        sd=float(np.sqrt(found.weight @ (variance + (mean - center) ** 2))) if decay > 3 else None,
        interval=Interval(lower=float(lower) + origin, upper=float(upper) + origin, level=level),
    )


def _tau(model: Model, found: Mixture, shares: Floats, level: float, decay: float) -> Posterior:
    median, lower, upper = tau_quantiles(model, found, shares)
    mean = float(found.weight @ found.tau)
    return Posterior(
        median=float(median),
        mean=mean if decay > 2 else None,
        sd=float(np.sqrt(found.weight @ (found.tau - mean) ** 2)) if decay > 3 else None,
        interval=Interval(lower=float(lower), upper=float(upper), level=level),
    )


def _cautions(model: Model, found: Mixture, k: int) -> tuple[Caution, ...]:
    cautions = []
    if k == 1:
        cautions.append(caution("MS420"))
    if not found.settled:
        cautions.append(caution("MS411", method="quadrature over tau"))
    if k < FEW:
        cautions.append(caution("MS488", k=k, prior=model.prior.key, scale=model.scale))
    if model.prior.key == "uniform" and np.isfinite(model.scale):
        share = float(found.weight[found.tau > 0.9 * model.scale].sum())
        if share > _AT_THE_END:
            cautions.append(caution("MS489", scale=model.scale, percent=100 * share))
    return tuple(cautions)


BAYESIAN_RANDOM_EFFECTS = Method(
    key="bayesian",
    name="Bayesian random effects",
    function=bayesian_random_effects,
    references=("roever2020", "roever2021", "takahasi1974"),
    oracle="an even rule of 200,001 points, to 1e-9; printed results from a grid",
)
