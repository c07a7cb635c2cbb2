"""One table of coefficients for every model with moderators."""

import numpy as np
import pytest

from metasacro.pooling.coefficients import CoefficientTable, coefficient_table, joint_test
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
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


def test_a_coefficient_without_an_error_has_no_statistic() -> None:
    table = coefficient_table(("a", "b"), np.array([1.0, 2.0]), np.diag([0.0, 1.0]), np.full(2, 5.0), level=0.9)
    assert (table["a"].statistic, table["a"].p_value, table["a"].df) == (None, None, 5.0)
    assert (joint_test(table, [0, 1]).statistic, joint_test(table, [0, 1]).p_value) == (np.inf, 0.0)


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
