"""Subgroups against metafor (each subgroup fitted by itself) and meta (`metagen` with `subgroup`)."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.subgroups import subgroups

#: The chain from effects to Q between subgroups, in closed form.
CHAIN = 1e-10

#: REML of these calls is left at R's default rule, a step of τ² below 1e-5; that reaches Q between subgroups enlarged.
STEP, STEP_IN_Q = 3e-5, 5e-3

Case = dict[str, Any]


def cases_of(oracle: Callable[[str], Any], method: str) -> list[Case]:
    found = [c for c in oracle("metareg") if "by" in c["options"] and c["options"]["method"] == method]
    assert len(found) >= 5
    return found


@pytest.mark.parametrize("method", ["EE", "DL", "REML"])
def test_subgroups_and_their_interaction_agree_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    for case in cases_of(oracle, method):
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        labels = [str(label) for label in data["g"]]
        found = subgroups(data["yi"], data["vi"], labels, method=method, test="z")
        assert sorted(str(group.label) for group in found.groups) == sorted(map(str, expected["levels"])), at
        for i, level in enumerate(map(str, expected["levels"])):
            one = found[level]
            assert one.tau2 == pytest.approx(expected["tau2"][i], rel=CHAIN, abs=STEP if method == "REML" else 1e-15), (
                at
            )
            if method == "REML":  # at R's own τ² the rest is closed
                chosen = np.array(labels) == level
                part = (np.array(data[column])[chosen] for column in ("yi", "vi"))
                one = random_effects(*part, test="z", tau2=expected["tau2"][i])
            assert one.k == expected["k"][i], at
            assert one.q == pytest.approx(expected["QE"][i], rel=CHAIN), at
            assert one.interval is not None
            wanted = (expected["b"][i], expected["se"][i], expected["ci_lb"][i], expected["ci_ub"][i])
            actual = (one.estimate, one.se, one.interval.lower, one.interval.upper)
            assert actual == pytest.approx(wanted, rel=CHAIN, abs=CHAIN * expected["se"][i]), at
        rel = STEP_IN_Q if method == "REML" else CHAIN
        assert found.interaction.df == expected["df_between"], at
        assert found.interaction.q == pytest.approx(expected["Q_between"], rel=rel), at
        assert found.interaction.p_value == pytest.approx(expected["p_between"], rel=20 * rel), at
        assert found.q_within == pytest.approx(expected["Q_within"], rel=CHAIN), at


def test_the_interaction_agrees_with_metafor_at_its_own_tau2(oracle: Callable[[str], Any]) -> None:
    """REML: with R's τ² in each subgroup, Q between them is R's to the last digits."""
    for case in cases_of(oracle, "REML"):
        data, expected = case["inputs"]["data"], case["expected"]
        y, v, labels = np.array(data["yi"]), np.array(data["vi"]), np.array([str(label) for label in data["g"]])
        known = dict(zip(map(str, expected["levels"]), expected["tau2"], strict=True))
        found = subgroups(y, v + [known[label] for label in labels], labels, method="EE", test="z")
        assert found.interaction.q == pytest.approx(expected["Q_between"], rel=1e-9), case["id"]


@pytest.mark.parametrize(("kind", "tau2"), [("subgroup_tausep", "separate"), ("subgroup_taucommon", "common")])
def test_both_kinds_of_tau2_agree_with_meta(oracle: Callable[[str], Any], kind: str, tau2: str) -> None:
    """DerSimonian–Laird, with weights of the random-effects and of the common-effect model."""
    cases = [c for c in oracle("metapkg") if c["id"].endswith(kind)]
    assert len(cases) >= 4
    for case in cases:
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        variances = np.array(data["sei"]) ** 2
        found = subgroups(data["yi"], variances, data["g"], method="DL", test="z", tau2=tau2)
        answers = [group.pooled for group in found.groups]
        assert [one.estimate for one in answers] == pytest.approx(expected["TE_random_w"], rel=CHAIN), at
        assert [one.se for one in answers] == pytest.approx(expected["seTE_random_w"], rel=CHAIN), at
        assert [one.tau2 for one in answers] == pytest.approx(expected["tau2_w"], rel=CHAIN, abs=1e-15), at
        assert [one.q for one in answers] == pytest.approx(expected["Q_w"], rel=CHAIN), at
        assert found.interaction.q == pytest.approx(expected["Q_b_random"], rel=CHAIN), at
        assert found.interaction.p_value == pytest.approx(expected["pval_Q_b_random"], rel=CHAIN), at
        assert found.interaction.df == expected["df_Q_b"], at
        assert found.interaction_common_effect.q == pytest.approx(expected["Q_b_common"], rel=CHAIN), at
        assert found.interaction_common_effect.p_value == pytest.approx(expected["pval_Q_b_common"], rel=CHAIN), at
