"""Every part of a pooled answer and of a batch, by hand."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2, norm, t

from metasacro.pooling.heterogeneity import I2_BY_Q, I2_BY_TAU2
from metasacro.pooling.random_effects import random_effects, random_effects_batch
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.problems import Refusal
from metasacro.tau2 import highest_maximum
from metasacro.tau2.generalized_q_interval import generalized_q_bounds
from tests.tau2.test_estimators import BCG_V, BCG_Y

Y, V = np.array(BCG_Y), np.array(BCG_V)
K, LEVEL = 13, 0.9


def moment_estimate(y: Any, v: Any) -> tuple[float, float, float]:
    """DerSimonian and Laird's τ², Q and the typical sampling variance."""
    w = 1 / v
    q = float((w * (y - w @ y / w.sum()) ** 2).sum())
    typical = (len(y) - 1) / (w.sum() - (w**2).sum() / w.sum())
    return typical * max(0.0, q / (len(y) - 1) - 1), q, typical


@pytest.mark.parametrize("method", ["DL", "EE", "given"])
@pytest.mark.parametrize("test", TESTS)
def test_an_answer_and_its_parts(method: str, test: str) -> None:
    estimated, q, typical = moment_estimate(Y, V)
    given = {"tau2": 0.2} if method == "given" else {}
    pooled = random_effects(BCG_Y, BCG_V, method="EE" if method == "EE" else "DL", test=test, level=LEVEL, **given)
    tau2 = {"DL": estimated, "EE": 0.0, "given": 0.2}[method]
    w = 1 / (V + tau2)
    middle = w @ Y / w.sum()
    factor = (w * (Y - middle) ** 2).sum() / (K - 1)
    se = np.sqrt({"knha": factor, "adhoc": max(1.0, factor)}.get(test, 1.0) / w.sum())
    df = np.inf if test == "z" else K - 1.0
    reach, wide = t.ppf(0.95, df) * se, t.ppf(0.95, df) * np.sqrt(se**2 + tau2)
    assert (pooled.estimate, pooled.se, pooled.tau2) == pytest.approx((middle, se, tau2), rel=1e-11)
    assert (pooled.interval.lower, pooled.interval.upper) == pytest.approx((middle - reach, middle + reach), rel=1e-10)
    assert pooled.statistic == pytest.approx(middle / se, rel=1e-11)
    assert pooled.p_value == pytest.approx(2 * t.sf(abs(middle / se), df), rel=1e-9)
    assert (pooled.df, pooled.k, pooled.interval.level, pooled.level) == (None if test == "z" else 12.0, 13, 0.9, 0.9)
    assert (pooled.q, pooled.q_df, pooled.q_p) == pytest.approx((q, 12.0, chi2.sf(q, 12)), rel=1e-10)
    common = method == "EE"
    shares = ((q - 12) / q, q / 12) if common else (tau2 / (tau2 + typical), 1 + tau2 / typical)
    assert (pooled.i2, pooled.h2) == pytest.approx(shares, rel=1e-10)
    assert pooled.i2_definition == (I2_BY_Q if common else I2_BY_TAU2)
    assert pooled.weights == pytest.approx(w / w.sum(), rel=1e-12)
    assert pooled.hk_factor == (pytest.approx(factor, rel=1e-10) if test in ("knha", "adhoc") else None)
    assert (pooled.method, pooled.test, pooled.tau2_given) == ("EE" if common else "DL", test, method == "given")
    assert (pooled.yi.tolist(), pooled.vi.tolist()) == (BCG_Y, BCG_V)
    if common:
        assert (pooled.prediction, pooled.prediction_df) == (None, None)
    else:
        ends = (pooled.prediction.lower, pooled.prediction.upper)
        assert ends == pytest.approx((middle - wide, middle + wide), rel=1e-10)
        assert (pooled.prediction_df, pooled.prediction.level) == (pooled.df, 0.9)
    intervals = (pooled.tau2_interval, pooled.i2_interval, pooled.h2_interval)
    if method == "DL":
        assert pooled.se_tau2 > 0
        assert [each.level for each in intervals] == [0.9] * 3
        for bound, share in (("lower", 0.95), ("upper", 0.05)):
            end, i2, h2 = (getattr(each, bound) for each in intervals)
            at = 1 / (V + end)
            assert (at * (Y - at @ Y / at.sum()) ** 2).sum() == pytest.approx(chi2.ppf(share, 12), rel=1e-8)
            assert (i2, h2) == pytest.approx((end / (end + typical), 1 + end / typical), rel=1e-9)
    else:
        assert intervals == (None, None, None)


