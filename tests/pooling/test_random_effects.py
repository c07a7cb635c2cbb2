"""The random-effects model."""

from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from metasacro.pooling import random_effects_batch
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal
from metasacro.tau2.registry import ESTIMATORS
from tests.tau2.test_estimators import BCG_V, BCG_Y, TABLES
from tests.tolerances import CLOSED, ITERATED

#: Narrower by Hartung–Knapp than by Wald: y, v.
NARROW = [6.0, 6.1, 5.9, 6.05], [0.25, 0.36, 0.16, 0.49]

#: Three cohorts whose prediction interval depends much on its convention: y, v.
THREE = [5.2, 6.1, 4.0], [0.3, 0.2, 0.6]


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def bounds(interval: Any) -> tuple[float, float]:
    return interval.lower, interval.upper


@pytest.mark.parametrize(("method", "estimate", "se"), [("DL", -0.714117, 0.178742), ("REML", -0.714532, 0.179782)])
def test_bcg_trials(method: str, estimate: float, se: float) -> None:
    pooled = random_effects(BCG_Y, BCG_V, method=method, test="z")
    assert pooled.estimate == pytest.approx(estimate, abs=5e-7)
    assert pooled.se == pytest.approx(se, abs=5e-7)
    assert pooled.q == pytest.approx(152.233008, abs=5e-7)


def test_bcg_trials_by_hartung_knapp() -> None:
    pooled = random_effects(BCG_Y, BCG_V, test="knha")
    assert pooled.se == pytest.approx(0.180792, abs=5e-7)
    assert bounds(pooled.interval) == pytest.approx((-1.108444, -0.320621), abs=5e-7)
    assert pooled.i2 == pytest.approx(0.922214, abs=5e-7)
    assert bounds(pooled.prediction) == pytest.approx((-1.996017, 0.566952), abs=5e-7)
    assert pooled.prediction_df == 12
    assert pooled.cautions == ()


@pytest.mark.parametrize(
    ("test", "interval"), [("z", (5.4788, 6.4886)), ("knha", (5.8406, 6.1268)), ("adhoc", (5.1639, 6.8036))]
)
def test_hartung_knapp_can_be_narrower_than_wald_and_its_floor_cannot(test: str, interval: tuple[float, float]) -> None:
    pooled = random_effects(*NARROW, test=test)
    assert bounds(pooled.interval) == pytest.approx(interval, abs=5e-5)
    assert ("MS425" in codes(pooled)) is (test != "z")


def test_two_cohorts_are_pooled_with_cautions() -> None:
    wald = random_effects([5.2, 6.1], [0.3, 0.2], test="z")
    hartung_knapp = random_effects([5.2, 6.1], [0.3, 0.2], test="knha")
    assert wald.tau2 == pytest.approx(0.155, rel=1e-9)
    assert bounds(wald.interval) == pytest.approx((4.83, 6.58), abs=5e-3)
    assert bounds(hartung_knapp.interval) == pytest.approx((0.03, 11.38), abs=5e-3)
    assert codes(wald) == ["MS421", "MS424"]
    assert codes(hartung_knapp) == ["MS421", "MS422", "MS424"]
    assert "12.7 standard errors" in hartung_knapp.cautions[1].message
    assert (hartung_knapp.prediction, hartung_knapp.prediction_df) == (None, None)


@pytest.mark.parametrize("test", TESTS)
def test_one_cohort_answers_with_itself(test: str) -> None:
    pooled = random_effects([0.5], [0.04], test=test)
    assert (pooled.estimate, pooled.se, pooled.df) == (0.5, 0.2, None)
    assert bounds(pooled.interval) == pytest.approx((0.108007203, 0.891992797), abs=1e-9)
    for missing in (pooled.tau2, pooled.i2, pooled.h2, pooled.q, pooled.q_p, pooled.prediction, pooled.tau2_interval):
        assert missing is None
    assert codes(pooled) == ["MS420"]
    assert pooled.weights is not None
    assert pooled.weights.tolist() == [1.0]


@pytest.mark.parametrize(("test", "interval"), [("z", (3.28, 7.19)), ("knha", (0.91, 9.55)), ("t", (0.94, 9.52))])
def test_prediction_intervals_of_three_cohorts(test: str, interval: tuple[float, float]) -> None:
    pooled = random_effects(*THREE, test=test)
    assert bounds(pooled.prediction) == pytest.approx(interval, abs=5e-3)
    assert pooled.prediction_df == (None if test == "z" else 2)
    assert "MS424" in codes(pooled)


def test_identical_effects() -> None:
    y, v = [0.4] * 5, [0.01, 0.02, 0.03, 0.04, 0.05]
    floored, plain = random_effects(y, v), random_effects(y, v, test="knha")
    assert floored.se == pytest.approx(np.sqrt(1 / np.sum(1 / np.array(v))), rel=CLOSED)
    assert codes(floored) == ["MS412", "MS423", "MS424", "MS425"]
    assert (plain.se, plain.statistic, plain.p_value) == (0.0, None, None)


