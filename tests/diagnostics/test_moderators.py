"""Diagnostics of meta-regressions, and what refuses them."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import pytest

from metasacro.diagnostics.baujat import baujat
from metasacro.diagnostics.best_linear_prediction import best_linear_prediction
from metasacro.diagnostics.cumulative import cumulative
from metasacro.diagnostics.excess_significance import excess_significance
from metasacro.diagnostics.henmi_copas import henmi_copas
from metasacro.diagnostics.influence import influence
from metasacro.diagnostics.influence_of_regression import influence_of_regression
from metasacro.diagnostics.leave_one_out import leave_one_out
from metasacro.diagnostics.pet_peese import pet_peese
from metasacro.diagnostics.rank_test import rank_test
from metasacro.diagnostics.regression_test import regression_test
from metasacro.diagnostics.trim_and_fill import trim_and_fill
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal

Y = np.array([0.31, 0.92, 0.43, 0.15, 0.58, -0.12])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.06, 0.03])
DOSE = np.array([1.0, 4.0, 2.0, 1.0, 3.0, 0.0])
FIT = meta_regression(Y, V, np.column_stack([np.ones(6), DOSE]))


@pytest.mark.parametrize("test", ["z", "knha", "adhoc"])
@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_a_regression_on_1_has_the_influence_of_the_pooled_effect(method: str, test: str) -> None:
    """Two ways of computing the same measures."""
    plain = influence(random_effects(Y, V, method=method, test=test))
    regression = influence_of_regression(meta_regression(Y, V, np.ones(6), method=method, test=test))
    for field in fields(plain):
        ours, theirs = (np.ravel(getattr(found, field.name)) for found in (regression, plain))
        assert ours == pytest.approx(theirs, rel=1e-8, abs=1e-10), field.name


def test_leverages_sum_to_the_number_of_coefficients() -> None:
    found = influence(FIT)
    assert found.hat.sum() == pytest.approx(2.0, rel=1e-12)
    assert found.dfbetas.shape == (6, 2)


def test_a_cohort_alone_in_its_group_cannot_be_left_out() -> None:
    """MS581; and MS501 where too few cohorts are left."""
    alone = meta_regression(Y, V, np.column_stack([np.ones(6), [0, 0, 0, 0, 0, 1]]))
    with pytest.raises(Refusal, match=r"MS581.*rows 6"):
        influence(alone)
    with pytest.raises(Refusal, match="MS501"):
        influence(meta_regression(Y[:3], V[:3], np.column_stack([np.ones(3), DOSE[:3]])))


def test_the_classical_regression_test_beside_moderators_is_least_squares() -> None:
    """Weights 1/vi and an error from the residuals, by plain linear algebra."""
    found = regression_test(FIT, model="lm")
    x, w = np.column_stack([np.ones(6), DOSE, np.sqrt(V)]), 1 / V
    inverse = np.linalg.inv(x.T @ (w[:, None] * x))
    b = inverse @ x.T @ (w * Y)
    se = np.sqrt((w * (Y - x @ b) ** 2).sum() / 3 * np.diag(inverse))
    assert (found.slope, found.slope_se) == pytest.approx((b[2], se[2]), rel=1e-10)
    assert (found.intercept, found.intercept_se) == pytest.approx((b[0], se[0]), rel=1e-10)
    assert (found.df, found.tau2, found.limit) == (3, None, None)
    without = regression_test(meta_regression(Y, V, DOSE))
    assert (without.intercept, without.intercept_se) == (0.0, 0.0)


@pytest.mark.parametrize(
    "question",
    [
        leave_one_out,
        lambda pooled: cumulative(pooled, range(6)),
        baujat,
        best_linear_prediction,
        rank_test,
        trim_and_fill,
        pet_peese,
        henmi_copas,
        excess_significance,
    ],
)
def test_what_knows_no_moderators_refuses_them(question: Callable[..., object]) -> None:
    """MS580, rather than to drop them without a word; dependent effects likewise."""
    for pooled in (FIT, multilevel(Y, V, groups=[1, 1, 2, 2, 3, 3])):
        with pytest.raises(Refusal, match="MS580"):
            question(pooled)


def test_a_line_through_every_effect_leaves_nothing_to_test_against() -> None:
    """MS513: the residuals beside one moderator are all 0, and so is the error of the slope."""
    exact = meta_regression(np.zeros(6), V, np.column_stack([np.ones(6), DOSE]), method="EE")
    with pytest.raises(Refusal, match="MS513"):
        regression_test(exact, model="lm")
