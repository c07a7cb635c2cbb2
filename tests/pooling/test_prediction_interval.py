"""Prediction intervals by convention: worked numbers, degrees of freedom by name, refusals."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import t

from metasacro.pooling.beta_binomial import beta_binomial
from metasacro.pooling.kenward_roger import (
    kenward_roger,
    kenward_roger_partlett_riley,
    kenward_roger_prediction,
)
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.prediction_conventions import NormalFit
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.registry import PREDICTIONS
from metasacro.problems import Refusal, caution

THREE = ([5.2, 6.1, 4.0], [0.3, 0.2, 0.6])

#: Effects of near-identical size from one large and three small cohorts: τ² = 0 and hardly a degree of freedom.
UNEVEN = ([0.1, 0.11, 0.09, 0.1], [0.001, 0.5, 0.6, 0.4])


@pytest.mark.parametrize(
    ("test", "convention", "lower", "upper", "df"),
    [
        ("z", "metafor", 3.28, 7.19, None),
        ("knha", "metafor", 0.91, 9.55, 2),
        ("z", "S", 3.28, 7.19, None),
        ("knha", "V", 0.94, 9.52, 2),
        ("z", "HTS", -7.44, 17.90, 1),
        ("z", "HK", 0.91, 9.55, 2),
    ],
)
def test_three_conventions_give_three_answers(
    test: str, convention: str, lower: float, upper: float, df: float | None
) -> None:
    """One data set of three cohorts under REML; the test matters to metafor's convention only."""
    found = prediction_interval(random_effects(*THREE, test=test), convention)
    assert (round(found.lower or 0, 2), round(found.upper or 0, 2), found.df) == (lower, upper, df)
    assert found.convention == convention


def test_metafors_convention_is_what_pooling_answers() -> None:
    for test in ("z", "t", "knha", "adhoc"):
        pooled = random_effects(*THREE, test=test)
        found = prediction_interval(pooled)
        assert pooled.prediction is not None
        assert (found.lower, found.upper) == pytest.approx(
            (pooled.prediction.lower, pooled.prediction.upper), rel=1e-14
        )
        assert found.df == pooled.prediction_df


@pytest.mark.parametrize("convention", PREDICTIONS)
def test_an_interval_moves_and_stretches_with_the_units(convention: str) -> None:
    yi, vi = [0.3, 1.2, 0.8, -0.1, 0.6], [0.04, 0.09, 0.02, 0.05, 0.03]
    plain = prediction_interval(random_effects(yi, vi), convention)
    moved = prediction_interval(random_effects([3 * y + 7 for y in yi], [9 * v for v in vi]), convention)
    assert plain.lower is not None
    assert plain.upper is not None
    assert (moved.lower, moved.upper) == pytest.approx((3 * plain.lower + 7, 3 * plain.upper + 7), rel=1e-9)


def test_two_cohorts_predict_nothing() -> None:
    found = prediction_interval(random_effects([0.1, 0.9], [0.04, 0.09]), "V")
    assert (found.lower, found.upper) == (None, None)
    assert [caution.code for caution in found.cautions] == ["MS424"]


def test_kenward_roger_errors_are_for_reml_only() -> None:
    """MS462."""
    pooled = random_effects(*THREE, method="DL")
    with pytest.raises(Refusal, match="MS462"):
        prediction_interval(pooled, "KR")
    with pytest.raises(Refusal, match="MS462"):
        kenward_roger(pooled)


def test_kenward_roger_errors_are_of_an_estimated_tau2() -> None:
    """MS462: of one that was given there is no error to allow for, though `method` is REML."""
    given = random_effects(*THREE, tau2=0.2)
    with pytest.raises(Refusal, match=r"MS462.*was given"):
        kenward_roger(given)
    for convention in ("KR", "KR-PR"):
        with pytest.raises(Refusal, match=r"MS462.*was given"):
            prediction_interval(given, convention)


