"""Cluster-robust variances."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_group_effects import group_effects
from metasacro.pooling.multilevel_influence import cluster_influence, multilevel_influence
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.robust_variance import KINDS, robust_variance
from metasacro.pooling.sampling_covariance import sampling_covariance
from metasacro.problems import Refusal
from tests.pooling.test_multilevel import EACH, STUDY, THREE_LEVELS, V, X, Y
from tests.tolerances import CLOSED


def codes(pooled: Any) -> list[str]:
    return [caution.code for caution in pooled.cautions]


def test_cr0_of_a_weighted_mean_is_the_sum_of_squared_cluster_totals() -> None:
    pooled = common_effect(Y, V)
    robust = robust_variance(pooled, cluster=STUDY, kind="CR0")
    w = 1 / np.array(V)
    totals = [sum(w[i] * (Y[i] - (pooled.estimate or 0)) for i in range(12) if STUDY[i] == s) for s in "abcde"]
    assert robust.se == pytest.approx(np.sqrt(np.square(totals).sum()) / w.sum(), rel=CLOSED)
    assert (robust.df, robust.clusters, robust.test) == (4.0, 5, "CR0")


def test_cr1_enlarges_cr0_by_the_number_of_clusters() -> None:
    pooled = random_effects(Y, V)
    plain, corrected = (robust_variance(pooled, cluster=STUDY, kind=kind) for kind in ("CR0", "CR1"))
    assert corrected.se == pytest.approx((plain.se or 0) * np.sqrt(5 / 4), rel=CLOSED)


def test_cr2_of_equal_clusters_of_one_is_the_standard_error_of_a_mean() -> None:
    """Equal variances: the classical t test on k − 1 degrees of freedom."""
    robust = robust_variance(common_effect(Y, [0.1] * 12), cluster=EACH)
    assert robust.se == pytest.approx(np.std(Y, ddof=1) / np.sqrt(12), rel=CLOSED)
    assert robust.df == pytest.approx(11, rel=CLOSED)


def test_cr2_is_unbiased_when_the_working_model_is_right() -> None:
    """Over all effects that the model makes, the mean of the robust variance is the variance of the model."""
    fit = multilevel(Y, V, groups=THREE_LEVELS, mods={"x": X}, profile=False)
    variances = [level.variance for level in fit.levels]
    study = np.array(STUDY)
    whole = np.diag(V) + variances[0] * (study[:, None] == study[None, :]) + variances[1] * np.eye(12)
    w = np.linalg.inv(whole)
    inner = np.linalg.inv(fit.design.T @ w @ fit.design)
    residual = np.eye(12) - fit.design @ inner @ fit.design.T @ w
    spread = residual @ whole @ residual.T
    middle = np.zeros((2, 2))
    for s in "abcde":
        at = np.flatnonzero(study == s)
        block = whole[np.ix_(at, at)]
        upper = np.linalg.cholesky(block).T
        values, vectors = np.linalg.eigh(upper @ spread[np.ix_(at, at)] @ upper.T)
        side = upper.T @ (vectors / np.sqrt(values)) @ vectors.T @ upper
        half = fit.design[at].T @ w[np.ix_(at, at)] @ side
        middle += half @ spread[np.ix_(at, at)] @ half.T
    assert inner @ middle @ inner == pytest.approx(inner, rel=1e-9)


def test_two_moderators_are_tested_together_and_in_any_combination_of_them() -> None:
    """A Hotelling test does not depend on how the moderators are written."""
    x, z = np.array(X), np.cos(np.arange(12.0))
    one = robust_variance(
        multilevel(Y, V, groups=THREE_LEVELS, mods={"x": x, "z": z}, profile=False), cluster=STUDY
    ).joint
    other = robust_variance(
        multilevel(Y, V, groups=THREE_LEVELS, mods={"s": 3 * x - z, "t": x + 5 * z}, profile=False), cluster=STUDY
    ).joint
    assert one is not None
    assert other is not None
    assert one.df == 2
    assert one.statistic == pytest.approx(other.statistic, rel=1e-6)
    assert one.residual_df == pytest.approx(other.residual_df, rel=1e-6)


@pytest.mark.parametrize("q", [2, 4])
def test_one_cluster_more_than_coefficients_leaves_half_of_q_plus_1_degrees_of_freedom(q: int) -> None:
    """The residuals have one direction, so that the variance is χ² on 1 df times a matrix, for which eta = (q + 1)/2;
    T² is F on eta − q + 1 degrees of freedom, and where these are none there is no joint test."""
    rng = np.random.default_rng(q)
    mods = {f"x{i}": rng.normal(size=q + 2) for i in range(q)}
    v = rng.uniform(0.01, 0.2, q + 2)
    fit = meta_regression(rng.normal(size=q + 2), v, "~ " + " + ".join(mods), data=mods, method="EE")
    joint = robust_variance(fit, cluster=list(range(q + 2))).joint
    if q == 2:
        assert joint is not None
        assert joint.residual_df == pytest.approx(0.5, rel=1e-8)
    else:
        assert joint is None


def test_no_degrees_of_freedom_are_none_however_they_round() -> None:
    """With three moderators eta is q − 1 exactly, and rounding would leave 1e-12 degrees of freedom now and then."""
    for seed in range(12):
        rng = np.random.default_rng(seed)
        mods = {f"x{i}": rng.normal(size=5) for i in range(3)}
        fit = meta_regression(rng.normal(size=5), rng.uniform(0.01, 0.2, 5), "~ x0 + x1 + x2", data=mods, method="EE")
        assert robust_variance(fit, cluster=list(range(5))).joint is None


def test_residuals_that_are_all_0_have_no_variance() -> None:
    """MS417."""
    with pytest.raises(Refusal, match="MS417"):
        robust_variance(common_effect([0.3] * 12, V), cluster=STUDY)


def test_residuals_that_are_0_name_every_column_that_has_none() -> None:
    """Effects on a line; and effects in other units have residuals all the same."""
    with pytest.raises(Refusal, match=r"MS417: .* nothing over for `x1`, `x2` \(5 clusters\)"):
        robust_variance(meta_regression([0.5 + x for x in X], V, np.column_stack([np.ones(12), X]), method="EE"),
                        cluster=STUDY)  # fmt: skip
    usual = robust_variance(common_effect(Y, V), cluster=STUDY)
    for unit in (1e-9, 1e9):
        other = robust_variance(common_effect([unit * y for y in Y], [unit**2 * v for v in V]), cluster=STUDY)
        assert other.se == pytest.approx(unit * (usual.se or 0), rel=CLOSED)
        assert other.joint is not None


@pytest.mark.parametrize("options", [{"test": "knha"}, {"test": "knha", "tau2": 0.02}, {"method": "EE", "test": "z"}])
def test_what_does_not_depend_on_errors_is_that_of_the_model(options: dict[str, Any]) -> None:
    """The variance of effects that share nothing is that of a group each."""
    plain = random_effects(Y, V, **options)
    robust = robust_variance(plain, cluster=STUDY)
    for name in ("tau2", "se_tau2", "tau2_given", "tau2_interval", "i2", "h2", "q_p", "k", "method"):
        assert getattr(robust, name) == getattr(plain, name)
    assert robust.coefficients.names == ("intercept",)
    assert (robust.prediction is None) == (plain.prediction is None) == ("EE" in options.values())
    if "test" in options and len(options) == 1:
        grouped = robust_variance(multilevel(Y, V, groups=EACH, profile=False), cluster=STUDY)
        assert (robust.se, robust.df) == pytest.approx((grouped.se, grouped.df), rel=1e-6)


def test_where_tau2_is_0_a_new_effect_lies_where_the_mean_does() -> None:
    robust = robust_variance(random_effects([0.1, 0.12, 0.14, 0.1, 0.13], V[:5]), cluster=EACH[:5])
    assert robust.tau2 == 0.0
    assert robust.prediction is not None
    assert robust.interval is not None
    assert robust.prediction.lower == pytest.approx(robust.interval.lower, rel=1e-14)


def test_cautions_about_errors_that_are_no_longer_used_are_dropped_and_others_stay() -> None:
    two = robust_variance(random_effects([0.1, 0.9], [0.02, 0.03], test="t"), cluster=[1, 2], kind="CR0")
    assert codes(two) == ["MS421", "MS424", "MS485"]
    alike = random_effects([0.1, 0.12, 0.14, 0.1, 0.13], V[:5], test="knha")
    assert "MS425" in codes(alike)
    assert codes(robust_variance(alike, cluster=EACH[:5], kind="CR0")) == [c for c in codes(alike) if c != "MS425"]


def test_without_an_intercept_all_moderators_are_tested() -> None:
    sides = np.column_stack([np.array(STUDY) <= "b", np.array(STUDY) > "b"]).astype(float)
    robust = robust_variance(multilevel(Y, V, groups=STUDY, mods=sides, intercept=False, profile=False), cluster=STUDY)
    assert robust.joint is not None
    assert robust.joint.names == ("x1", "x2")


def test_the_estimate_stays_and_the_prediction_follows() -> None:
    pooled = multilevel(Y, sampling_covariance(V, cluster=STUDY, rho=0.6), groups=THREE_LEVELS, profile=False)
    robust = robust_variance(pooled, cluster=STUDY)
    assert (robust.estimate, robust.tau2) == (pytest.approx(pooled.estimate, rel=CLOSED), pooled.tau2)
    assert robust.prediction is not None
    assert robust.interval is not None
    assert robust.prediction.lower < robust.interval.lower


@pytest.mark.parametrize("kind", ["CR0", "CR1"])
def test_two_coefficients_that_single_clusters_determine_are_not_tested_together(kind: str) -> None:
    """Only the mean of the others varies, by which both differ; their covariance has no inverse but by rounding."""
    lone = {f"is {s}": [float(s == label) for label in STUDY] for s in "ab"}
    robust = robust_variance(multilevel(Y, V, groups=STUDY, mods=lone, profile=False), cluster=STUDY, kind=kind)
    assert robust.coefficients.se == pytest.approx(np.full(3, robust.coefficients.se[0]), rel=1e-9)
    assert robust.joint is None


def test_few_degrees_of_freedom_are_said() -> None:
    lone = [1.0 if s == "a" else 0.0 for s in STUDY]
    robust = robust_variance(multilevel(Y, V, groups=STUDY, mods={"lone": lone}, profile=False), cluster=STUDY)
    assert codes(robust)[-1] == "MS485"
    df = robust.coefficients.df.min()
    text = f"robust variance from 5 clusters: only {df:.1f} degrees of freedom (intercept, lone)"
    assert robust.cautions[-1].message == text
    four = robust_variance(common_effect(Y, V), cluster=STUDY, kind="CR0")  # 4 are enough
    assert (four.df, "MS485" in codes(four)) == (4.0, False)


@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("MS482", {"cluster": ["one"] * 12}),
        ("MS483", {"cluster": EACH}),
        ("MS472: `cluster`", {"cluster": STUDY[:4]}),
        ("MS473", {"cluster": [None, *STUDY[1:]]}),
        ("MS404: unknown kind `CR3`", {"cluster": STUDY, "kind": "CR3"}),
        ("MS405", {"cluster": STUDY, "level": 95}),
    ],
)
def test_what_has_no_robust_variance_is_refused(code: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        robust_variance(multilevel(Y, V, groups=THREE_LEVELS, profile=False), **asked)


def test_counts_have_no_residuals_of_known_variance() -> None:
    with pytest.raises(Refusal, match="MS484"):
        robust_variance(binomial_normal([1, 3, 5], [20, 30, 25]), cluster=[1, 2, 3])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-3, 3), st.floats(0.05, 2), st.integers(0, 5)), min_size=6, max_size=15).filter(
        lambda rows: len({row[2] for row in rows}) >= 3 and len({round(row[0], 3) for row in rows}) > 3
    ),
    st.sampled_from(KINDS),
    st.floats(0.001, 1000),
    st.floats(-10, 10),
)
def test_units_and_order_do_not_matter(rows: Any, kind: str, scale: float, shift: float) -> None:
    y, v, cluster = (np.array(column) for column in zip(*rows, strict=True))
    plain = robust_variance(common_effect(y, v), cluster=cluster, kind=kind)
    back = slice(None, None, -1)
    other = robust_variance(
        common_effect((scale * (y + shift))[back], (scale**2 * v)[back]), cluster=cluster[back], kind=kind
    )
    assert (other.se or 0) / scale == pytest.approx(plain.se, rel=1e-7, abs=1e-9)
    assert other.df == pytest.approx(plain.df, rel=1e-7)


def test_predicted_effects_of_one_level_sum_to_zero_over_the_weights() -> None:
    (level,) = group_effects(multilevel(Y, V, groups=EACH, profile=False))
    # u = σ² W e, and the normal equation of the mean says that Σ W e = 0
    assert level.estimate.sum() == pytest.approx(0, abs=1e-12)
    assert (level.lower < level.upper).all()


def test_a_cluster_of_one_effect_is_as_influential_as_that_effect() -> None:
    labels = ["alone", *STUDY[1:]]
    fit = multilevel(Y, V, groups=labels, profile=False)
    found = multilevel_influence(fit)
    assert cluster_influence(fit, labels)[0] == pytest.approx(found.cooks_distance[0], rel=1e-9)
    assert found.hat.sum() == pytest.approx(1, rel=CLOSED)
    assert found.weights_row_sum == pytest.approx(fit.weights, rel=CLOSED)


def test_without_an_effect_that_a_moderator_needs_there_is_no_answer() -> None:
    lone = [1.0, *[0.0] * 11]
    found = multilevel_influence(multilevel(Y, V, groups=STUDY, mods={"lone": lone}, profile=False))
    assert np.isnan(found.cooks_distance).tolist() == [True, *[False] * 11]
    assert np.isnan(found.rstudent).tolist() == [True, *[False] * 11]


def test_without_the_effect_that_tells_two_levels_apart_there_is_no_answer() -> None:
    groups = {"study": ["a", "a", "b", "c", "d"], "effect": range(5)}
    found = multilevel_influence(multilevel(Y[:5], V[:5], groups=groups, profile=False))
    assert np.isnan(found.rstudent).tolist() == [True, True, False, False, False]


def test_influence_of_clusters_needs_a_label_for_each_effect() -> None:
    with pytest.raises(Refusal, match="MS472: `cluster` has 3 values"):
        cluster_influence(multilevel(Y, V, groups=STUDY, profile=False), STUDY[:3])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("units", [(1e-5, 1e5, 1.0), (1e5, 1e-5, 1.0), (1.0, 1.0, 2.0**30), (1.0, 1.0, 2.0**-30)])
def test_units_of_moderators_and_effects_are_free(kind: str, units: tuple[float, float, float]) -> None:
    """Two correlated moderators, in units far apart, and effects in units far from theirs."""
    one, other = np.array(X), np.array(X) + np.sin(EACH)

    def robust(a: float, b: float, unit: float) -> Any:
        fit = meta_regression(
            unit * np.array(Y), unit**2 * np.array(V), np.column_stack([np.ones(12), a * one, b * other])
        )
        return robust_variance(fit, cluster=STUDY, kind=kind)

    plain, scaled = robust(1.0, 1.0, 1.0), robust(*units)
    assert scaled.joint is not None
    assert (scaled.joint.statistic, scaled.joint.p_value) == pytest.approx(
        (plain.joint.statistic, plain.joint.p_value), rel=1e-6
    )
    assert scaled.coefficients.statistic == pytest.approx(plain.coefficients.statistic, rel=1e-6)
