"""Prediction intervals."""

import numpy as np
import pytest

from metasacro.pooling.prediction import prediction_bounds


def bounds(tau2: float, df: float, k: int, level: float = 0.95) -> tuple[float, float]:
    low, high = prediction_bounds(*(np.array(x) for x in (1.0, 0.3, tau2, df, k)), level=level)
    return float(low), float(high)


def test_without_heterogeneity_it_is_the_interval_of_the_mean() -> None:
    assert bounds(0.0, np.inf, 10) == pytest.approx(
        (1 - 1.959963984540054 * 0.3, 1 + 1.959963984540054 * 0.3), rel=1e-12
    )


def test_it_widens_with_heterogeneity_level_and_fewer_degrees_of_freedom() -> None:
    base = bounds(0.1, 9, 10)[1]
    assert bounds(0.2, 9, 10)[1] > base
    assert bounds(0.1, 9, 10, level=0.99)[1] > base
    assert bounds(0.1, 8, 10)[1] > base > bounds(0.1, np.inf, 10)[1]


def test_there_is_none_for_two_cohorts_or_without_tau2() -> None:
    assert np.isnan(bounds(0.1, 1, 2)).all()
    assert np.isnan(bounds(np.nan, 9, 10)).all()
