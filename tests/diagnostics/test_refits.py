"""Leave-one-out, cumulative meta-analysis, influence, Baujat's plot and best linear prediction."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.diagnostics.baujat import baujat
from metasacro.diagnostics.best_linear_prediction import best_linear_prediction
from metasacro.diagnostics.cumulative import cumulative
from metasacro.diagnostics.influence import influence
from metasacro.diagnostics.leave_one_out import leave_one_out
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

TABLES = st.integers(3, 9).flatmap(
    lambda k: st.tuples(
        st.lists(st.floats(-5, 5), min_size=k, max_size=k), st.lists(st.floats(0.01, 4), min_size=k, max_size=k)
    )
)


@settings(deadline=None)  # other processes share the machine
@given(TABLES, st.sampled_from(["EE", "DL"]), st.sampled_from(["z", "knha", "adhoc"]))
def test_each_row_is_the_model_on_its_cohorts(table: tuple[list[float], list[float]], method: str, test: str) -> None:
    y, v = (np.array(column) for column in table)
    pooled = random_effects(y, v, method=method, test=test)
    rows = leave_one_out(pooled)
    for i in range(y.size):
        alone = random_effects(np.delete(y, i), np.delete(v, i), method=method, test=test)
        assert rows.estimate[i] == pytest.approx(alone.estimate, rel=1e-9, abs=1e-9)
        assert rows.se[i] == pytest.approx(alone.se, rel=1e-7, abs=1e-7)
    grown = cumulative(pooled, np.arange(y.size))
    assert grown.estimate[-1] == pytest.approx(pooled.estimate, rel=1e-12, abs=1e-12)
    assert grown.estimate[0] == pytest.approx(y[0], rel=1e-12, abs=1e-12)


@settings(deadline=None)  # other processes share the machine
@given(TABLES, st.floats(-100, 100), st.floats(0.01, 100))
def test_influence_knows_neither_origin_nor_unit(
    table: tuple[list[float], list[float]], shift: float, unit: float
) -> None:
    y, v = (np.array(column) for column in table)
    y = y + np.arange(y.size)  # never all alike
    before = influence(random_effects(y, v, method="DL", test="z"))
    after = influence(random_effects(shift + unit * y, unit**2 * v, method="DL", test="z"))
    for name in ("rstandard", "rstudent", "dffits", "cov_r", "hat", "dfbetas"):
        assert getattr(after, name) == pytest.approx(getattr(before, name), rel=1e-6, abs=1e-8)


def test_adhoc_measures_use_the_floored_factor() -> None:
    """Where the floor acts in every refit, adhoc is Wald; where it never acts, adhoc is Hartung–Knapp."""
    same = random_effects([6.0, 6.1, 5.9, 6.05], [0.25, 0.36, 0.16, 0.49], method="DL", test="adhoc")
    wald = random_effects(same.yi, same.vi, method="DL", test="z")
    assert influence(same).rstudent == pytest.approx(influence(wald).rstudent, rel=1e-12)
    wide = random_effects([0.0, 9.0, 1.0, 7.0], [0.25, 0.36, 0.16, 0.49], method="EE", test="adhoc")
    plain = random_effects(wide.yi, wide.vi, method="EE", test="knha")
    assert influence(wide).dffits == pytest.approx(influence(plain).dffits, rel=1e-12)


def test_prediction_lies_between_the_cohort_and_the_mean() -> None:
    pooled = random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05])
    found = best_linear_prediction(pooled)
    assert pooled.estimate is not None
    low, high = np.minimum(pooled.yi, pooled.estimate), np.maximum(pooled.yi, pooled.estimate)
    assert ((low <= found.effect) & (found.effect <= high)).all()
    assert found.effect - pooled.estimate == pytest.approx(found.deviation, rel=1e-12)


def test_pearson_residuals_sum_to_q() -> None:
    pooled = random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05], method="EE")
    assert baujat(pooled).heterogeneity.sum() == pytest.approx(pooled.q, rel=1e-12)


def test_results_are_read_only() -> None:
    found = influence(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]))
    for name in ("rstudent", "influential", "tau2_del"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, name)[0] = 0


@pytest.mark.parametrize("question", [leave_one_out, influence, baujat, best_linear_prediction])
def test_one_cohort_has_no_diagnostics(question: object) -> None:
    """MS501."""
    with pytest.raises(Refusal) as caught:
        question(random_effects([1.0], [0.1]))  # type: ignore[operator] # the list above holds functions
    assert caught.value.code == "MS501"


def test_counts_have_no_effects_to_leave_out() -> None:
    """MS502."""
    pooled: Pooled = binomial_normal([1, 2, 3], [10, 11, 12])
    with pytest.raises(Refusal) as caught:
        leave_one_out(pooled)
    assert caught.value.code == "MS502"


@pytest.mark.parametrize("order", [[1, 2], [1, 2, float("nan")]])
def test_an_order_has_one_number_a_cohort(order: list[float]) -> None:
    """MS503."""
    with pytest.raises(Refusal) as caught:
        cumulative(random_effects([0.1, 0.9, 0.4], [0.04, 0.09, 0.05]), order)
    assert caught.value.code == "MS503"