def test_an_answer_without_one_mean_and_one_tau2_predicts_nothing() -> None:
    """MS463: counts, moderators, a common effect, a single cohort."""
    answers = [
        beta_binomial([1, 4, 2], [20, 30, 25]),
        meta_regression([0.1, 0.4, 0.3, 0.8], [0.1] * 4, "~ x", data={"x": [1, 2, 3, 4]}),
        random_effects(*THREE, method="EE"),
        random_effects([0.1], [0.2]),
    ]
    for pooled in answers:
        with pytest.raises(Refusal, match="MS463"):
            prediction_interval(pooled, "V")
    with pytest.raises(Refusal, match="MS463"):
        kenward_roger(answers[-1])


def test_less_than_one_degree_of_freedom_gives_no_interval() -> None:
    """MS464 names the degrees of freedom that were left."""
    pooled = random_effects(*UNEVEN)
    mean, found = kenward_roger(pooled), prediction_interval(pooled, "KR")
    assert mean.df < 1
    assert (mean.interval, mean.p_value, found.lower) == (None, None, None)
    assert mean.cautions == (caution("MS464", convention="KR", df=mean.df),)
    assert found.cautions[-1].code == "MS464"
    assert f"{mean.df:.2g} degrees" in mean.cautions[0].message


@pytest.mark.parametrize("level", [None, 0.8])
def test_kenward_and_roger_by_their_formula(level: float | None) -> None:
    yi, vi = np.array([0.3, 1.2, 0.8, -0.5, 0.6]), np.array([0.04, 0.19, 0.02, 0.05, 0.43])
    pooled = random_effects(yi, vi, level=0.9)
    w = 1 / (vi + pooled.tau2)
    s1, s2, s3 = w.sum(), (w**2).sum(), (w**3).sum()
    of_tau2 = 2 / (s2 - 2 * s3 / s1 + (s2 / s1) ** 2)
    variance = 1 / s1 + 2 * of_tau2 * (s3 - s2**2 / s1) / s1**2
    se, df = np.sqrt(variance), 2 / (of_tau2 * (s2 * variance) ** 2)
    found, middle, used = kenward_roger(pooled, level=level), pooled.estimate, level or 0.9
    reach = t.ppf((1 + used) / 2, df) * se
    assert (found.estimate, found.se, found.df) == pytest.approx((middle, se, df), rel=1e-12)
    assert found.interval is not None
    assert (found.interval.lower, found.interval.upper) == pytest.approx((middle - reach, middle + reach), rel=1e-11)
    assert (found.interval.level, found.cautions) == (used, ())
    assert (found.statistic, found.p_value) == pytest.approx((middle / se, 2 * t.sf(middle / se, df)), rel=1e-11)


@pytest.mark.parametrize(("predict", "fewer"), [(kenward_roger_prediction, 0), (kenward_roger_partlett_riley, 1)])
def test_kenward_and_roger_predict_many_answers_at_once(predict: Any, fewer: int) -> None:
    """Also of one cohort and of none, without a warning; a level of 0.95 where none is asked for."""
    yi, vi = np.array([0.3, 1.2, 0.8, -0.5, 0.6]), np.array([0.04, 0.09, 0.05, 0.05, 0.08])
    use = np.array([[1, 1, 1, 1, 1], [1, 1, 1, 1, 0], [1, 0, 0, 0, 0], [0, 0, 0, 0, 0]], dtype=float)
    answers = [random_effects(yi[there > 0], vi[there > 0]) for there in use[:2]]
    tau2 = np.array([*(one.tau2 for one in answers), 0.2, 0.2])
    middle = np.array([*(one.estimate for one in answers), np.nan, np.nan])
    none = np.full(4, np.nan)
    found = predict(
        NormalFit(
            yi=yi, vi=vi, use=use, estimate=middle, tau2=tau2, variance=none, q=none, k=use.sum(1), se=none, df=none
        )
    )
    for row, pooled in enumerate(answers):
        mean = kenward_roger(pooled)
        assert (found.se[row], found.df[row]) == pytest.approx((mean.se, mean.df - fewer), rel=1e-12)
        wide = t.ppf(0.975, mean.df - fewer) * np.sqrt(mean.se**2 + pooled.tau2)
        assert found.upper[row] == pytest.approx(mean.estimate + wide, rel=1e-11)
    assert np.isnan([found.lower[2:], found.upper[2:]]).all()


