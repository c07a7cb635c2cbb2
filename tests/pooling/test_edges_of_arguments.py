"""What pooling answers where its arguments are at an edge: one cohort, other shapes, a search that did not settle."""

from dataclasses import replace

import numpy as np
import pytest

from metasacro.pooling import binomial_normal_profile
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.common_counts import missing_events
from metasacro.pooling.likelihood_ratio import likelihood_ratio_test
from metasacro.pooling.linear_combination import combined_median
from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.multilevel import multilevel
from metasacro.pooling.multilevel_influence import cluster_influence, multilevel_influence
from metasacro.pooling.peto import peto
from metasacro.pooling.quantile_medians import qe_median_differences
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.two_group_counts import person_time, two_by_two
from metasacro.problems import Refusal
from metasacro.tau2 import highest_maximum

Y, V = [0.31, 1.92, 0.43, -0.85], [0.04, 0.09, 0.05, 0.02]


def codes(pooled: object) -> list[str]:
    return [caution.code for caution in pooled.cautions]  # type: ignore[attr-defined]


def test_an_estimate_of_tau2_that_did_not_settle_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """MS411, of the mean and of a regression."""
    monkeypatch.setattr(highest_maximum, "STEPS", 1)
    assert "MS411" in codes(random_effects(Y, V, method="REML"))
    assert "MS411" in codes(meta_regression(Y, V, mods=[0.0, 1.0, 3.0, 2.0], method="REML"))


def test_a_moderator_is_a_column_and_a_table_of_tables_is_refused() -> None:
    column = meta_regression(Y, V, mods=[0.0, 1.0, 3.0, 2.0])
    table = meta_regression(Y, V, mods=[[0.0], [1.0], [3.0], [2.0]])
    assert column.coefficients.names == table.coefficients.names == ("x1",)
    assert column.coefficients.estimate.tolist() == table.coefficients.estimate.tolist()
    with pytest.raises(Refusal, match="MS492"):
        meta_regression(Y, V, mods=np.zeros((4, 1, 1)))


def test_nothing_but_events_is_said_of_the_group() -> None:
    given = two_by_two("OR", {"ai": [9, 8], "n1i": [9, 8], "ci": [2, 3], "n2i": [9, 8]})
    assert missing_events(given) == "group 1 has nothing but events in every cohort"
    given = two_by_two("OR", {"ai": [1, 0], "n1i": [9, 8], "ci": [9, 8], "n2i": [9, 8]})
    assert missing_events(given) == "group 2 has nothing but events in every cohort"


def test_a_cohort_that_is_silent_in_both_groups_is_left_out_on_request() -> None:
    """Its own effect has no part in Q: with it dropped, the answer is that of the others."""
    others = mantel_haenszel("OR", ai=[3, 5, 2], n1i=[20, 30, 25], ci=[6, 4, 7], n2i=[21, 28, 26])
    with_it = mantel_haenszel("OR", ai=[3, 5, 2, 0], n1i=[20, 30, 25, 9], ci=[6, 4, 7, 0], n2i=[21, 28, 26, 9])
    assert with_it.estimate == pytest.approx(others.estimate, rel=1e-14)


def test_a_silent_cohort_counts_in_petos_q_only_if_it_is_kept() -> None:
    """It says nothing of the effect; its own effect is 0 with an infinite variance, and its degree of freedom stays."""
    counts = {"ai": [3, 5, 2, 0], "n1i": [20, 30, 25, 9], "ci": [6, 4, 7, 0], "n2i": [21, 28, 26, 9]}
    others = peto(**{name: column[:3] for name, column in counts.items()})
    dropped, kept = peto(**counts, drop00=(True, True)), peto(**counts, drop00=(False, False))
    assert dropped.estimate == kept.estimate == others.estimate
    assert dropped.q == pytest.approx(others.q, rel=1e-14)
    assert kept.q == pytest.approx(others.q, rel=1e-14)
    assert (dropped.q_df, kept.q_df, others.q_df) == (2.0, 3.0, 2.0)


