"""Meta-regression: laws, refusals, and its use through `random_effects`."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from metasacro.pooling.heterogeneity import I2_BY_Q, I2_BY_TAU2
from metasacro.pooling.meta_regression import PooledRegression, few_cohorts_a_column, meta_regression
from metasacro.pooling.meta_regression_design import columns_for, design_of
from metasacro.pooling.meta_regression_fit import regressions
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.pooling.variance_inflation import variance_inflation
from metasacro.problems import Refusal, caution
from metasacro.tau2 import highest_maximum
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


def test_a_batch_of_tables_by_selections() -> None:
    """Down to one degree of freedom and none; whoever is left out may hold anything."""
    x = np.column_stack([np.ones(13), LATITUDE])
    keep = np.ones((3, 13), dtype=bool)
    keep[1, 3:], keep[2, 2:] = False, False
    y = np.array([BCG_Y, BCG_Y[::-1]])[:, None, :]
    hidden = np.where(keep, y, np.nan)
    batch = regressions(hidden, BCG_V, x, keep, method="DL", test="knha")
    assert batch.df.tolist() == [11.0, 1.0, 0.0] * 2
    names = ("estimates", "covariance", "tau2", "se_tau2", "converged", "factor", "test_df", "qe", "typical")
    for row in range(6):
        there = keep[row % 3]
        if there.sum() == 2:
            assert all(np.isnan(getattr(batch, name)[row]).all() for name in names if name != "converged")
            continue
        alone = regressions(y[row // 3, 0][there], np.array(BCG_V)[there], x[there], method="DL", test="knha")
        for name in names:
            found, expected = (np.ravel(getattr(fits, name)[at]) for fits, at in ((batch, row), (alone, 0)))
            assert found == pytest.approx(expected, rel=1e-8, abs=1e-14), name


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


@pytest.mark.parametrize("method", ["DL", "EE"])
@pytest.mark.parametrize("test", TESTS)
def test_an_answer_and_its_parts(method: str, test: str) -> None:
    """The BCG trials on latitude and year, from the matrices."""
    y, v = np.array(BCG_Y), np.array(BCG_V)
    x = np.column_stack([np.ones(13), LATITUDE, np.arange(13.0) ** 2])
    fit = meta_regression(y, v, x, method=method, test=test, level=0.9)

    def residual(tau2: float) -> tuple[Any, Any, float]:
        w = 1 / (v + tau2)
        inverse = np.linalg.inv((x.T * w) @ x)
        b = inverse @ (x.T * w) @ y
        return b, inverse, float((w * (y - x @ b) ** 2).sum())

    _, inverse, q = residual(0.0)
    w = 1 / v
    typical = 10 / (w.sum() - np.trace(inverse @ (x.T * w**2) @ x))
    tau2 = typical * max(0.0, q / 10 - 1) if method == "DL" else 0.0
    b, inverse, now = residual(tau2)
    factor = {"knha": now / 10, "adhoc": max(1.0, now / 10)}.get(test, 1.0)
    table = fit.coefficients
    assert table.estimate == pytest.approx(b, rel=1e-9)
    assert table.covariance == pytest.approx(factor * inverse, rel=1e-9)
    assert (fit.tau2, fit.q, fit.q_p) == pytest.approx((tau2, q, chi2.sf(q, 10)), rel=1e-9)
    assert (fit.q_df, fit.k, fit.df) == (10.0, 13, None if test == "z" else 10.0)
    common = method == "EE"
    expected = ((q - 10) / q, q / 10) if common else (tau2 / (tau2 + typical), 1 + tau2 / typical)
    assert (fit.i2, fit.h2) == pytest.approx(expected, rel=1e-9)
    assert fit.i2_definition == (I2_BY_Q if common else I2_BY_TAU2)
    spread = {"knha": now / 10, "adhoc": now / 10}.get(test)
    assert fit.hk_factor == (None if spread is None else pytest.approx(spread, rel=1e-9))
    alone = random_effects(y, v, method=method)
    before, after = (alone.q / 12, q / 10) if common else (alone.tau2, tau2)
    assert fit.r2 == pytest.approx(1 - after / before, rel=1e-9)
    assert (fit.omnibus.names, table.level, fit.level, fit.method, fit.test) == (("x2", "x3"), 0.9, 0.9, method, test)
    correlation = inverse[1, 2] / np.sqrt(inverse[1, 1] * inverse[2, 2])
    assert fit.vif == pytest.approx([1 / (1 - correlation**2)] * 2, rel=1e-9)
    assert (fit.design.tolist(), fit.spec, fit.yi.tolist(), fit.vi.tolist()) == (x.tolist(), None, BCG_Y, BCG_V)
    if common:
        assert (fit.se_tau2, fit.tau2_interval, fit.i2_interval, fit.h2_interval) == (None,) * 4
    else:
        interval, i2, h2 = fit.tau2_interval, fit.i2_interval, fit.h2_interval
        assert residual(interval.lower)[2] == pytest.approx(chi2.ppf(0.95, 10), rel=1e-7)
        assert residual(interval.upper)[2] == pytest.approx(chi2.ppf(0.05, 10), rel=1e-7)
        for bound in ("lower", "upper"):
            end = getattr(interval, bound)
            assert (getattr(i2, bound), getattr(h2, bound)) == pytest.approx((end / (end + typical), 1 + end / typical))
        assert [each.level for each in (interval, i2, h2)] == [0.9] * 3
        assert fit.se_tau2 > 0
    assert fit.cautions == (caution("MS496", k=13, columns=2),)


def test_moderators_that_leave_less_than_chance_and_more_than_there_was() -> None:
    """I² of no rest is 0, and R² is never below 0; it does not exist where there was nothing to explain."""
    x = [[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 3.0]]
    exact = meta_regression([1.0, 3.0, 5.0, 7.0], [0.5] * 4, x, method="EE")
    assert (exact.i2, exact.h2, exact.r2) == (0.0, pytest.approx(0.0, abs=1e-20), pytest.approx(1.0))
    rest = meta_regression([1.0, 3.5, 5.0, 6.8], [0.5] * 4, x, method="EE")
    assert (rest.i2, rest.q > 0) == (0.0, True)
    flat = meta_regression([1.0, 1.1, 1.0, 1.1], [0.5] * 4, x, method="DL")
    assert (flat.tau2, flat.r2) == (0.0, None)
    useless = meta_regression([1.0, -1.0, -1.0, 1.0], [0.5] * 4, x, method="DL")
    assert (useless.tau2 > 0.0, useless.r2) == (True, 0.0)


def test_effects_of_0_leave_nothing_to_explain() -> None:
    """Nor an error by Hartung and Knapp, so that no column inflates another's."""
    x = [[1.0, 0.0, 1.0], [1.0, 1.0, 0.0], [1.0, 2.0, 1.0], [1.0, 3.0, 5.0]]
    fit = meta_regression([0.0] * 4, [0.5] * 4, x, method="EE", test="knha")
    assert (fit.q, fit.i2, fit.h2, fit.vif) == (0.0, 0.0, 0.0, ())
    assert fit.coefficients.se.tolist() == [0.0] * 3


