"""What an answer of a model of counts says beside its estimate: cautions by the number of cohorts, and what is None."""

from dataclasses import MISSING, fields, replace

import numpy as np
import pytest
from scipy import stats

from metasacro.numerics.interval import Interval
from metasacro.pooling.mixed_counts_answer import mixed_answer, no_answer, tau2_profile
from metasacro.pooling.mixed_counts_fit import highest
from metasacro.pooling.poisson_normal import poisson_normal, poisson_normal_fit
from metasacro.pooling.two_group_counts import person_time, two_by_two
from metasacro.problems import caution
from tests.pooling.test_mixed_counts_likelihood import pairs

NAME = "Poisson–normal model"
UNRELIABLE, ROUGH = "make it unreliable", "make it rough"


@pytest.mark.parametrize("test", ["z", "t"])
def test_one_cohort_is_itself(test: str) -> None:
    """There is nothing to spread, and t has no degrees of freedom."""
    one = poisson_normal([9], [41.0], test=test, level=0.9)
    assert (one.estimate, one.se) == pytest.approx((np.log(9 / 41), 1 / 3), rel=1e-10)
    reach = stats.norm.ppf(0.95) / 3
    assert (one.interval.lower, one.interval.upper) == pytest.approx((one.estimate - reach, one.estimate + reach))
    assert one.p_value == pytest.approx(2 * stats.norm.sf(abs(one.statistic)), rel=1e-9)
    assert (one.test, one.df, one.tau2, one.se_tau2, one.tau2_interval, one.k) == ("z", None, None, None, None, 1)
    assert (one.q, one.q_df, one.q_p, one.prediction, one.prediction_df, one.sigma2) == (None,) * 6
    assert one.cautions == (caution("MS420"),)


@pytest.mark.parametrize(
    ("k", "few", "verdict"),
    [
        (2, True, "are too few; 3 are needed"),
        (3, True, UNRELIABLE),
        (4, True, UNRELIABLE),
        (5, False, ROUGH),
        (9, False, ROUGH),
        (10, False, ""),
    ],
)
def test_cautions_and_prediction_by_the_number_of_equal_cohorts(k: int, few: bool, verdict: str) -> None:
    """τ² = 0: the common rate, a prediction as wide as t makes it, and a τ² interval from 0."""
    pooled = poisson_normal([4] * k, [10.0] * k, test="t")
    assert (pooled.estimate, pooled.se) == pytest.approx((np.log(0.4), (4 * k) ** -0.5), rel=1e-8)
    assert (pooled.tau2, pooled.se_tau2, pooled.df, pooled.test) == (0.0, None, k - 1, "t")
    assert (pooled.q, pooled.q_df, pooled.q_p) == pytest.approx((0.0, k - 1, 1.0), abs=1e-9)
    assert pooled.tau2_interval.lower == 0.0 < pooled.tau2_interval.upper
    if k < 3:
        assert (pooled.prediction, pooled.prediction_df) == (None, None)
    else:
        reach = stats.t.ppf(0.975, k - 1) * pooled.se
        assert (pooled.prediction.upper, pooled.prediction_df) == pytest.approx((pooled.estimate + reach, k - 1))
    assert pooled.cautions == (
        *([caution("MS421", k=k)] if few else []),
        *([caution("MS422", critical=stats.t.ppf(0.975, 1))] if k == 2 else []),
        caution("MS457", model=NAME),
        *([caution("MS423", k=k)] if k < 10 else []),
        *([caution("MS424", k=k, verdict=verdict)] if verdict else []),
        caution("MS456", model=NAME),
    )
    normal = poisson_normal([4] * k, [10.0] * k)
    assert "MS422" not in [each.code for each in normal.cautions]
    assert (normal.test, normal.df, normal.prediction_df) == ("z", None, None)


def test_a_common_rate_says_nothing_about_few_cohorts_or_a_spread() -> None:
    pooled = poisson_normal([4, 9], [10.0, 10.0], method="EE", test="t")
    assert pooled.cautions == (
        caution("MS413"),
        caution("MS422", critical=stats.t.ppf(0.975, 1)),
        caution("MS456", model=NAME),
    )
    assert (pooled.method, pooled.tau2, pooled.tau2_interval, pooled.prediction) == ("EE", 0.0, None, None)


def test_an_unfinished_search_and_an_endless_interval_are_said() -> None:
    """With the cautions of the counts before them."""
    x, t = np.array([0.0, 1e6]), np.array([1.0, 1e-6])
    model, fit, q = poisson_normal_fit(x, t, "ML")
    answer = mixed_answer(
        NAME, "IRLN", model, replace(fit, converged=False), q=q, common=False, test="z", level=0.95,
        cautions=(caution("MS412", q=1.0, df=1),),
    )  # fmt: skip
    assert answer.tau2_interval is None
    assert answer.cautions == (
        caution("MS412", q=1.0, df=1),
        caution("MS421", k=2),
        caution("MS411", method=NAME),
        caution("MS414"),
        caution("MS424", k=2, verdict="are too few; 3 are needed"),
        caution("MS456", model=NAME),
    )


def test_the_counts_and_the_spread_of_intercepts_are_told_as_well() -> None:
    model = pairs(np.array([1.0, 9.0, 4.0]), np.array([5.0, 17.0, 12.0]), np.full(3, 20.0))
    table = two_by_two("OR", {"ai": [1, 9, 4], "n1i": [20] * 3, "ci": [5, 17, 12], "n2i": [20] * 3})
    fit = highest(model, zero=(True, False))
    answer = mixed_answer("", "OR", model, fit, q=1.0, common=True, test="z", level=0.95, counts=table)
    assert answer.sigma2 == fit.sd[1] ** 2 > 0.1
    assert (answer.counts, answer.measure, answer.log_likelihood) == (table, "OR", fit.height)


def test_the_interval_of_tau2_is_one_of_95_percent_unless_another_is_asked_for() -> None:
    model, fit, _ = poisson_normal_fit(np.array([2.0, 9.0, 4.0]), np.full(3, 10.0), "ML")
    found, told, narrow = tau2_profile(model, fit), *(tau2_profile(model, fit, level=x) for x in (0.95, 0.5))
    assert (found.upper, found.level, narrow.level) == (told.upper, 0.95, 0.5)
    assert narrow.upper < told.upper


def test_counts_without_a_model_have_no_answer() -> None:
    """But the counts themselves, and an interval that needs no model."""
    table = person_time("IRR", {"x1i": [0], "t1i": [2.5], "x2i": [0], "t2i": [3]})
    exact = Interval(lower=0.0, upper=1.0, level=0.9)
    found = no_answer("IRR", 7, level=0.9, cautions=(caution("MS420"),), counts=table, exact=exact)
    told = {field.name: getattr(found, field.name) for field in fields(found)}
    default = {field.name: field.default for field in fields(found) if field.default is not MISSING}
    assert {name: value for name, value in told.items() if value is not None and value != default.get(name)} == {
        "k": 7, "method": "ML", "test": "z", "level": 0.9, "measure": "IRR", "i2_definition": "",
        "cautions": (caution("MS420"),), "counts": table, "exact": exact,
    }  # fmt: skip