def test_two_cohorts_have_everything_but_a_prediction() -> None:
    pooled = random_effects([0.1, 0.9], [0.04, 0.09], method="DL", test="t")
    assert pooled.tau2_interval is not None
    assert (pooled.q_df, pooled.df, pooled.i2_definition) == (1.0, 1.0, I2_BY_TAU2)
    assert pooled.se_tau2 > 0.0
    assert (pooled.prediction, pooled.prediction_df) == (None, None)
    three = random_effects([0.1, 0.9, 0.3], [0.04, 0.09, 0.01], method="DL", test="t")
    assert (three.prediction is not None, three.prediction_df) == (True, 2.0)


def test_a_search_between_two_cohorts_may_end_too_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """MS411."""
    monkeypatch.setattr(highest_maximum, "STEPS", 1)
    codes = [each.code for each in random_effects([0.1, 1.9], [0.04, 0.09], test="z").cautions]
    assert "MS411" in codes


def test_nothing_is_said_of_the_estimate_of_a_tau2_that_is_given() -> None:
    pooled = random_effects([0.1, 0.9, 0.3], [0.04, 0.09, 0.01], tau2=0.0, test="z")
    assert [each.code for each in pooled.cautions] == ["MS424"]


def test_effects_of_0_have_no_statistic_where_they_have_no_error() -> None:
    pooled = random_effects([0.0] * 3, [0.04, 0.09, 0.01], test="knha")
    assert (pooled.estimate, pooled.se, pooled.statistic, pooled.p_value) == (0.0, 0.0, None, None)


def test_one_cohort_has_a_factor_and_a_definition_of_nothing() -> None:
    pooled = random_effects([0.5], [0.04], test="knha")
    assert (pooled.hk_factor, pooled.i2_definition, pooled.k, pooled.weights.tolist()) == (None, "", 1, [1.0])
    assert random_effects([0.5], [0.04], method="EE").tau2 is None
    given = random_effects([0.5], [0.04], tau2=0.05, test="z")
    assert (given.tau2, given.se) == (0.05, pytest.approx(0.3, rel=1e-14))


@pytest.mark.parametrize("method", ["GENQ", "GENQM"])
def test_weights_of_ones_own_are_1_each_where_none_are_given(method: str) -> None:
    y, v = [0.1, 0.9, 0.4], [0.04, 0.09, 0.05]
    none, ones = random_effects(y, v, method=method), random_effects(y, v, method=method, weights=[1.0] * 3)
    assert none.estimate == ones.estimate == pytest.approx(np.mean(y), rel=1e-14)
    assert (none.se, none.tau2) == (ones.se, ones.tau2)
    assert none.tau2_interval == ones.tau2_interval
    assert none.weights.tolist() == pytest.approx([1 / 3] * 3, rel=1e-14)
    a = np.array([1.0, 2.0, 5.0])
    unequal = random_effects(y, v, method=method, weights=a.tolist(), tau2=0.03, test="z")
    assert unequal.se == pytest.approx(np.sqrt((a**2 * (np.array(v) + 0.03)).sum()) / 8, rel=1e-13)


def test_weights_of_ones_own_estimate_tau2_too() -> None:
    """By the expectation of their Q; the interval is that of its distribution."""
    a, y, v = np.array([1.0, 2.0, 5.0, 2.0]), np.array([0.1, 1.9, 0.4, -0.6]), np.array([0.04, 0.09, 0.05, 0.1])
    pooled = random_effects(y, v, method="GENQ", weights=a, level=0.8)
    q = a @ (y - a @ y / a.sum()) ** 2
    tau2 = (q - a @ v + a**2 @ v / a.sum()) / (a.sum() - (a**2).sum() / a.sum())
    assert pooled.tau2 == pytest.approx(tau2, rel=1e-12)
    low, high, _ = generalized_q_bounds(y, v, weights=a, level=0.8)
    assert (pooled.tau2_interval.lower, pooled.tau2_interval.upper) == (float(low), float(high))
    assert low < tau2 < high


