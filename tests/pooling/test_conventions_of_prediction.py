"""Every convention of prediction against its own formula, for many answers at once."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy import stats

from metasacro.pooling import prediction_conventions as conventions
from metasacro.pooling.prediction import FEWEST, prediction_bounds
from metasacro.pooling.prediction_conventions import NormalFit, PredictionBounds
from tests.tolerances import TAIL

#: Four answers: of five cohorts, three, two and one.
K = np.array([5.0, 3.0, 2.0, 1.0])
ESTIMATE, TAU2 = np.array([1.0, -2.0, 0.5, 0.0]), np.array([0.5, 2.0, 0.1, np.nan])
VARIANCE, Q = np.array([0.2, 0.7, 0.4, 0.3]), np.array([7.0, 1.0, 2.0, 0.0])
SE, DF = np.array([0.9, 0.8, 0.7, 0.6]), np.array([4.0, np.inf, 1.0, np.inf])
NONE = np.zeros((4, 5))
FIT = NormalFit(
    yi=NONE, vi=NONE, use=NONE, estimate=ESTIMATE, tau2=TAU2, variance=VARIANCE, q=Q, k=K, se=SE, df=DF
)  # fmt: skip
PLAIN = np.sqrt(VARIANCE)
#: Q/(k − 1) of each answer, and the 1 of a single cohort, whose error is its own.
SPREAD = np.sqrt(VARIANCE * np.array([7 / 4, 1 / 2, 2.0, 1.0]))

#: Convention, its error and its degrees of freedom.
FORMULAS = (
    (conventions.by_the_test, SE, DF),
    (conventions.normal_prediction, PLAIN, np.full(4, np.inf)),
    (conventions.one_less, PLAIN, K - 1),
    (conventions.higgins_thompson_spiegelhalter, PLAIN, K - 2),
    (conventions.hartung_knapp_prediction, SPREAD, np.array([4.0, 2.0, 1.0, np.inf])),
    (conventions.hartung_knapp_partlett_riley, SPREAD, K - 2),
)


def half_width(se: float, tau2: float, df: float, level: float) -> float:
    share = (1 + level) / 2
    point = stats.norm.ppf(share) if np.isinf(df) else stats.t.ppf(share, df)
    return float(point * np.sqrt(tau2 + se**2))


@pytest.mark.parametrize("level", [0.95, 0.8])
@pytest.mark.parametrize(("convention", "se", "df"), FORMULAS, ids=[each[0].__name__ for each in FORMULAS])
def test_a_convention_has_its_error_and_degrees_of_freedom(
    convention: Callable[..., PredictionBounds], se: np.ndarray, df: np.ndarray, level: float
) -> None:
    found = convention(FIT, level=level)
    assert found.se == pytest.approx(se, rel=1e-14)
    assert found.df.tolist() == df.tolist()
    for row in (0, 1):
        half = half_width(se[row], TAU2[row], df[row], level)
        bounds = float(found.lower[row]), float(found.upper[row])
        assert bounds == pytest.approx((ESTIMATE[row] - half, ESTIMATE[row] + half), rel=TAIL)
    assert np.isnan([found.lower[2:], found.upper[2:]]).all()  # fewer than three cohorts


@pytest.mark.parametrize(("convention", "se", "df"), FORMULAS, ids=[each[0].__name__ for each in FORMULAS])
def test_the_level_is_95_percent_unless_another_is_asked_for(
    convention: Callable[..., PredictionBounds], se: np.ndarray, df: np.ndarray
) -> None:
    half = half_width(se[0], TAU2[0], df[0], 0.95)
    assert float(convention(FIT).upper[0]) == pytest.approx(ESTIMATE[0] + half, rel=TAIL)


def test_below_one_degree_of_freedom_there_is_no_interval() -> None:
    some = np.array([1.0, 1.0, 1.0])
    fit = NormalFit(
        yi=NONE, vi=NONE, use=NONE, estimate=0 * some, tau2=some, variance=some, q=some, k=4 * some, se=some, df=some
    )
    found = conventions.around(fit, some, np.array([0.5, 1.0, 1.5]), 0.95)
    assert np.isnan([found.lower[0], found.upper[0]]).all()
    assert float(found.upper[1]) == pytest.approx(np.tan(0.475 * np.pi) * np.sqrt(2), rel=TAIL)  # Cauchy
    assert np.isfinite(found.upper[2])


def test_the_bounds_alone_begin_with_three_cohorts_and_95_percent() -> None:
    few, zero, one = np.array([FEWEST - 1.0, FEWEST]), np.zeros(2), np.ones(2)
    low, high = prediction_bounds(zero, 2 * one, 5 * one, np.full(2, np.inf), few)
    assert np.isnan([low[0], high[0]]).all()
    assert (float(low[1]), float(high[1])) == pytest.approx((-3 * 1.959963984540054, 3 * 1.959963984540054), rel=TAIL)
    assert FEWEST == 3