def test_i2_and_h2_are_of_tau2_whatever_estimated_it() -> None:
    fit = meta_regression(BCG_Y, BCG_V, "~ a", data={"a": LATITUDE}, method="SJ")
    assert fit.h2 == pytest.approx(1 / (1 - fit.i2), rel=1e-10)
    assert fit.h2 != pytest.approx(fit.q / fit.q_df, rel=1e-3)


def test_a_search_that_ends_too_soon_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highest_maximum, "STEPS", 1)
    fit = meta_regression([0.31, 1.92, 0.43, -0.85], [0.04, 0.09, 0.05, 0.02], [0.0, 1.0, 3.0, 2.0])
    assert fit.cautions == (caution("MS496", k=4, columns=1), caution("MS411", method="REML"))


@pytest.mark.parametrize(("k", "columns", "few"), [(9, 1, True), (10, 1, False), (19, 2, True), (20, 2, False)])
def test_ten_cohorts_a_moderator_are_enough(k: int, columns: int, few: bool) -> None:
    assert few_cohorts_a_column(k, columns) == ([caution("MS496", k=k, columns=columns)] if few else [])


def test_weights_and_unknown_words_are_refused() -> None:
    for code, options in (
        ("MS404: unknown method `GENQ`", {"method": "GENQ"}),
        ("MS404: unknown test `hksj`", {"test": "hksj"}),
        ("MS405", {"level": 95.0}),
        ("MS416.*`meta-regression`", {"weights": [1.0] * 13}),
    ):
        with pytest.raises(Refusal, match=code):
            random_effects(BCG_Y, BCG_V, mods="~ a", data={"a": LATITUDE}, **options)  # type: ignore[arg-type]
    assert meta_regression(BCG_Y, BCG_V, "~ a", data={"a": LATITUDE}, method="FE").method == "EE"


