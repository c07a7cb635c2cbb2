"""Egger's family, trim and fill, PET-PEESE."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.diagnostics import trim_and_fill as trim_and_fill_module
from metasacro.diagnostics.harbord import harbord_test
from metasacro.diagnostics.missing_cohorts import COUNTS
from metasacro.diagnostics.pet_peese import pet_peese
from metasacro.diagnostics.peters import peters_test
from metasacro.diagnostics.regression_test import regression_test
from metasacro.diagnostics.trim_and_fill import trim_and_fill
from metasacro.diagnostics.weighted_line import weighted_line
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

TABLES = st.integers(4, 10).flatmap(
    lambda k: st.tuples(
        st.lists(st.floats(-5, 5), min_size=k, max_size=k), st.lists(st.floats(0.01, 4), min_size=k, max_size=k)
    )
)
Y, V = [0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02]

#: Where each of four cohorts can lie: on the right or not.
SIDES = list(product((False, True), repeat=4))


def code_of(caught: pytest.ExceptionInfo[Refusal]) -> str:
    return caught.value.code


@settings(deadline=None)  # other processes share the machine
@given(TABLES, st.sampled_from(["EE", "DL", "PM", "REML"]))
def test_a_line_is_weighted_least_squares(table: tuple[list[float], list[float]], method: str) -> None:
    """Plain linear algebra at the same τ² gives the same coefficients and standard errors."""
    y, v = (np.array(column) for column in table)
    x = np.arange(y.size) + 0.5
    line = weighted_line(y, x, v, method=method, what="x")
    design, w = np.stack([np.ones_like(x), x], axis=1), 1 / (v + line.tau2)
    covariance = np.linalg.inv(design.T @ (w[:, None] * design))
    wanted = covariance @ (design.T @ (w * y))
    assert (line.intercept, line.slope) == pytest.approx(tuple(wanted), rel=1e-7, abs=1e-9)
    assert (line.intercept_se, line.slope_se) == pytest.approx(tuple(np.sqrt(np.diag(covariance))), rel=1e-8)
    if method == "PM" and line.tau2 > 0:
        assert line.factor == pytest.approx(1.0, rel=1e-9)


@pytest.mark.parametrize("method", ["DL", "PM", "REML"])
@pytest.mark.parametrize(("variance", "tau2"), [(1.0, 5.0), (6.0, 0.0), (10.0, 0.0)])
def test_equal_variances_leave_what_the_residuals_have_beyond_them(method: str, variance: float, tau2: float) -> None:
    """0, 3, 0 lie −1, 2, −1 off the level line at 1: with one degree of freedom their variance is 6."""
    line = weighted_line(np.array([0.0, 3.0, 0.0]), np.arange(3.0), np.full(3, variance), method=method, what="x")
    assert (line.intercept, line.slope, line.tau2) == pytest.approx((1.0, 0.0, tau2), rel=1e-9, abs=1e-9)


@settings(deadline=None)  # other processes share the machine
@given(TABLES, st.floats(0.01, 100), st.floats(-50, 50))
def test_the_regression_test_knows_neither_origin_nor_unit(
    table: tuple[list[float], list[float]], unit: float, shift: float
) -> None:
    y, v = (np.array(column) for column in table)
    y, v = y + np.arange(y.size) ** 2, v * (1 + np.arange(v.size))
    if np.ptp(v) < 0.1 * v.max():  # sizes that hardly differ lose the digits of the slope
        return
    before = regression_test(random_effects(y, v, method="DL", test="z"))
    after = regression_test(random_effects(shift + unit * y, unit**2 * v, method="DL", test="z"))
    assert after.statistic == pytest.approx(before.statistic, rel=1e-6, abs=1e-7)


def test_a_mirrored_funnel_is_filled_on_the_other_side() -> None:
    y, v = np.array([0.1, 0.2, 0.15, 0.9, 1.2, 2.0]), np.array([0.01, 0.02, 0.015, 0.2, 0.3, 0.5])
    left = trim_and_fill(random_effects(y, v, method="DL"))
    right = trim_and_fill(random_effects(-y, v, method="DL"))
    assert (left.side, right.side, left.missing) == ("left", "right", right.missing)
    assert left.missing > 0
    assert left.pooled.estimate == pytest.approx(-(right.pooled.estimate or 0.0), rel=1e-12)


def test_what_is_filled_in_mirrors_what_exists() -> None:
    y, v = np.array([0.1, 0.2, 0.15, 0.9, 1.2, 2.0]), np.array([0.01, 0.02, 0.015, 0.2, 0.3, 0.5])
    found = trim_and_fill(random_effects(y, v, method="EE"), estimator="R0")
    assert found.filled.sum() == found.missing
    mirrored = found.yi[found.filled]
    centres = (mirrored + np.sort(y)[-found.missing :]) / 2
    assert np.ptp(centres) < 1e-12
    assert "MS520" in [caution.code for caution in found.cautions]


def test_a_symmetric_funnel_needs_nothing() -> None:
    found = trim_and_fill(
        random_effects([-2.0, -1.0, 0.0, 1.0, 2.0], [1.0, 0.5, 0.1, 0.5, 1.0], method="EE"), side="left"
    )
    assert (found.missing, found.pooled.k) == (0, 5)
    assert trim_and_fill(random_effects([1.0, 2.0, 3.0], [0.1, 0.1, 0.1])).side == "left"


def test_the_quadratic_estimate_is_that_of_its_formula() -> None:
    """Q0 = n − ½ − √(2n² − 4S + ¼): ranks 1, 3 and 4 are S = 8, and Q0 = 3; 1 and 4 are 5, and Q0 = 0."""
    count = COUNTS["Q0"]
    assert count.estimate(np.array([-2.0, 1.0, 3.0, 4.0])) == 3.0
    assert count.estimate(np.array([-3.0, -2.0, 1.0, 4.0])) == 0.0
    with pytest.raises(Refusal) as caught:  # S = 10, and the root of a negative number
        count.estimate(np.array([1.0, 2.0, 3.0, 4.0]))
    assert code_of(caught) == "MS521"
    sums = [sum(rank for rank, right in zip(range(1, 5), side, strict=True) if right) for side in SIDES]
    assert count.se(0.0, 4) == pytest.approx(2 * np.std(sums) / 3.5, rel=1e-12), "none missing: every side alike"


def test_a_number_missing_by_the_quadratic_estimate_has_its_error_and_no_p_value() -> None:
    """A funnel with its centre at 0: nothing is missing."""
    found = trim_and_fill(random_effects([-3.0, -2.0, 1.0, 4.0], [1.0] * 4, method="EE"), estimator="Q0", side="left")
    assert (found.missing, found.missing_p) == (0, None)
    assert found.missing_se == pytest.approx(2 * 7.5**0.5 / 3.5, rel=1e-12)


@settings(deadline=None)  # other processes share the machine
@given(TABLES)
def test_the_number_missing_settles_or_is_refused(table: tuple[list[float], list[float]]) -> None:
    """MS521 at worst; never an endless round."""
    pooled = random_effects(*table, method="EE")
    for estimator in ("L0", "R0", "Q0"):
        code, found = "MS521", None
        try:
            found = trim_and_fill(pooled, estimator=estimator)
        except Refusal as refusal:
            code = refusal.code
        assert code == "MS521"
        assert found is None or 0 <= found.missing < pooled.k


def test_peese_is_read_where_pet_finds_an_effect() -> None:
    assert pet_peese(random_effects(Y, V)).chosen == "PET"
    far = pet_peese(random_effects(np.array(Y) + 50, V))
    assert (far.chosen, far.estimate) == ("PEESE", far.peese.intercept)
    assert [caution.code for caution in far.cautions] == ["MS510", "MS530"]


def test_regressions_that_do_not_exist_are_refused() -> None:
    """MS501, MS503, MS511, MS512, MS513, and an unknown predictor."""
    pooled = random_effects(Y, V)
    with pytest.raises(Refusal) as caught:
        regression_test(random_effects(Y[:2], V[:2]))
    assert code_of(caught) == "MS501"
    with pytest.raises(Refusal) as caught:
        regression_test(pooled, predictor="ni")
    assert code_of(caught) == "MS503"
    with pytest.raises(Refusal) as caught:
        regression_test(random_effects(Y, [0.1] * 4))
    assert code_of(caught) == "MS511"
    with pytest.raises(Refusal) as caught:
        regression_test(pooled, predictor="ninv", ni=[5, 0, 3, 2])
    assert code_of(caught) == "MS512"
    with pytest.raises(Refusal) as caught:
        regression_test(random_effects([1.0, 1.0, 1.0], [1.0, 4.0, 9.0]), model="lm")
    assert code_of(caught) == "MS513"
    with pytest.raises(Refusal) as caught:
        regression_test(pooled, predictor="seI")
    assert code_of(caught) == "MS404"


def test_tables_without_events_are_left_out_aloud() -> None:
    """MS514 names the rows; with too few left, MS501."""
    found = peters_test([1, 0, 5, 4], [9, 9, 12, 9], [3, 0, 2, 1], [9, 9, 9, 20])
    assert found.k == 3
    assert [caution.code for caution in found.cautions] == ["MS514", "MS510"]
    assert "(rows 2)" in found.cautions[0].message
    with pytest.raises(Refusal) as caught:
        harbord_test([0, 0, 5, 4], [9, 9, 9, 9], [0, 0, 2, 1], [9, 9, 9, 9])
    assert code_of(caught) == "MS501"


def test_a_predictor_of_ones_own_is_the_named_one_of_the_same_values() -> None:
    """Only what the intercept means differs: for values of one's own, no effect of an infinitely large cohort."""
    pooled, sizes = random_effects(Y, V), np.array([25.0, 11.0, 20.0, 50.0])
    named = {
        "sei": np.sqrt(V),
        "vi": np.array(V),
        "ni": sizes,
        "ninv": 1 / sizes,
        "sqrtni": np.sqrt(sizes),
        "sqrtninv": 1 / np.sqrt(sizes),
    }
    for name, values in named.items():
        found, own = regression_test(pooled, predictor=name, ni=sizes), regression_test(pooled, predictor=values)
        assert (found.slope, found.p_value) == pytest.approx((own.slope, own.p_value), rel=1e-12)
        assert (found.limit is None, own.limit) == (name in ("ni", "sqrtni"), None)


def test_a_number_missing_that_leads_back_to_another_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """MS521 instead of an endless round between one cohort and two."""
    numbers = iter([1.0, 2.0, 1.0, 2.0])
    turning = replace(trim_and_fill_module.COUNTS["L0"], estimate=lambda _: next(numbers))
    monkeypatch.setitem(trim_and_fill_module.COUNTS, "L0", turning)
    with pytest.raises(Refusal) as caught:
        trim_and_fill(random_effects(Y, V))
    assert code_of(caught) == "MS521"
