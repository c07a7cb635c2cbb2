"""One table of coefficients for every model with moderators."""

import numpy as np
import pytest
from scipy.stats import chi2, f, norm, t

from metasacro.pooling.coefficients import CoefficientTable, JointTest, coefficient_table, joint_test, moderators
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.predicted_effects import predicted_effects
from metasacro.pooling.regression_predictions import regression_predictions
from metasacro.pooling.robust_variance import robust_variance
from metasacro.problems import Refusal

Y = [0.1, 0.5, 0.4, 0.9, 1.1, 0.2, 0.8, 0.3]
V = [0.02, 0.03, 0.02, 0.04, 0.03, 0.02, 0.05, 0.03]
DOSE = [0, 1, 2, 3, 4, 0, 2, 1]
CLUSTERS = list("aabbccdd")


def test_every_model_with_moderators_answers_with_the_same_table() -> None:
    regression = meta_regression(Y, V, "~ dose", data={"dose": DOSE})
    levels = multilevel(Y, V, groups=CLUSTERS, mods={"dose": DOSE}, profile=False)
    for fit in (regression, levels, robust_variance(levels, cluster=CLUSTERS)):
        table = fit.coefficients
        assert type(table) is CoefficientTable
        assert len(table) == 2
        lines = list(table)
        assert lines[1] == table["dose"] == table[1]
        assert (lines[1].estimate, lines[1].interval.lower) == (table.estimate[1], table.lower[1])
        assert lines[1].interval.level == fit.level


@pytest.mark.parametrize("kind", ["CR0", "CR1", "CR2"])
def test_a_robust_meta_regression_is_that_of_the_multilevel_model_of_single_effects(kind: str) -> None:
    """The same working model written twice: a τ² for each effect."""
    regression = meta_regression(Y, V, "~ dose", data={"dose": DOSE})
    nested = multilevel(Y, V, groups=range(8), mods={"dose": DOSE}, profile=False)
    ours, theirs = (robust_variance(fit, cluster=CLUSTERS, kind=kind) for fit in (regression, nested))
    assert ours.coefficients.se == pytest.approx(theirs.coefficients.se, rel=1e-6)
    assert ours.coefficients.df == pytest.approx(theirs.coefficients.df, rel=1e-6)
    assert ours.estimate is None
    assert ours.joint is not None
    assert ours.joint.names == ("dose",)


def test_a_robust_meta_regression_as_metafor_prints_it() -> None:
    """metafor 3.8-1, robust(rma(y, v, mods = ~dose, method = "DL"), cluster), which is CR1."""
    fit = robust_variance(
        meta_regression(Y, V, "~ dose", data={"dose": DOSE}, method="DL"), cluster=CLUSTERS, kind="CR1"
    )
    assert fit.coefficients.se == pytest.approx([0.0380685082947, 0.0131583362560], rel=1e-11)
    assert fit.coefficients.df.tolist() == [2, 2]
    assert fit.joint is not None
    assert (fit.joint.statistic, fit.joint.p_value) == pytest.approx((307.910498168, 0.00323196084664), rel=1e-11)


def test_a_coefficient_without_an_error_has_no_statistic() -> None:
    for estimate, df, residual in ((1.0, 5.0, 5.0), (0.0, np.inf, None)):
        table = coefficient_table(("a", "b"), np.array([estimate, 2.0]), np.diag([0.0, 1.0]), np.full(2, df), level=0.9)
        assert (table["a"].statistic, table["a"].p_value, table["a"].df) == (None, None, residual)
        assert joint_test(table, [0, 1]) == JointTest(
            names=("a", "b"), statistic=None, df=2, residual_df=residual, p_value=None
        )


#: Three coefficients, with their covariance and degrees of freedom.
B, COVARIANCE = np.array([1.2, -0.4, 0.9]), np.array([[0.25, 0.05, -0.02], [0.05, 0.09, 0.03], [-0.02, 0.03, 0.16]])
DF = np.array([5.0, np.inf, 3.0])


def test_each_line_of_the_table_is_a_wald_test() -> None:
    table = coefficient_table(("a", "b", "c"), B, COVARIANCE, DF, level=0.9)
    for i, name in enumerate("abc"):
        line, se = table[name], np.sqrt(COVARIANCE[i, i])
        reach = t.ppf(0.95, DF[i]) * se
        assert (line.name, line.estimate, line.interval.level) == (name, B[i], 0.9)
        assert (line.interval.lower, line.interval.upper) == pytest.approx((B[i] - reach, B[i] + reach), rel=1e-11)
        assert (line.se, line.statistic) == pytest.approx((se, B[i] / se), rel=1e-14)
        assert line.p_value == pytest.approx(2 * t.sf(abs(B[i]) / se, DF[i]), rel=1e-10)
    assert [line.df for line in table] == [5.0, None, 3.0]
    assert (table.level, table.covariance.tolist()) == (0.9, COVARIANCE.tolist())


def test_a_table_is_its_own_and_cannot_be_changed() -> None:
    b, covariance, df = B.copy(), COVARIANCE.copy(), np.full(3, 4)
    table = coefficient_table(("a", "b", "c"), b, covariance, df, level=0.95)
    b[0], covariance[0, 0] = 7.0, 7.0
    assert (table.estimate[0], table.covariance[0, 0], table.df.dtype) == (1.2, 0.25, np.float64)
    arrays = (table.estimate, table.se, table.lower, table.upper, table.statistic, table.df, table.p_value)
    assert [array.flags.writeable for array in (*arrays, table.covariance)] == [False] * 8