def test_one_degree_of_freedom_is_enough() -> None:
    """Two cohorts of one variance have exactly one."""
    mean = kenward_roger(random_effects([0.0, 1.0], [1.0, 1.0]))
    assert mean.df == 1.0
    assert mean.interval is not None
    assert mean.p_value is not None
    assert mean.cautions == ()


@pytest.mark.parametrize("missing", ["vi", "tau2", "estimate"])
def test_kenward_and_roger_need_variances_and_an_estimate(missing: str) -> None:
    """MS463."""
    with pytest.raises(Refusal, match=r"MS463.*two cohorts or more, with their variances$"):
        kenward_roger(replace(random_effects(*THREE), **{missing: None}))  # type: ignore[arg-type]  # one of three


def test_equal_variances_leave_kenward_roger_the_classic_answer() -> None:
    """With one sampling variance the weights are equal: nothing to adjust, and k − 1 degrees of freedom."""
    pooled = random_effects([0.1, 0.9, 0.4, 0.7], [0.05] * 4, test="t")
    mean = kenward_roger(pooled)
    assert (mean.se, mean.df) == pytest.approx((pooled.se, 3.0), rel=1e-12)
    assert mean.interval is not None
    assert pooled.interval is not None
    assert mean.interval.lower == pytest.approx(pooled.interval.lower, rel=1e-12)


@pytest.mark.parametrize("missing", ["yi", "vi", "weights", "tau2", "estimate", "se"])
def test_a_prediction_needs_every_part_of_an_answer(missing: str) -> None:
    what = "an estimate of τ²" if missing in ("tau2", "estimate", "se") else "a random-effects answer"
    with pytest.raises(Refusal, match=f"MS463.*by the convention `HTS` needs {what}"):
        prediction_interval(replace(random_effects(*THREE), **{missing: None}), "HTS")  # type: ignore[arg-type]


def test_what_is_said_of_three_cohorts_names_the_convention() -> None:
    """One degree of freedom is enough for an interval; less is not, and neither are identical effects."""
    one = prediction_interval(random_effects(*THREE), "HTS", level=0.8)
    assert (one.convention, one.df, one.level) == ("HTS", 1.0, 0.8)
    assert [told.code for told in one.cautions] == ["MS424"]
    less = prediction_interval(random_effects([0.1, 0.11, 0.09], [0.001, 0.5, 0.6]), "KR")
    assert less.df is not None
    assert less.df < 1
    assert (less.lower, less.upper, less.cautions[-1]) == (None, None, caution("MS464", convention="KR", df=less.df))
    same = prediction_interval(random_effects([0.4, 0.4, 0.4], [0.1, 0.2, 0.3]), "NNF")
    assert (same.lower, same.upper, same.se, same.df) == (None, None, None, 2.0)
    assert same.cautions[-1] == caution("MS465", convention="NNF")
    two = prediction_interval(random_effects(THREE[0][:2], THREE[1][:2]), "V")
    assert [told.code for told in two.cautions] == ["MS424"]


def test_an_error_is_told_where_the_convention_has_one() -> None:
    pooled = random_effects(*THREE)
    found = {key: prediction_interval(pooled, key).se for key in PREDICTIONS}
    assert [key for key, se in found.items() if se is None] == ["NNF"]
    assert found["metafor"] == pytest.approx(pooled.se, rel=1e-12)
    with pytest.raises(Refusal, match="unknown convention `IntHout`"):
        prediction_interval(pooled, "IntHout")