def test_person_time_names_the_columns_it_lacks() -> None:
    with pytest.raises(Refusal, match="`t2i`") as refused:
        person_time("IRR", {"x1i": [1], "t1i": [10.5], "x2i": [2]})
    assert refused.value.code == "MS351"


def test_two_models_of_one_likelihood_differ_only_in_what_is_tested() -> None:
    """MS497: a multilevel answer and a plain one."""
    with pytest.raises(Refusal, match="one is multilevel and the other is not"):
        likelihood_ratio_test(
            multilevel(Y, V, groups=["a", "a", "b", "b"], method="ML"), random_effects(Y, V, method="ML")
        )


def test_a_cohort_that_prints_a_mean_enters_with_its_own_variance() -> None:
    """Weights without τ² are 1/variance: SD²/n of the mean; of a median from its quartiles' ranks."""
    nan = np.nan
    pooled = combined_median(
        [40, 55, 64], mediani=[5, 6, nan], q1i=[3, 4, nan], q3i=[7, 9, nan], mi=[nan, nan, 5.5], sdi=[nan, nan, 4.0],
        model="FE",
    )  # fmt: skip
    ranks = np.rint(0.75 * np.array([40, 55])) - np.rint(0.25 * np.array([40, 55]))
    variances = [*(np.array([40, 55]) * np.array([4.0, 5.0]) ** 2 / (4 * ranks**2)), 16.0 / 64]
    assert pooled.vi == pytest.approx(variances, rel=1e-14)
    assert pooled.yi.tolist() == [5.0, 6.0, 5.5]


def test_groups_of_different_length_are_refused() -> None:
    median = {"mediani": [4, 5], "q1i": [3, 4], "q3i": [6, 7]}
    one = {"mediani": [5], "q1i": [3.5], "q3i": [7]}
    with pytest.raises(Refusal, match="`n1i` 2, `n2i` 1"):
        qe_median_differences([100, 90], [90], group1=median, group2=one)
    with pytest.raises(Refusal, match="MS357"):
        qe_median_differences([100, 90], [90], group1=median, group2=median)


def test_the_interval_of_tau2_of_counts_is_open_where_the_profile_never_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binomial_normal_profile, "_FAR", 1e-9)
    pooled = binomial_normal([1, 5, 9, 3], [20, 22, 30, 25])
    assert pooled.tau2_interval is None
    assert "MS414" in codes(pooled)


def test_one_table_has_no_heterogeneity() -> None:
    """Its pooled effect is its own, and there is nothing for it to differ from."""
    alone = mantel_haenszel("OR", ai=[3], n1i=[20], ci=[6], n2i=[21])
    assert alone.estimate == pytest.approx(np.log(3 * 15 / (17 * 6)), rel=1e-14)
    assert (alone.k, alone.q, alone.q_df, alone.i2, alone.h2) == (1, None, None, None, None)


def test_a_cluster_without_which_no_model_is_left_has_no_influence_that_can_be_told() -> None:
    """The moderator differs in the last cluster only: without it, its column is a part of the intercept."""
    x = [0.0, 0.0, 0.0, 0.0, 1.0, 2.0]
    fit = multilevel([0.1, 0.3, 0.8, 0.7, 0.2, 0.9], [0.02, 0.03, 0.02, 0.04, 0.05, 0.03], groups=list("aabbcc"),
                     mods={"x": x}, profile=False)  # fmt: skip
    found = cluster_influence(fit, list("aabbcc"))
    assert np.isnan(found).tolist() == [False, False, True]
    assert (found[:2] > 0).all()


def test_influence_needs_the_effects_of_the_answer() -> None:
    """MS484, of a multilevel answer that was kept without them."""
    fit = multilevel(Y, V, groups=list("aabb"), profile=False)
    with pytest.raises(Refusal, match="MS484"):
        multilevel_influence(replace(fit, yi=None))
