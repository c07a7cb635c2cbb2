"""Subgroups: what they are made of, and what is refused or cautioned."""

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.stats import chi2

from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.subgroups import subgroups
from metasacro.problems import Refusal, caution
from metasacro.tau2.estimate import Tau2

Y = [0.1, 0.3, 0.9, 0.7, 0.2, 0.5, 0.4]
V = [0.04, 0.09, 0.05, 0.06, 0.02, 0.03, 0.07]
G = ["b", "a", "b", "a", "c", "c", "b"]


def test_a_separate_subgroup_is_what_pooling_it_alone_gives() -> None:
    found = subgroups(Y, V, G)
    alone = random_effects(*(np.array(column)[np.array(G) == "b"] for column in (Y, V)))
    assert [group.label for group in found.groups] == ["b", "a", "c"]
    assert (found["b"].estimate, found["b"].se, found["b"].tau2) == (alone.estimate, alone.se, alone.tau2)
    assert (found.tau2, found.tau2_interval) == (None, None)


def test_a_common_tau2_makes_the_interaction_that_of_a_meta_regression() -> None:
    found = subgroups(Y, V, G, tau2="common", method="PM", test="z")
    regression = meta_regression(Y, V, "~ C(g)", data={"g": G}, method="PM", test="z")
    assert found.tau2 == pytest.approx(regression.tau2, rel=1e-12)
    assert found.interaction.q == pytest.approx(regression.omnibus.statistic, rel=1e-10)
    assert found.interaction.df == regression.omnibus.df
    assert found.tau2_interval is not None
    assert regression.tau2_interval is not None
    assert found.tau2_interval.upper == pytest.approx(regression.tau2_interval.upper, rel=1e-9)
    assert [group.pooled.tau2 for group in found.groups] == [found.tau2] * 3
    assert [group.pooled.tau2_interval for group in found.groups] == [None] * 3


def test_under_the_common_effect_model_q_splits_into_within_and_between() -> None:
    found = subgroups(Y, V, G, method="EE")
    whole = random_effects(Y, V, method="EE")
    assert whole.q == pytest.approx(found.q_within + found.interaction.q, rel=1e-12)
    assert found.interaction == found.interaction_common_effect


@pytest.mark.parametrize("tau2", ["separate", "common"])
def test_an_answer_and_its_parts(tau2: str) -> None:
    """The interaction is Q of the subgroups' means around their mean, by whichever test the means are given."""
    found = subgroups(Y, V, np.array(G), method="DL", test="t", level=0.9, tau2=tau2)
    for interaction, method in ((found.interaction, "DL"), (found.interaction_common_effect, "EE")):
        held = found.tau2 if method == "DL" else None
        alone = [
            random_effects(*(np.array(column)[np.array(G) == label] for column in (Y, V)), method=method, tau2=held)
            for label in "bac"
        ]
        m, u = np.array([[one.estimate, sum(1 / (one.vi + one.tau2))] for one in alone]).T
        q = float((u * (m - u @ m / u.sum()) ** 2).sum())
        assert (interaction.q, interaction.df) == (pytest.approx(q, rel=1e-10), 2)
        assert interaction.p_value == pytest.approx(chi2.sf(q, 2), rel=1e-10)
    assert found.q_within == pytest.approx(sum(group.pooled.q for group in found.groups), rel=1e-14)
    assert (found.method, found.test, found.level) == ("DL", "t", 0.9)
    for group in found.groups:
        assert (group.pooled.method, group.pooled.test, group.pooled.interval.level) == ("DL", "t", 0.9)
        assert group.label in "abc"
    if tau2 == "common":
        assert found.tau2_interval is not None
        regression = meta_regression(Y, V, "~ C(g)", data={"g": G}, method="DL", level=0.9)
        assert found.tau2_interval.level == 0.9
        assert found.tau2_interval.upper == pytest.approx(regression.tau2_interval.upper, rel=1e-9)


def test_the_common_effect_has_one_name_more_and_no_common_tau2() -> None:
    """FE; nor is a cohort alone in its subgroup without anything there."""
    labels = ["a", "a", "a", "a", "b", "b", "c"]
    found = subgroups(Y, V, labels, method="FE", tau2="common")
    assert (found.method, found.tau2, found.tau2_interval) == ("EE", None, None)
    assert found["c"].q is None
    assert found.q_within == pytest.approx(found["a"].q + found["b"].q, rel=1e-14)
    assert found.cautions == (caution("MS469", k=7, groups=3),)


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ("MS404: unknown tau2 `both`", {"tau2": "both"}),
        ("MS404: unknown method `dl`", {"method": "dl"}),
        ("MS405", {"level": 95.0}),
    ],
)
def test_words_that_are_no_choice_are_refused(said: str, options: dict[str, object]) -> None:
    with pytest.raises(Refusal, match=said):
        subgroups(Y, V, G, **options)  # type: ignore[arg-type]  # each option has its own type