@pytest.mark.parametrize("method", ["DL", "GENQ", "given"])
def test_a_batch_is_its_analyses(method: str) -> None:
    """Of two tables by two selections; whoever is left out may hold anything."""
    keep = np.array([[True] * 5, [True, False, True, True, False]])
    y = np.array([[[0.3, 1.2, 0.8, -0.5, 0.6]], [[0.1, 0.2, 0.4, 0.3, 0.0]]])
    v = np.array([0.04, 0.19, 0.02, 0.05, 0.43])
    tau2 = np.array([[0.1, 0.0], [0.2, 0.3]])
    options: dict[str, Any] = {"method": "DL" if method == "given" else method, "test": "adhoc", "level": 0.8}
    if method == "GENQ":
        options["weights"] = a = np.array([1.0, 2.0, 5.0, 1.0, 3.0])
    batch = random_effects_batch(y, v, keep=keep, **options, **({"tau2": tau2} if method == "given" else {}))
    assert batch.estimate.shape == (2, 2)
    for i, j in np.ndindex(2, 2):
        there = keep[j]
        if method == "GENQ":
            options["weights"] = a[there]
        if method == "given":
            options["tau2"] = float(tau2[i, j])
        alone = random_effects(y[i, 0][there], v[there], **options)
        for name in ("estimate", "se", "tau2", "statistic", "df", "i2", "h2", "q", "q_df", "q_p", "p_value", "k"):
            assert getattr(batch, name)[i, j] == pytest.approx(getattr(alone, name), rel=1e-9), name
        assert batch.hk_factor[i, j] == pytest.approx(alone.hk_factor, rel=1e-9)
        assert (batch.lower[i, j], batch.upper[i, j]) == pytest.approx((alone.interval.lower, alone.interval.upper))
        assert batch.prediction_upper[i, j] == pytest.approx(alone.prediction.upper, rel=1e-9)
        if method != "given":
            assert batch.se_tau2[i, j] == pytest.approx(alone.se_tau2, rel=1e-9)
        assert batch.weights[i, j][there] == pytest.approx(alone.weights, rel=1e-9)
        assert (batch.weights[i, j][~there] == 0.0).all()
        assert batch.converged[i, j]


@pytest.mark.parametrize("method", ["REML", "GENQ"])
def test_a_batch_without_a_cohort_or_with_one(method: str) -> None:
    keep = np.array([[False, False], [True, False]])
    batch = random_effects_batch([1.0, 2.0], [0.09, 0.2], keep=keep, method=method, test="z")
    assert batch.k.tolist() == [0, 1]
    for name in ("estimate", "se", "lower", "upper"):
        assert np.isnan(getattr(batch, name)).tolist() == [True, False], name
    for name in ("tau2", "se_tau2", "i2", "h2", "q", "q_df", "prediction_lower", "prediction_upper"):
        assert np.isnan(getattr(batch, name)).all(), name
    assert (batch.estimate[1], batch.se[1], batch.converged.tolist()) == (1.0, pytest.approx(0.3), [True, True])
    given = random_effects_batch([1.0, 2.0], [0.09, 0.2], keep=keep, method="REML", test="z", tau2=0.07)
    assert np.isnan(given.tau2).tolist() == [True, False]
    assert given.se[1] == pytest.approx(0.4, rel=1e-14)
    assert np.isnan(given.se_tau2).all()
    assert given.converged.all()


def test_a_batch_knows_the_words_and_their_defaults() -> None:
    unknown = (("MS404: unknown method `dl`", {"method": "dl"}), ("MS404: unknown test `hk`", {"test": "hk"}))
    for said, options in (*unknown, ("MS405", {"level": 1.0})):
        for pool in (random_effects, random_effects_batch):
            with pytest.raises(Refusal, match=said):
                pool(Y, V, **options)  # type: ignore[operator]  # each option has its own type
    plain, told = random_effects_batch(Y, V), random_effects_batch(Y, V, method="REML", test="adhoc", level=0.95)
    assert (float(plain.lower), float(plain.upper)) == (float(told.lower), float(told.upper))
    assert float(random_effects_batch(Y, V, method="FE").tau2) == 0.0
    assert random_effects(Y, V).level == 0.95
    assert norm.ppf(0.975) < float((plain.upper - plain.lower) / plain.se / 2) < t.ppf(0.975, 11)
