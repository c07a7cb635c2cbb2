"""Meta-regression: laws, refusals, and its use through `random_effects`."""

from typing import Any

import numpy as np
import pytest

from metasacro.pooling.meta_regression import PooledRegression, meta_regression
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.variance_inflation import variance_inflation
from metasacro.problems import Refusal
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED
from tests.tau2.test_estimators import BCG_V, BCG_Y

LATITUDE = [44, 55, 42, 52, 13, 44, 19, 13, 27, 42, 18, 33, 33]

METHODS = [key for key in ESTIMATORS if key not in WEIGHTED]


def test_bcg_trials_on_latitude() -> None:
    fit = random_effects(BCG_Y, BCG_V, mods="~ ablat", data={"ablat": LATITUDE}, test="z")
    assert isinstance(fit, PooledRegression)
    assert fit.coefficients[1].estimate == pytest.approx(-0.0291017, abs=5e-8)
    assert fit.r2 == pytest.approx(0.7562662, abs=5e-8)
    assert (fit.estimate, fit.interval, fit.prediction) == (None, None, None)
    assert [caution.code for caution in fit.cautions] == []
    assert fit.anova(["ablat"]) == fit.omnibus


@pytest.mark.parametrize("method", METHODS)
def test_an_intercept_alone_is_the_pooled_effect(method: str) -> None:
    fit = meta_regression(BCG_Y, BCG_V, np.ones((13, 1)), method=method, test="knha")
    pooled = random_effects(BCG_Y, BCG_V, method=method, test="knha")
    line = fit.coefficients[0]
    found = (line.estimate, line.se, line.interval.lower, line.p_value, fit.tau2, fit.q, fit.i2)
    assert pooled.interval is not None
    expected = (pooled.estimate, pooled.se, pooled.interval.lower, pooled.p_value, pooled.tau2, pooled.q, pooled.i2)
    assert found == pytest.approx(expected, rel=1e-8)


def test_a_shift_of_all_effects_moves_the_intercept_alone() -> None:
    data = {"ablat": LATITUDE}
    plain = meta_regression(BCG_Y, BCG_V, "~ ablat", data=data)
    moved = meta_regression(np.array(BCG_Y) + 1000.0, BCG_V, "~ ablat", data=data)
    assert moved.coefficients[0].estimate == pytest.approx(plain.coefficients[0].estimate + 1000.0, rel=1e-9)
    assert moved.coefficients[1].estimate == pytest.approx(plain.coefficients[1].estimate, rel=1e-8)
    assert moved.tau2 == pytest.approx(plain.tau2, rel=1e-8)


def test_a_batch_is_its_analyses_and_a_row_without_full_rank_has_no_answer() -> None:
    x = np.column_stack([np.ones(13), LATITUDE, np.arange(13) == 0])
    keep = np.ones((3, 13), dtype=bool)
    keep[1, 3] = False
    keep[2, 0] = False  # the only cohort of the third column
    batch = regressions(BCG_Y, BCG_V, x, keep, method="REML", test="knha")
    alone = regressions(np.delete(BCG_Y, 3), np.delete(BCG_V, 3), np.delete(x, 3, 0), method="REML", test="knha")
    assert batch.estimates[1].tolist() == pytest.approx(alone.estimates[0].tolist(), rel=1e-8)
    assert batch.covariance[1].ravel().tolist() == pytest.approx(alone.covariance[0].ravel().tolist(), rel=1e-7)
    assert np.isnan(batch.estimates[2]).all()
    assert np.isnan(batch.tau2[2])


@pytest.mark.parametrize(
    ("code", "mods", "data"),
    [
        ("MS490", "~ a + b", {"a": [1, 2, 3, 4], "b": [2, 4, 6, 8]}),
        ("MS491", "~ a", None),
        ("MS491", "~ nothing", {"a": [1, 2, 3, 4]}),
        ("MS491", "y ~ a", {"a": [1, 2, 3, 4], "y": [1, 2, 3, 4]}),
        ("MS492", [[1.0], [1.0]], None),
        ("MS493", "~ a", {"a": [1, np.nan, 3, 4]}),
        ("MS494", np.eye(4), None),
    ],
)
def test_a_design_that_cannot_be_is_refused(code: str, mods: Any, data: Any) -> None:
    with pytest.raises(Refusal, match=code):
        meta_regression([1.0, 2.0, 4.0, 3.0], [0.1] * 4, mods, data=data)


def test_refusals_name_columns() -> None:
    with pytest.raises(Refusal, match="`b`"):
        meta_regression([1.0, 2.0, 4.0, 3.0], [0.1] * 4, "~ a + b", data={"a": [1, 2, 3, 4], "b": [2, 4, 6, 8]})
    fit = meta_regression([1.0, 2.0, 4.0, 3.0], [0.1] * 4, "~ a", data={"a": [1, 2, 3, 4]})
    assert "MS496" in [caution.code for caution in fit.cautions]
    with pytest.raises(Refusal, match="MS495"):
        fit.anova(["b"])


def test_one_column_is_its_own_generalized_factor() -> None:
    covariance = np.array([[2.0, 1.0, 0.3], [1.0, 2.0, 0.1], [0.3, 0.1, 1.0]])
    single = variance_inflation(covariance)
    for i in range(3):
        assert float(variance_inflation(covariance, [i])) == pytest.approx(single[i], rel=1e-12)
    assert float(variance_inflation(covariance, [0, 1, 2])) == pytest.approx(1.0, rel=1e-12)


def test_a_covariance_in_single_precision_costs_no_digits() -> None:
    assert variance_inflation(np.float32([[2, 1], [1, 2]])) == pytest.approx(np.array([4 / 3, 4 / 3]), rel=1e-15)