@pytest.mark.parametrize(("times", "few"), [(9, True), (10, False)])
def test_ten_cohorts_a_comparison_are_enough(times: int, few: bool) -> None:
    """MS469: two comparisons of three subgroups."""
    y, labels = np.linspace(0.0, 1.0, 2 * times), ["a", "b"] * (times - 1) + ["c", "c"]
    found = subgroups(y, [0.1] * (2 * times), labels)
    assert found.cautions == ((caution("MS469", k=2 * times, groups=3),) if few else ())


def test_all_subgroups_of_one_cohort_are_named() -> None:
    """MS468."""
    found = subgroups(Y, V, ["a", "b", 3, "d", "d", "d", "d"], method="DL")
    assert found.cautions[0] == caution("MS468", labels="`a`, `b`, `3`")


def test_a_shift_of_all_effects_leaves_the_interaction() -> None:
    plain, moved = subgroups(Y, V, G), subgroups([y + 1e6 for y in Y], V, G)
    assert moved.interaction.q == pytest.approx(plain.interaction.q, rel=1e-8)


def test_one_subgroup_has_nothing_to_be_compared_with() -> None:
    """MS467; also a common τ² where no subgroup has two cohorts."""
    with pytest.raises(Refusal, match="MS467"):
        subgroups(Y, V, ["a"] * 7)
    with pytest.raises(Refusal, match="MS467"):
        subgroups(Y, V, range(7), tau2="common")


def test_labels_are_needed_for_each_effect() -> None:
    with pytest.raises(Refusal, match="MS472: `groups` has 6 values for 7"):
        subgroups(Y, V, G[:-1])
    with pytest.raises(Refusal, match=r"MS473: `groups`.*7\b"):
        subgroups(Y, V, [*G[:-1], None])


def test_a_single_cohort_is_named_unless_it_borrows_tau2() -> None:
    """MS468."""
    labels = ["a", "a", "a", "a", "b", "b", "c"]
    separate, common = subgroups(Y, V, labels), subgroups(Y, V, labels, tau2="common")
    assert [c.code for c in separate.cautions] == ["MS468", "MS469"]
    assert "`c`" in separate.cautions[0].message
    assert [c.code for c in common.cautions] == ["MS469"]
    assert common.tau2 is not None
    assert common["c"].se == pytest.approx(np.sqrt(V[-1] + common.tau2), rel=1e-12)


def test_few_cohorts_a_comparison_are_a_sketch() -> None:
    """MS469, until there are ten for each."""
    assert [c.code for c in subgroups(Y, V, G).cautions] == ["MS469"]
    assert subgroups(Y + Y, V + V, ["a", "b"] * 7).cautions == ()


def test_a_common_tau2_keeps_the_cautions_of_its_estimate() -> None:
    """MS412: within subgroups the cohorts agree more closely than their variances explain."""
    effects = [0.1, 0.1001, 0.1, 0.9, 0.9001, 0.9]
    found = subgroups(effects, [1.0] * 6, ["a"] * 3 + ["b"] * 3, tau2="common")
    regression = meta_regression(effects, [1.0] * 6, "~ C(g)", data={"g": ["a"] * 3 + ["b"] * 3})
    assert caution("MS412", q=found.q_within, df=4) in found.cautions
    assert [c.message for c in found.cautions if c.code == "MS412"] == [
        c.message for c in regression.cautions if c.code == "MS412"
    ]
    assert "MS412" in [c.code for c in found.cautions]


def test_a_common_tau2_whose_search_did_not_end_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """MS411, of an estimator that ends without a stationary point."""

    def unfinished(*_: object) -> Tau2:
        return Tau2(tau2=np.asarray(0.1), se=np.asarray(0.1), converged=np.asarray(False))

    monkeypatch.setattr("metasacro.pooling.subgroups.ESTIMATORS", {"REML": SimpleNamespace(function=unfinished)})
    assert caution("MS411", method="REML") in subgroups(Y, V, G, tau2="common").cautions


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"tau2": -0.1}, "not below 0"),
        ({"tau2": float("nan")}, "finite"),
        ({"tau2": 0.1, "method": "EE"}, "common-effect"),
        ({"tau2": 0.1, "mods": "~ x", "data": {"x": Y}}, "estimates its own"),
    ],
)
def test_a_tau2_from_elsewhere_must_be_a_variance(options: dict[str, object], reason: str) -> None:
    """MS466."""
    with pytest.raises(Refusal, match=f"MS466.*{reason}"):
        random_effects(Y, V, **options)  # type: ignore[arg-type]  # each option has its own type


def test_a_tau2_from_elsewhere_takes_the_place_of_the_estimate() -> None:
    estimated = random_effects(Y, V)
    given = random_effects(Y, V, tau2=estimated.tau2)
    assert (given.estimate, given.se, given.i2) == (estimated.estimate, estimated.se, estimated.i2)
    assert (given.se_tau2, given.tau2_interval) == (None, None)
    assert [c.code for c in given.cautions if c.code in ("MS421", "MS423")] == []