def test_the_test_of_named_coefficients() -> None:
    """MS495 names what is unknown, and what there is."""
    fit = meta_regression(BCG_Y, BCG_V, "~ a + b", data={"a": LATITUDE, "b": np.arange(13) ** 2})
    assert fit.anova(["b", "a"]).names == ("b", "a")
    assert fit.anova(["a"]).statistic == pytest.approx(fit.coefficients["a"].statistic ** 2, rel=1e-10)
    with pytest.raises(Refusal, match=r"MS495.*c, d.*Intercept, a, b"):
        fit.anova(["a", "c", "d"])
    with pytest.raises(Refusal, match=r"MS495.*none named"):
        fit.anova([])


@pytest.mark.parametrize(
    ("mods", "names"),
    [
        ("~ 0 + dose", ("dose",)),
        ([1, 2, 4], ("x1",)),
        ([[1, 1], [1, 2], [1, 4]], ("x1", "x2")),
        (pd.DataFrame({"one": [1, 1, 1], 7: [1, 2, 4]}), ("one", "7")),
    ],
)
def test_a_design_of_whole_numbers_is_one_of_doubles_with_names(mods: Any, names: tuple[str, ...]) -> None:
    design = design_of(mods, {"dose": [1, 2, 4]}, 3)
    assert design.names == names
    assert design.x[:, -1].tolist() == [1.0, 2.0, 4.0]
    assert (design.x.dtype, design.x.flags.writeable) == (np.float64, False)
    assert design.intercept == (0 if len(names) == 2 else None)
    if isinstance(mods, str):
        assert columns_for(design.spec, {"dose": [3, 5]}).dtype == np.float64


def test_a_given_matrix_stays_as_it_was() -> None:
    mods = np.array([[1.0], [2.0], [4.0]])
    assert design_of(mods, None, 3).x is not mods
    assert mods.flags.writeable


def test_gaps_are_named_by_row() -> None:
    """MS493, of a fit and of what is predicted."""
    gaps = {"a": [1.0, np.nan, 3.0, np.inf], "b": [1.0, 2.0, 2.0, 5.0]}
    with pytest.raises(Refusal, match=r"MS493.*rows 2, 4\b"):
        design_of("~ a + b", gaps, 4)
    spec = design_of("~ a + b", {"a": [1.0, 5.0, 3.0, 1.0], "b": gaps["b"]}, 4).spec
    with pytest.raises(Refusal, match=r"MS493.*rows 2, 4\b"):
        columns_for(spec, gaps)


def test_what_a_formula_cannot_use_is_said() -> None:
    """MS491, with the reason, or its kind where it has no words."""

    class Wordless:
        formula = "~ a"

        def get_model_matrix(self, *_: Any, **__: Any) -> None:
            raise KeyError

    spec = design_of("~ a", {"a": [1.0, 5.0, 3.0]}, 3).spec
    with pytest.raises(Refusal, match=r"MS491.*`a`"):
        columns_for(spec, {"b": [1.0]})
    with pytest.raises(Refusal, match=r"MS491.*KeyError"):
        columns_for(Wordless(), {"b": [1.0]})


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
