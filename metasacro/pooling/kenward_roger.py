"""Kenward and Roger's error of a REML mean, and the prediction intervals made with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile, student_two_sided
from metasacro.pooling.prediction_conventions import PredictionBounds, around
from metasacro.problems import Caution, Refusal, caution
from metasacro.tau2.weighted_residuals import trace_of_square
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.pooled import Pooled
    from metasacro.pooling.prediction_conventions import NormalFit


@dataclass(frozen=True, slots=True, kw_only=True)
class KenwardRoger:
    """The REML mean with Kenward and Roger's error. What does not exist is None, and a caution says why."""

    estimate: float
    se: float
    df: float  #: of the t distribution; rarely a whole number
    interval: Interval | None
    statistic: float
    p_value: float | None
    cautions: tuple[Caution, ...] = ()


def kenward_roger_error(weights: Floats) -> tuple[Floats, Floats]:
    """Standard error of a REML mean that allows for the error of τ², and its degrees of freedom; each (...).

    variance = 1/S1 + 2 W (S3 − S2²/S1)/S1², df = 2/(W (S2 · variance)²), with Sm = Σ w^m, w = 1/(vi + tau2), and
    W = 2/tr(PP) = 2/(S2 − 2 S3/S1 + (S2/S1)²), the variance of tau2 from the expected information.

    As we read kenward1997, its degrees of freedom have 1/S1 in the place of the adjusted variance, and are larger; meta
    has the adjusted one, and so has this.

    >>> se, df = kenward_roger_error(np.array([1.0, 1.0, 1.0]))
    >>> round(float(se), 6), round(float(df), 6)
    (0.57735, 2.0)
    """
    s1, s2, s3 = (weights**m for m in (1, 2, 3))
    s1, s2, s3 = (power.sum(axis=-1) for power in (s1, s2, s3))
    with np.errstate(invalid="ignore", divide="ignore"):
        of_tau2 = 2.0 / trace_of_square(weights)
        variance = 1.0 / s1 + 2.0 * of_tau2 * np.maximum(0.0, s3 - s2**2 / s1) / s1**2
        return np.sqrt(variance), 2.0 / (of_tau2 * (s2 * variance) ** 2)


def check_origin(pooled: Pooled) -> None:
    """MS462 unless τ² was estimated, and by REML: the adjustment is for the error of that estimate."""
    if pooled.tau2_given:
        raise Refusal("MS462", origin="was given")
    if pooled.method != "REML":
        raise Refusal("MS462", origin=f"is by `{pooled.method}`")


def kenward_roger(pooled: Pooled, *, level: float | None = None) -> KenwardRoger:
    """Interval and test of a REML mean with Kenward and Roger's error and degrees of freedom.

    variance = 1/S1 + 2 W (S3 − S2²/S1)/S1², df = 2/(W (S2 · variance)²), Sm = Σ w^m, w = 1/(vi + tau2),
    W = 2/tr(PP); estimate ± t(df) · √variance

    Parameters
    ----------
    pooled : an answer of `random_effects` with `method="REML"`
    level : a fraction; that of `pooled` where not given

    Returns
    -------
    KenwardRoger, on the scale of the effects

    Domain
    ------
    A τ² estimated by REML only (MS462), two cohorts or more (MS463). Where τ² is small and cohorts differ much in
    size, few degrees of freedom are left; below one there is no interval (MS464).

    References
    ----------
    kenward1997, partlett2017. Agrees with meta 8.4-0 (`method.random.ci = "KR"`) to 1e-8.

    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = kenward_roger(random_effects([0.1, 0.9, 0.4, 0.7], [0.04, 0.09, 0.05, 0.06]))
    >>> round(found.se, 4), round(found.df, 2)
    (0.1762, 2.76)
    """
    check_origin(pooled)
    if pooled.vi is None or pooled.tau2 is None or pooled.estimate is None:
        raise Refusal("MS463", convention="KR", what="two cohorts or more, with their variances")
    level = pooled.level if level is None else level
    errors, freedom = kenward_roger_error(1.0 / (pooled.vi + pooled.tau2))
    se, df = float(errors), float(freedom)
    statistic = pooled.estimate / se
    half = float(student_quantile((1.0 + level) / 2.0, df)) * se if df >= 1 else None
    estimate = pooled.estimate
    return KenwardRoger(
        estimate=estimate,
        se=se,
        df=df,
        interval=None if half is None else Interval(lower=estimate - half, upper=estimate + half, level=level),
        statistic=statistic,
        p_value=float(student_two_sided(statistic, df)) if df >= 1 else None,
        cautions=() if df >= 1 else (caution("MS464", convention="KR", df=df),),
    )


def kenward_roger_prediction(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with Kenward and Roger's standard error and degrees of freedom.

    estimate ± t(df) · √(tau2 + variance), both as in `kenward_roger`

    Parameters
    ----------
    fit : the random-effects answers, of REML
    level : a fraction

    Returns
    -------
    PredictionBounds

    Domain
    ------
    k ≥ 3, REML only (MS462). Few degrees of freedom are left where τ² is small; below one there is no interval (MS464).

    References
    ----------
    kenward1997, partlett2017. Agrees with meta 8.4-0 (`method.predict = "KR"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "KR")
    >>> round(found.lower, 2), round(found.upper, 2), round(found.df, 3)
    (0.21, 10.25, 1.735)
    """
    se, df = kenward_roger_error(fit.use / (fit.vi + fit.tau2[..., None]))
    return around(fit, se, df, level)


def kenward_roger_partlett_riley(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with Kenward and Roger's standard error and one degree of freedom fewer.

    estimate ± t(df − 1) · √(tau2 + variance), both as in `kenward_roger`

    Parameters
    ----------
    fit : the random-effects answers, of REML
    level : a fraction

    Returns
    -------
    PredictionBounds

    Domain
    ------
    k ≥ 3, REML only (MS462). Below one degree of freedom there is no interval (MS464).

    References
    ----------
    partlett2017. Agrees with meta 8.4-0 (`method.predict = "KR-PR"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "KR-PR")
    >>> found.lower, [caution.code for caution in found.cautions]
    (None, ['MS424', 'MS464'])
    """
    se, df = kenward_roger_error(fit.use / (fit.vi + fit.tau2[..., None]))
    return around(fit, se, df - 1.0, level)


KENWARD_ROGER = Method(
    key="Kenward-Roger",
    name="Kenward–Roger interval of the mean",
    function=kenward_roger,
    references=("kenward1997", "partlett2017"),
    oracle="meta 8.4-0, to 1e-8",
)
KR = Method(
    key="KR",
    name="Kenward–Roger prediction interval",
    function=kenward_roger_prediction,
    references=("kenward1997", "partlett2017"),
    oracle="meta 8.4-0, to 1e-8",
)
KR_PR = Method(
    key="KR-PR",
    name="Kenward–Roger prediction interval on one df fewer",
    function=kenward_roger_partlett_riley,
    references=("partlett2017",),
    oracle="meta 8.4-0, to 1e-8",
)
