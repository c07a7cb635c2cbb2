"""Best linear unbiased prediction: each cohort's own true effect, drawn towards the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of, frozen
from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.student import student_quantile

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Predictions:
    """What a random-effects model says of each cohort, each field (k,) and read-only."""

    share: Floats  #: tau2/(tau2 + vi), the weight of the cohort's own result
    effect: Floats  #: predicted true effect, on the scale of `yi`
    effect_se: Floats
    effect_lower: Floats
    effect_upper: Floats
    deviation: Floats  #: predicted true effect minus the pooled one
    deviation_se: Floats
    deviation_lower: Floats
    deviation_upper: Floats
    level: float


def best_linear_prediction(pooled: Pooled) -> Predictions:
    """The true effect of each cohort, as predicted from its own result and from all the others (BLUP).

    share = tau2/(tau2 + vi); effect = share yi + (1 − share) mu, with variance share vi + (1 − share)² se²;
    deviation = share (yi − mu), with variance share vi + share² se²

    Parameters
    ----------
    pooled : an answer of `random_effects`

    Returns
    -------
    Predictions, each field (k,); intervals use the distribution of the pooled interval

    Domain
    ------
    k ≥ 2 (MS501). tau2 is taken as known, so the intervals are too narrow when cohorts are few. With tau2 = 0 every
    cohort is predicted to have the pooled effect.

    References
    ----------
    raudenbush1985. Agrees with metafor 5.1-12 (`blup`, `ranef`) to 1e-8.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = best_linear_prediction(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="DL"))
    >>> found.effect.round(4).tolist()
    [0.2044, 0.6509, 0.4079]
    """
    yi, vi = effects_of(pooled, "best linear prediction", fewest=2)
    tau2, mu, variance = float(pooled.tau2 or 0.0), float(pooled.estimate or 0.0), float(pooled.se or 0.0) ** 2
    share = tau2 / (tau2 + vi)
    effect, deviation = mu + share * (yi - mu), share * (yi - mu)
    effect_se = np.sqrt(share * vi + (1.0 - share) ** 2 * variance)
    deviation_se = np.sqrt(share * vi + share**2 * variance)
    df = np.inf if pooled.df is None else pooled.df
    critical = float(student_quantile((1.0 + pooled.level) / 2.0, df))
    return Predictions(
        share=frozen(share),
        effect=frozen(effect),
        effect_se=frozen(effect_se),
        effect_lower=frozen(effect - critical * effect_se),
        effect_upper=frozen(effect + critical * effect_se),
        deviation=frozen(deviation),
        deviation_se=frozen(deviation_se),
        deviation_lower=frozen(deviation - critical * deviation_se),
        deviation_upper=frozen(deviation + critical * deviation_se),
        level=pooled.level,
    )


BEST_LINEAR_PREDICTION = Method(
    key="BLUP",
    name="best linear unbiased prediction",
    function=best_linear_prediction,
    references=("raudenbush1985",),
    oracle="metafor 5.1-12 (`blup`, `ranef`), to 1e-8",
)
