"""The prediction interval of a pooled answer under a convention of one's choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.domain import choice, fraction
from metasacro.pooling.kenward_roger import check_origin
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.prediction import FEWEST
from metasacro.pooling.prediction_conventions import NormalFit
from metasacro.pooling.registry import PREDICTIONS
from metasacro.pooling.trust import prediction_trust
from metasacro.problems import Caution, Refusal, caution
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.pooling.prediction_conventions import PredictionBounds

#: Conventions whose errors belong to REML.
_OF_REML = {"KR", "KR-PR"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """Where the true effect of a new setting lies. What does not exist is None, and a caution says why."""

    lower: float | None
    upper: float | None
    level: float
    se: float | None  #: of the pooled estimate, as the convention has it; None where it has none
    df: float | None  #: of the t distribution; None means normal
    convention: str
    cautions: tuple[Caution, ...] = ()


def prediction_interval(pooled: Pooled, convention: str = "metafor", *, level: float | None = None) -> Prediction:
    """Prediction interval of a random-effects answer, under the convention named.

    Parameters
    ----------
    pooled : an answer of `random_effects`, without moderators
    convention : "metafor" (error and df of the test), "S" (normal), "V" (k − 1), "HTS" (k − 2), "HK" and "HK-PR"
        (Hartung–Knapp error, k − 1 and k − 2), "KR" and "KR-PR" (Kenward–Roger), "NNF" (τ² as open as the data leave
        it; Nagashima)
    level : a fraction; that of `pooled` where not given

    Refused: an answer without one mean and one τ² (MS463), Kenward–Roger errors of a τ² that REML did not
    estimate (MS462).
    Cautions: fewer than ten cohorts (MS424), less than one degree of freedom (MS464), identical effects (MS465).

    >>> from metasacro.pooling.random_effects import random_effects
    >>> pooled = random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6])
    >>> found = prediction_interval(pooled, "HTS")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (-7.44, 17.9, 1.0)
    """
    convention = choice("convention", convention, PREDICTIONS)
    level = pooled.level if level is None else fraction(level)
    fit = _fit_of(pooled, convention)
    if convention in _OF_REML:
        check_origin(pooled)
    bounds: PredictionBounds = PREDICTIONS[convention].function(fit, level=level)
    lower, upper, se, df = (float(array) for array in (bounds.lower, bounds.upper, bounds.se, bounds.df))
    cautions = prediction_trust(pooled.k)
    if df < 1 and pooled.k >= FEWEST:
        cautions.append(caution("MS464", convention=convention, df=df))
    elif pooled.k >= FEWEST and not np.isfinite(lower):
        cautions.append(caution("MS465", convention=convention))
    return Prediction(
        lower=lower if np.isfinite(lower) else None,
        upper=upper if np.isfinite(upper) else None,
        level=level,
        se=se if np.isfinite(se) else None,
        df=df if np.isfinite(df) else None,
        convention=convention,
        cautions=tuple(cautions),
    )


def _fit_of(pooled: Pooled, convention: str) -> NormalFit:
    """The answer as a convention reads it: a batch without axes."""
    if type(pooled) is not Pooled or pooled.yi is None or pooled.vi is None or pooled.weights is None:
        raise Refusal("MS463", convention=convention, what="a random-effects answer from effects and variances")
    if pooled.tau2 is None or pooled.method == "EE" or pooled.estimate is None or pooled.se is None:
        raise Refusal("MS463", convention=convention, what="an estimate of τ², from two cohorts or more")
    y, v, use = cohorts(pooled.yi, pooled.vi)
    spread = weighted_residuals(y, v, use, pooled.tau2)
    estimate, tau2, se = (np.asarray(value) for value in (pooled.estimate, pooled.tau2, pooled.se))
    return NormalFit(
        yi=pooled.yi,
        vi=pooled.vi,
        use=use,
        estimate=estimate,
        tau2=tau2,
        variance=(pooled.weights**2 * (pooled.vi + pooled.tau2)).sum(),
        q=spread.q,
        k=np.asarray(float(pooled.k)),
        se=se,
        df=np.asarray(np.inf if pooled.df is None else pooled.df),
    )
