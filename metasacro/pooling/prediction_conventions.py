"""The conventions by which a prediction interval is printed: same data and τ², other errors and degrees of freedom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.hartung_knapp import knapp_hartung
from metasacro.pooling.prediction import prediction_bounds
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NormalFit:
    """Random-effects answers, as many as wanted, in the form in which a convention reads them."""

    yi: Floats  #: (..., k)
    vi: Floats  #: (..., k)
    use: Floats  #: (..., k) 1 where a cohort takes part, else 0
    estimate: Floats  #: (...) as are all below
    tau2: Floats
    variance: Floats  #: of the estimate with τ² taken as known: 1/Σ w
    q: Floats  #: Σ w (yi − estimate)², w = 1/(vi + tau2)
    k: Floats
    se: Floats  #: of the test that was asked for
    df: Floats  #: of that test; inf means normal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PredictionBounds:
    """Where the true effect of a new setting lies: arrays of shape (...), `nan` where there is no interval."""

    lower: Floats
    upper: Floats
    se: Floats  #: of the estimate, as the convention has it; `nan` where it has none
    df: Floats  #: of the t distribution; inf means normal


def around(fit: NormalFit, se: Floats, df: Floats, level: float) -> PredictionBounds:
    """estimate ± t(df) · √(tau2 + se²), for three cohorts or more and at least one degree of freedom."""
    known = np.where(df >= 1, se, np.nan)
    lower, upper = prediction_bounds(fit.estimate, known, fit.tau2, df, fit.k, level=level)
    return PredictionBounds(lower=lower, upper=upper, se=se, df=df)


def by_the_test(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with the standard error and the degrees of freedom of the test of the mean (metafor).

    estimate ± t(df) · √(tau2 + se²): for "z" normal, for "t", "knha" and "adhoc" on k − 1 df

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds

    Domain
    ------
    k ≥ 3. Under "z" the narrowest of all: neither the error of τ² nor that of the mean's weights is in it.

    References
    ----------
    higgins2009, partlett2017. Agrees with metafor 5.1-12 (`predict`, default type) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> pooled = random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6], test="z")
    >>> found = prediction_interval(pooled, "metafor")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (3.28, 7.19, None)
    """
    return around(fit, fit.se, fit.df, level)


def normal_prediction(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with the normal distribution: τ² taken as known.

    estimate ± z · √(tau2 + 1/Σ w), w = 1/(vi + tau2)

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds, `df` inf

    Domain
    ------
    k ≥ 3. Too narrow when cohorts are few, because the error of τ² is left out.

    References
    ----------
    higgins2009 (the model). Agrees with meta 8.4-0 (`method.predict = "S"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "S")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (3.28, 7.19, None)
    """
    return around(fit, np.sqrt(fit.variance), np.full(np.shape(fit.k), np.inf), level)


def one_less(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with t on k − 1 degrees of freedom and the classic standard error.

    estimate ± t(k − 1) · √(tau2 + 1/Σ w), w = 1/(vi + tau2)

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds, `df` k − 1

    Domain
    ------
    k ≥ 3. What meta prints unless told otherwise.

    References
    ----------
    veroniki2019. Agrees with meta 8.4-0 (`method.predict = "V"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "V")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (0.94, 9.52, 2.0)
    """
    return around(fit, np.sqrt(fit.variance), fit.k - 1.0, level)


def higgins_thompson_spiegelhalter(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with t on k − 2 degrees of freedom and the classic standard error (HTS).

    estimate ± t(k − 2) · √(tau2 + 1/Σ w), w = 1/(vi + tau2)

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds, `df` k − 2

    Domain
    ------
    k ≥ 3; with three cohorts it has one degree of freedom and is as wide as that sounds.

    References
    ----------
    higgins2009. Agrees with meta 8.4-0 (`method.predict = "HTS"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "HTS")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (-7.44, 17.9, 1.0)
    """
    return around(fit, np.sqrt(fit.variance), fit.k - 2.0, level)


def hartung_knapp_prediction(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with the Hartung–Knapp standard error on k − 1 degrees of freedom.

    estimate ± t(k − 1) · √(tau2 + se²), se² = Q(tau2)/((k − 1) Σ w), whatever test was asked for

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds, `df` k − 1

    Domain
    ------
    k ≥ 3. The Hartung–Knapp factor is not floored: for near-identical effects it is narrower than "V".

    References
    ----------
    partlett2017. Agrees with meta 8.4-0 (`method.predict = "HK"`) and metafor 5.1-12 (`test="knha"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "HK")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (0.91, 9.55, 2.0)
    """
    se, df, _ = knapp_hartung(1.0 / fit.variance, fit.q, fit.k)
    return around(fit, se, df, level)


def hartung_knapp_partlett_riley(fit: NormalFit, *, level: float = 0.95) -> PredictionBounds:
    """Prediction interval with the Hartung–Knapp standard error on k − 2 degrees of freedom (Partlett and Riley).

    estimate ± t(k − 2) · √(tau2 + se²), se² = Q(tau2)/((k − 1) Σ w)

    Parameters
    ----------
    fit : the random-effects answers
    level : a fraction

    Returns
    -------
    PredictionBounds, `df` k − 2

    Domain
    ------
    k ≥ 3. Its coverage was studied for REML; it is poor where τ² is small or cohorts differ much in size.

    References
    ----------
    partlett2017. Agrees with meta 8.4-0 (`method.predict = "HK-PR"`) to 1e-8.

    >>> from metasacro.pooling.prediction_interval import prediction_interval
    >>> from metasacro.pooling.random_effects import random_effects
    >>> found = prediction_interval(random_effects([5.2, 6.1, 4.0], [0.3, 0.2, 0.6]), "HK-PR")
    >>> round(found.lower, 2), round(found.upper, 2), found.df
    (-7.52, 17.99, 1.0)
    """
    se, _, _ = knapp_hartung(1.0 / fit.variance, fit.q, fit.k)
    return around(fit, se, fit.k - 2.0, level)


BY_THE_TEST = Method(
    key="metafor",
    name="prediction interval with the test's own error",
    function=by_the_test,
    references=("higgins2009", "partlett2017"),
    oracle="metafor 5.1-12, to 1e-8",
)
S = Method(
    key="S",
    name="prediction interval, normal",
    function=normal_prediction,
    references=("higgins2009",),
    oracle="meta 8.4-0, to 1e-8",
)
V = Method(
    key="V",
    name="prediction interval, t on k − 1 df",
    function=one_less,
    references=("veroniki2019",),
    oracle="meta 8.4-0, to 1e-8",
)
HTS = Method(
    key="HTS",
    name="prediction interval of Higgins, Thompson and Spiegelhalter",
    function=higgins_thompson_spiegelhalter,
    references=("higgins2009",),
    oracle="meta 8.4-0, to 1e-8",
)
HK = Method(
    key="HK",
    name="Hartung–Knapp prediction interval",
    function=hartung_knapp_prediction,
    references=("partlett2017",),
    oracle="meta 8.4-0 and metafor 5.1-12, to 1e-8",
)
HK_PR = Method(
    key="HK-PR",
    name="Hartung–Knapp prediction interval on k − 2 df",
    function=hartung_knapp_partlett_riley,
    references=("partlett2017",),
    oracle="meta 8.4-0, to 1e-8",
)