def test_the_common_effect_says_what_it_supposes() -> None:
    pooled = common_effect(BCG_Y, BCG_V)
    w = 1 / np.array(BCG_V)
    assert pooled.estimate == pytest.approx(float((w * np.array(BCG_Y)).sum() / w.sum()), rel=CLOSED)
    assert (pooled.tau2, pooled.tau2_interval, pooled.prediction) == (0.0, None, None)
    assert pooled.i2_definition == "(Q − df)/Q, not below 0"
    assert codes(pooled) == ["MS413"]
    assert random_effects(BCG_Y, BCG_V, method="FE", test="z").estimate == pooled.estimate


@pytest.mark.parametrize(
    ("code", "y", "v", "options"),
    [
        ("MS401", [1, 2, 3], [0.1, 0.0, -1.0], {}),
        ("MS401", [1, 2], [0.1, np.inf], {}),
        ("MS401", [1, 2], [0.1, np.nan], {}),
        ("MS402", [1, np.nan], [0.1, 0.1], {}),
        ("MS402", [1, np.inf], [0.1, 0.1], {}),
        ("MS403", [], [], {}),
        ("MS404", [1, 2], [0.1, 0.1], {"method": "remL"}),
        ("MS404", [1, 2], [0.1, 0.1], {"test": "hksj"}),
        ("MS405", [1, 2], [0.1, 0.1], {"level": 95}),
        ("MS406", [1, 2], [0.1], {}),
        ("MS406", [[1, 2]], [[0.1, 0.2]], {}),
        ("MS406", [1, 2], [0.1, 0.2], {"method": "GENQ", "weights": [1, 2, 3]}),
        ("MS415", [1, 2], [0.1, 0.2], {"method": "GENQ", "weights": [1, 0]}),
        ("MS416", [1, 2], [0.1, 0.2], {"method": "DL", "weights": [1, 1]}),
    ],
)
def test_what_cannot_be_pooled_is_refused(code: str, y: Any, v: Any, options: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        random_effects(y, v, **options)


def test_refusals_name_rows_and_guess() -> None:
    with pytest.raises(Refusal, match=r"rows 2, 3"):
        random_effects([1, 2, 3], [0.1, 0.0, -1.0])
    with pytest.raises(Refusal, match="did you mean `REML`"):
        random_effects([1, 2], [0.1, 0.1], method="reml")


def test_an_answer_cannot_be_changed() -> None:
    pooled = random_effects(*THREE)
    with pytest.raises(FrozenInstanceError):
        pooled.estimate = 3.0  # type: ignore[misc] # that is the point
    assert pooled.weights is not None
    with pytest.raises(ValueError, match="read-only"):
        pooled.weights[0] = 1.0


@pytest.mark.parametrize("method", ESTIMATORS)
@pytest.mark.parametrize("test", TESTS)
@settings(max_examples=25, deadline=None)  # the time of a call is that of the machine
@given(TABLES, st.floats(-100, 100), st.floats(-4, 4))
def test_units_and_origin_carry_through(method: str, test: str, table: np.ndarray, shift: float, power: float) -> None:
    y, v = table
    y = np.round(y, 3)
    c = 10.0**power
    a = random_effects_batch(y, v, method=method, test=test)
    b = random_effects_batch(c * (y + shift), c * c * v, method=method, test=test)
    size = c * (1 + abs(shift))
    assert float(b.estimate) == pytest.approx(c * (float(a.estimate) + shift), rel=1e-7, abs=1e-7 * size)
    assert float(b.se) == pytest.approx(c * float(a.se), rel=1e-6, abs=1e-7 * c)
    assert float(b.i2) == pytest.approx(float(a.i2), abs=1e-6)
    assert float(b.q) == pytest.approx(float(a.q), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("method", ESTIMATORS)
@settings(max_examples=25, deadline=None)  # the time of a call is that of the machine
@example(np.array([(0.0, 1.0), (4.4250512410707254e-158, 1.0)]).T)  # Q is smaller than any double but 0
@given(TABLES)
def test_the_answer_lies_among_the_effects_and_weights_sum_to_1(method: str, table: np.ndarray) -> None:
    y, v = table
    pooled = random_effects(y, v, method=method)
    assert pooled.weights is not None
    assert float(pooled.weights.sum()) == pytest.approx(1.0, rel=CLOSED)
    assert y.min() - 1e-12 <= pooled.estimate <= y.max() + 1e-12
    assert pooled.interval.lower <= pooled.estimate <= pooled.interval.upper


@pytest.mark.parametrize("method", ESTIMATORS)
@settings(max_examples=25, deadline=None)  # the time of a call is that of the machine
@given(TABLES)
def test_more_heterogeneity_evens_out_the_weights(method: str, table: np.ndarray) -> None:
    y, v = table
    weights = random_effects(y, v, method=method).weights
    common = random_effects(y, v, method="EE").weights
    assert weights is not None
    assert common is not None
    assert weights.max() / weights.min() <= common.max() / common.min() * (1 + 1e-12)


@pytest.mark.parametrize("test", TESTS)
@settings(max_examples=25, deadline=None)  # the time of a call is that of the machine
@given(TABLES)
def test_the_sign_of_effects_is_a_convention(test: str, table: np.ndarray) -> None:
    y, v = table
    a, b = random_effects(y, v, test=test), random_effects(-y, v, test=test)
    assert b.estimate == pytest.approx(-a.estimate, rel=ITERATED, abs=1e-9)
    assert b.interval.lower == pytest.approx(-a.interval.upper, rel=ITERATED, abs=1e-8)
    if a.p_value is not None:
        assert b.p_value == pytest.approx(a.p_value, rel=1e-6)


@settings(max_examples=25, deadline=None)  # the time of a call is that of the machine
@given(TABLES)
def test_the_floor_is_never_narrower(table: np.ndarray) -> None:
    y, v = table
    floored, plain, wald = (random_effects(y, v, test=test) for test in ("adhoc", "knha", "t"))
    assert floored.se >= max(plain.se, wald.se) * (1 - 1e-12)


def test_leave_one_out_is_a_batch() -> None:
    y, v = np.array(BCG_Y), np.array(BCG_V)
    batch = random_effects_batch(y, v, keep=~np.eye(13, dtype=bool))
    for i in range(13):
        alone = random_effects(np.delete(y, i), np.delete(v, i))
        assert float(batch.estimate[i]) == pytest.approx(alone.estimate, rel=ITERATED)
        assert float(batch.upper[i]) == pytest.approx(alone.interval.upper, rel=ITERATED)
        assert float(batch.prediction_lower[i]) == pytest.approx(alone.prediction.lower, rel=ITERATED)
        assert float(batch.weights[i, i]) == 0.0


def test_a_batch_may_hold_analyses_without_cohorts() -> None:
    keep = np.array([[False, False], [True, False], [True, True]])
    batch = random_effects_batch([1.0, 2.0], [0.1, 0.2], keep=keep)
    assert batch.k.tolist() == [0, 1, 2]
    assert np.isnan(batch.estimate).tolist() == [True, False, False]
    assert np.isnan(batch.tau2).tolist() == [True, True, False]


def test_a_cohort_repeated_halves_the_variance_under_one_true_effect() -> None:
    y, v = np.array([0.1, 0.9, 0.4]), np.array([0.04, 0.09, 0.05])
    once, twice = (random_effects(np.tile(y, n), np.tile(v, n), method="EE", test="z") for n in (1, 2))
    assert twice.estimate == pytest.approx(once.estimate, rel=CLOSED)
    assert twice.se == pytest.approx(once.se / np.sqrt(2), rel=CLOSED)


def test_statsmodels_gives_the_same_hartung_knapp_answer() -> None:
    """With PM, whose τ² it solves to 1e-5; its DL is not truncated, and its I² can be negative."""
    from statsmodels.stats.meta_analysis import combine_effects

    other = combine_effects(np.array(BCG_Y), np.array(BCG_V), method_re="pm", use_t=True)
    pooled = random_effects(BCG_Y, BCG_V, method="PM", test="knha")
    assert pooled.estimate == pytest.approx(float(other.mean_effect_re), rel=1e-5)
    assert pooled.se == pytest.approx(float(other.sd_eff_w_re_hksj), rel=1e-5)


def test_weights_of_ones_own_pool_too() -> None:
    """By hand: the weighted mean, and the error of it under vi + tau2."""
    a = np.array([1.0, 2.0, 5.0])
    y, v = np.array([0.1, 0.9, 0.4]), np.array([0.04, 0.09, 0.05])
    pooled = random_effects(y, v, method="GENQ", weights=a, test="z")
    assert pooled.tau2 is not None
    assert pooled.estimate == pytest.approx(float((a * y).sum() / 8), rel=CLOSED)
    assert pooled.se == pytest.approx(float(np.sqrt((a * a * (v + pooled.tau2)).sum()) / 8), rel=CLOSED)
    assert pooled.weights is not None
    assert pooled.weights.tolist() == pytest.approx([1 / 8, 2 / 8, 5 / 8], rel=CLOSED)


def test_intervals_of_i2_and_h2_follow_that_of_tau2() -> None:
    pooled = random_effects(BCG_Y, BCG_V)
    assert pooled.i2_interval is not None
    assert pooled.h2_interval is not None
    assert (pooled.i2_interval.lower, pooled.i2_interval.upper) == pytest.approx((0.81921, 0.97678), abs=5e-6)
    assert pooled.h2_interval.upper == pytest.approx(1 / (1 - pooled.i2_interval.upper), rel=1e-10)


def test_a_batch_keeps_the_variances_it_was_given() -> None:
    """As numbers with a fraction, whatever becomes of the array that told them."""
    given = np.array([0, 1])
    batch = random_effects_batch([[0.1, 0.9]] * 2, [0.04, 0.09], tau2=given)
    given[:] = 7
    assert (batch.tau2.tolist(), batch.tau2.dtype) == ([0.0, 1.0], np.float64)
