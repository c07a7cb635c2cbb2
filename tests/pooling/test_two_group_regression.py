"""Regressions of counts: their plain models inside them, and where no finite coefficients exist."""

from typing import Any

import numpy as np
import pytest

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


def test_no_event_in_one_group_has_no_coefficients_either() -> None:
    """MS453, before anything is fitted."""
    none = [0] * 6
    found = binomial_normal_two_groups(none, n1i=[40] * 6, ci=[3] * 6, n2i=[40] * 6, mods="~ x", data={"x": range(6)})
    assert isinstance(found, PooledCountRegression)
    assert (found.coefficients, found.k) == (None, 6)
    assert found.cautions[-1].code == "MS453"


def test_silent_cohorts_take_their_moderators_with_them() -> None:
    """MS494 and MS490 where too little is left to tell columns apart."""
    silent = {"ai": [0, 0, 0, 4, 6, 5], "n1i": [40] * 6, "ci": [0, 0, 0, 3, 5, 4], "n2i": [40] * 6}
    with pytest.raises(Refusal, match="MS490"):
        binomial_normal_two_groups(**silent, mods="~ C(kind)", data={"kind": list("aaabbb")})
    with pytest.raises(Refusal, match="MS494"):
        binomial_normal_two_groups(**silent, mods="~ x + y", data={"x": range(6), "y": [1, 0, 2, 5, 1, 7]})