def test_a_joint_test_is_one_of_the_rows_asked_for() -> None:
    """χ² where all degrees of freedom are infinite, else F on the fewest among the rows."""
    rows = [2, 0]
    chi = B[rows] @ np.linalg.solve(COVARIANCE[np.ix_(rows, rows)], B[rows])
    found = joint_test(coefficient_table(("a", "b", "c"), B, COVARIANCE, DF, level=0.95), rows)
    assert (found.names, found.df, found.residual_df) == (("c", "a"), 2, 3.0)
    assert (found.statistic, found.p_value) == pytest.approx((chi / 2, f.sf(chi / 2, 2, 3)), rel=1e-11)
    normal = coefficient_table(("a", "b", "c"), B, COVARIANCE, np.full(3, np.inf), level=0.95)
    found = joint_test(normal, rows)
    assert (found.names, found.df, found.residual_df) == (("c", "a"), 2, None)
    assert (found.statistic, found.p_value) == pytest.approx((chi, chi2.sf(chi, 2)), rel=1e-11)
    assert joint_test(normal, [1]).statistic == pytest.approx(B[1] ** 2 / COVARIANCE[1, 1], rel=1e-14)


def test_moderators_are_all_but_the_intercept_unless_it_stands_alone() -> None:
    assert moderators("abc", 1) == [0, 2]
    assert moderators("ab", None) == [0, 1]
    assert moderators("a", 0) == [0]


def test_a_prediction_is_a_sum_of_coefficients() -> None:
    """Its degrees of freedom are the fewest of the coefficients that it uses."""
    table = coefficient_table(("a", "b", "c"), B, COVARIANCE, DF, level=0.95)
    x, tau2 = np.array([[1.0, 2.0, -1.0], [2.0, 1.0, 0.0], [0.0, 1.0, 0.0]]), 0.3
    found = predicted_effects(table, x.tolist(), tau2, level=0.8)
    se, df = np.sqrt(np.diag(x @ COVARIANCE @ x.T)), np.array([3.0, 5.0, np.inf])
    middle, reach = x @ B, t.ppf(0.9, df)
    wide = reach * np.sqrt(se**2 + tau2)
    assert found.df.tolist() == df.tolist()
    assert found.level == 0.8
    for name, expected in {
        "estimate": middle,
        "se": se,
        "lower": middle - reach * se,
        "upper": middle + reach * se,
        "prediction_lower": middle - wide,
        "prediction_upper": middle + wide,
    }.items():
        assert getattr(found, name) == pytest.approx(expected, rel=1e-11)
        assert not getattr(found, name).flags.writeable
    assert not found.df.flags.writeable
    for design, length in ([1.0, 2.0, 3.0], 3), ([[1.0, 2.0]], 2), (5.0, 0), ([[[1.0, 2.0, 3.0]]], 3):
        with pytest.raises(Refusal, match=rf"MS472.*\b{length}\b"):
            predicted_effects(table, design, tau2, level=0.8)


def test_predictions_have_the_level_of_the_fit_unless_one_is_asked_for() -> None:
    fit = meta_regression(Y, V, "~ dose", data={"dose": DOSE}, test="z", level=0.8)
    there = regression_predictions(fit, [[1.0, 2.0]])
    wider = regression_predictions(fit, [[1.0, 2.0]], level=0.99)
    assert (there.level, wider.level) == (0.8, 0.99)
    reach = (wider.upper - wider.lower) / (there.upper - there.lower)
    assert reach == pytest.approx(norm.ppf(0.995) / norm.ppf(0.9), rel=1e-11)


@pytest.mark.parametrize("method", ["EE", "HE"])
def test_a_new_effect_lies_as_far_from_its_mean_as_tau2_says(method: str) -> None:
    """Without τ² it is the mean."""
    fit = meta_regression(Y, V, np.ones((8, 1)), test="z", method=method)
    found = regression_predictions(fit, [[1.0]])
    assert (fit.tau2 == 0.0) is (method == "EE")
    wide = norm.ppf(0.975) * np.sqrt(found.se**2 + fit.tau2)
    assert found.prediction_upper == pytest.approx(found.estimate + wide, rel=1e-11)


def test_predictions_take_data_or_rows_of_the_design() -> None:
    fit = meta_regression(Y, V, "~ C(g) + dose", data={"dose": DOSE, "g": CLUSTERS}, test="knha")
    by_data = regression_predictions(fit, data={"dose": [1.5, 2], "g": ["b", "d"]})
    by_rows = regression_predictions(fit, [[1, 1, 0, 0, 1.5], [1, 0, 0, 1, 2]])
    assert by_data.estimate == pytest.approx(by_rows.estimate, rel=1e-12)
    assert by_data.prediction_upper == pytest.approx(by_rows.prediction_upper, rel=1e-12)
    assert by_data.df.tolist() == [3.0, 3.0]
    assert regression_predictions(fit).estimate.shape == (8,)


def test_predictions_need_the_moderators_of_the_fit() -> None:
    fit = meta_regression(Y, V, "~ dose", data={"dose": DOSE})
    matrix = meta_regression(Y, V, np.column_stack([np.ones(8), DOSE]))
    with pytest.raises(Refusal, match="MS472"):
        regression_predictions(fit, [[1.0, 2.0, 3.0]])
    with pytest.raises(Refusal, match="MS491"):
        regression_predictions(fit, data={"age": [3]})
    with pytest.raises(Refusal, match="MS491"):
        regression_predictions(matrix, data={"dose": [3]})
    with pytest.raises(Refusal, match="MS493"):
        regression_predictions(fit, data={"dose": [np.nan]})
