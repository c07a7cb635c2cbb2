"""Regressions of counts: their plain models inside them, and where no finite coefficients exist."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.pooling.two_group_regression import PooledCountRegression
from metasacro.problems import Refusal

TABLE = {
    "ai": [4, 6, 3, 62, 33, 18, 8, 5],
    "n1i": [123, 306, 231, 1359, 506, 154, 254, 88],
    "ci": [11, 29, 11, 24, 47, 37, 10, 4],
    "n2i": [139, 303, 220, 1286, 580, 145, 62, 88],
}
RATES = {
    "x1i": TABLE["ai"],
    "t1i": [413, 263, 487, 237, 489, 507, 301, 280],
    "x2i": TABLE["ci"],
    "t2i": [398, 245, 435, 241, 483, 405, 290, 275],
}
X = {"x": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 2.0, 1.0]}


def fitted(rates: bool, **options: Any) -> Any:
    return poisson_normal_two_groups(**RATES, **options) if rates else binomial_normal_two_groups(**TABLE, **options)


@pytest.mark.parametrize("rates", [False, True], ids=["people", "person-time"])
@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL"])
def test_an_intercept_alone_is_the_pooled_ratio(rates: bool, model: str) -> None:
    plain = fitted(rates, model=model)
    found = fitted(rates, model=model, mods=np.ones((8, 1)))
    assert isinstance(found, PooledCountRegression)
    assert found.estimate is None
    line = found.coefficients[0]
    assert (line.estimate, line.se) == pytest.approx((plain.estimate, plain.se), rel=1e-9)
    assert (found.tau2, found.q, found.q_df) == (pytest.approx(plain.tau2, abs=1e-9), pytest.approx(plain.q), 7)
    assert found.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-12)


@pytest.mark.parametrize("rates", [False, True], ids=["people", "person-time"])
@pytest.mark.parametrize("model", ["UM.FS", "UM.RS", "CM.EL"])
def test_a_moderator_never_lowers_the_likelihood_and_its_unit_is_free(rates: bool, model: str) -> None:
    plain = fitted(rates, model=model)
    found = fitted(rates, model=model, mods="~ x", data=X)
    scaled = fitted(rates, model=model, mods="~ x", data={"x": [10 * value for value in X["x"]]})
    assert found.log_likelihood >= plain.log_likelihood
    assert scaled.coefficients["x"].estimate == pytest.approx(found.coefficients["x"].estimate / 10, rel=1e-6)
    assert scaled.log_likelihood == pytest.approx(found.log_likelihood, rel=1e-10)
    assert found.omnibus.statistic == pytest.approx(found.coefficients["x"].statistic ** 2, rel=1e-9)
    assert "MS496" in [caution.code for caution in found.cautions]


@pytest.mark.parametrize(("test", "level"), [("z", 0.9), ("t", 0.8)])
def test_a_common_effect_in_person_time_is_a_logistic_regression_given_the_totals(test: str, level: float) -> None:
    a, m = np.array(RATES["x1i"]), np.array(RATES["x1i"]) + np.array(RATES["x2i"])
    x, offset = np.column_stack([np.ones(8), X["x"]]), np.log(np.array(RATES["t1i"]) / np.array(RATES["t2i"]))
    beta, inner = np.zeros(2), np.eye(2)
    for _ in range(20):
        share = 1 / (1 + np.exp(-x @ beta - offset))
        inner = np.linalg.inv(x.T @ (x * (m * share * (1 - share))[:, None]))
        beta = beta + inner @ x.T @ (a - m * share)
    found = fitted(True, model="CM.EL", method="EE", test=test, level=level, mods="~ x", data=X)
    table, df = found.coefficients, np.inf if test == "z" else 6.0
    assert (table.names, table.level, found.level) == (("Intercept", "x"), level, level)
    assert table.estimate == pytest.approx(beta, rel=1e-9)
    assert table.covariance == pytest.approx(inner, rel=1e-9)
    half = stats.t.ppf((1 + level) / 2, df) * np.sqrt(np.diag(inner))
    assert table.upper == pytest.approx(beta + half, rel=1e-9)
    assert table.df.tolist() == [df, df]
    assert (found.omnibus.names, found.omnibus.df) == (("x",), 1)
    assert found.omnibus.statistic == pytest.approx(beta[1] ** 2 / inner[1, 1], rel=1e-9)
    height = stats.binom.logpmf(a, m, share).sum()
    q = 2 * (stats.binom.logpmf(a, m, a / m).sum() - height)
    assert found.log_likelihood == pytest.approx(height, rel=1e-12)
    assert (found.q, found.q_df, found.q_p) == pytest.approx((q, 6, stats.chi2.sf(q, 6)), rel=1e-9)
    assert (found.df, found.k, found.method, found.test) == (None if test == "z" else 6.0, 8, "EE", test)
    assert found.design.tolist() == x.tolist()
    alone = (found.estimate, found.se, found.interval, found.statistic, found.p_value, found.prediction)
    assert (*alone, found.prediction_df) == (None,) * 7
    assert [caution.code for caution in found.cautions] == ["MS413", "MS456", "MS496"]
    assert "8 cohorts for 1 moderator column" in found.cautions[-1].message


def test_t_has_one_degree_of_freedom_fewer_for_each_coefficient() -> None:
    found = fitted(False, test="t", mods="~ x", data=X)
    assert (found.df, found.coefficients["x"].df, found.omnibus.residual_df) == (6, 6, 6)


def test_a_split_without_bound_has_no_coefficients() -> None:
    """MS453: all cohorts of one kind have no event in group 1."""
    found = binomial_normal_two_groups(
        [0, 0, 0, 4, 6, 5],
        n1i=[40] * 6,
        ci=[3, 2, 4, 3, 5, 4],
        n2i=[40] * 6,
        mods="~ C(kind)",
        data={"kind": list("aaabbb")},
    )
    assert isinstance(found, PooledCountRegression)
    assert (found.coefficients, found.omnibus, found.tau2) == (None, None, None)
    assert found.cautions[-1].code == "MS453"
    assert "the moderators split the cohorts so that some ratios have no bound" in found.cautions[-1].message
    assert (found.k, found.measure, found.level, found.counts.a.tolist()) == (6, "OR", 0.95, [0, 0, 0, 4, 6, 5])
    assert found.design.tolist() == [[1, 0]] * 3 + [[1, 1]] * 3


@pytest.mark.parametrize("method", ["EE", "ML"])
def test_a_split_without_bound_still_names_the_cohorts_that_were_left_out(method: str) -> None:
    a, c, kind = [0, 0, 0, 0, 4, 6, 5], [0, 3, 2, 4, 3, 5, 4], list("baaabbb")
    options: dict[str, Any] = {"model": "CM.EL", "method": method, "level": 0.9}
    found = poisson_normal_two_groups(a, [40] * 7, c, [40] * 7, mods="~ C(kind)", data={"kind": kind}, **options)
    assert isinstance(found, PooledCountRegression)
    assert [caution.code for caution in found.cautions] == ["MS450", "MS453"]
    assert "rows 1:" in found.cautions[0].message
    assert "(IRR)" in found.cautions[0].message
    reason = "the moderators split the cohorts so that some ratios have no bound"
    assert found.cautions[1].message == f"IRR: no estimate exists: {reason}"
    assert (found.coefficients, found.k, found.measure, found.level) == (None, 6, "IRR", 0.9)
    assert found.counts is not None
    assert found.counts.a.tolist() == a
    assert found.design.tolist() == [[1, 0]] * 3 + [[1, 1]] * 3


def test_two_cohorts_on_one_coefficient_are_not_said_to_have_one_degree_of_freedom_of_a_mean() -> None:
    """MS422 and MS424 speak of an interval and a prediction that a regression does not have."""
    rates = {name: column[:2] for name, column in RATES.items()}
    codes = [caution.code for caution in poisson_normal_two_groups(**rates, test="t", mods=np.ones((2, 1))).cautions]
    assert "MS422" not in codes
    assert "MS422" in [caution.code for caution in poisson_normal_two_groups(**rates, test="t").cautions]
    assert "MS424" in [caution.code for caution in fitted(True).cautions]
    assert "MS424" not in [caution.code for caution in fitted(True, mods=np.ones((8, 1))).cautions]


@pytest.mark.parametrize("kept", [False, True])
def test_random_intercepts_may_keep_the_moderators_of_silent_cohorts(kept: bool) -> None:
    """Where there is an answer, and where there is none."""
    options: dict[str, Any] = {"model": "UM.RS", "method": "EE", "drop00": not kept, "mods": "~ x"}
    c, x = [0, 3, 5, 4, 7, 2], [3, 1, 4, 1, 5, 9]
    for a in ([0, 2, 1, 3, 2, 4], [0] * 6):
        found: Any = poisson_normal_two_groups(a, [40] * 6, c, [50] * 6, **options, data={"x": x})
        assert found.design.tolist() == [[1, value] for value in x][0 if kept else 1 :]
        assert found.k == len(found.design)
        assert (found.coefficients is None) == (not any(a))


def test_no_event_in_one_group_has_no_coefficients_either() -> None:
    """MS453, before anything is fitted."""
    counts: dict[str, Any] = {"ai": [0] * 6, "n1i": [40] * 6, "ci": [3] * 6, "n2i": [40] * 6}
    found = binomial_normal_two_groups(**counts, mods="~ x", data={"x": range(6)}, level=0.9)
    assert isinstance(found, PooledCountRegression)
    assert (found.coefficients, found.k, found.level, found.counts.c.tolist()) == (None, 6, 0.9, [3] * 6)
    silent = binomial_normal_two_groups(**counts | {"ci": [0, *[3] * 5]}, mods="~ x", data={"x": range(6)})
    assert [caution.code for caution in silent.cautions] == ["MS450", "MS453"]
    assert [caution.message for caution in found.cautions] == [
        "OR: no estimate exists: group 1 has no event in any cohort"
    ]


def test_silent_cohorts_take_their_moderators_with_them() -> None:
    """MS494 and MS490 where too little is left to tell columns apart."""
    silent = {"ai": [0, 0, 0, 4, 6, 5], "n1i": [40] * 6, "ci": [0, 0, 0, 3, 5, 4], "n2i": [40] * 6}
    with pytest.raises(Refusal, match=r"MS490: .* what `C\(kind\)\[T.b\]` say"):
        binomial_normal_two_groups(**silent, mods="~ C(kind)", data={"kind": list("aaabbb")})
    with pytest.raises(Refusal, match="MS494: 3 coefficients cannot be estimated from 3 cohorts"):
        binomial_normal_two_groups(**silent, mods="~ x + y", data={"x": range(6), "y": [1, 0, 2, 5, 1, 7]})
