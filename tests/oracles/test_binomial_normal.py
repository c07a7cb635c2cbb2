"""The binomial–normal model against metafor's `rma.glmm`, which integrates with 7 nodes and stops early."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.numerics.binomial import log_binomial
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.binomial_normal_fit import pooled_binomial
from metasacro.pooling.binomial_normal_likelihood import likelihood
from tests.oracles.ledger import LEDGER
from tests.tolerances import CLOSED, TAIL

#: What 7 Gauss–Hermite nodes and lme4's stopping rule leave: relative on the standard error and on τ², in standard
#: errors on the estimate. The worst case is zeros_b, where R stopped although the slope of its own 7-node likelihood
#: was not 0: one more Newton step would move it by 0.003 standard errors.
STOPPED_EARLY = 5e-3
#: The same with 21 nodes.
TWENTY_ONE_NODES = 5e-5


def counts(oracle: Callable[[str], Any], method: str) -> list[dict[str, Any]]:
    """Cases with whole counts that R could fit with more than one node."""
    found = []
    for case in oracle("rare"):
        options = case["options"]
        if not case["id"].startswith("rare/glmm/") or options.get("measure") != "PLO" or options["method"] != method:
            continue
        x = case["inputs"]["data"]["xi"]
        whole = all(value is not None and value == int(value) for value in x)
        if whole and sum(x) > 0 and options.get("nAGQ") != 1 and case["expected"]:
            found.append(case)
    assert len(found) >= 5
    return found


def test_estimates_agree_to_the_error_of_seven_nodes(oracle: Callable[[str], Any]) -> None:
    for case in counts(oracle, "ML"):
        data, expected = case["inputs"]["data"], case["expected"]
        pooled = binomial_normal(data["xi"], data["ni"], test=case["options"].get("test", "z"))
        se = expected["se"][0]
        rel = TWENTY_ONE_NODES if case["options"]["nAGQ"] == 21 else STOPPED_EARLY
        assert pooled.estimate == pytest.approx(expected["b"][0], abs=rel * se), case["id"]
        assert pooled.se == pytest.approx(se, rel=rel), case["id"]
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=rel, abs=1e-8), case["id"]
        assert pooled.q == pytest.approx(expected["QE_LRT"], rel=1e-8), case["id"]  # R's own glm stops at 1e-8
        assert pooled.q_p == pytest.approx(expected["QEp_LRT"], rel=1e-8, abs=1e-300), case["id"]
        if pooled.prediction is not None:
            lower = expected["predict"]["pi_lb"]
            lower = lower[0] if isinstance(lower, list) else lower
            assert pooled.prediction.lower == pytest.approx(lower, abs=3 * rel * se), case["id"]


def test_our_likelihood_is_higher(oracle: Callable[[str], Any]) -> None:
    """At R's answer the likelihood, integrated finely, is never above that at ours."""
    for case in counts(oracle, "ML"):
        data, expected = case["inputs"]["data"], case["expected"]
        x, n = (np.array([data[name]], dtype=float) for name in ("xi", "ni"))
        pooled = binomial_normal(x[0], n[0])
        assert pooled.estimate is not None
        assert pooled.tau2 is not None
        ours = likelihood(np.array([pooled.estimate]), np.sqrt([pooled.tau2]), x, n).height[0]
        theirs = likelihood(np.array(expected["b"]), np.sqrt([expected["tau2"]]), x, n).height[0]
        assert ours >= theirs - 1e-12 * abs(ours), case["id"]


def test_the_pooled_binomial_agrees_with_glm(oracle: Callable[[str], Any]) -> None:
    for case in counts(oracle, "EE"):
        data, expected = case["inputs"]["data"], case["expected"]
        x, n = (np.array([data[name]], dtype=float) for name in ("xi", "ni"))
        logit, height, _ = pooled_binomial(x, n)
        assert float(logit[0]) == pytest.approx(expected["b"][0], rel=1e-7), case["id"]  # glm stops at 1e-8
        saturated = float(log_binomial(x, n, x / n).sum())
        assert 2 * (saturated - float(height[0])) == pytest.approx(expected["QE_LRT"], rel=1e-8), case["id"]


def test_no_event_anywhere_gives_the_exact_bound_where_r_stops_or_answers_minus_27(
    oracle: Callable[[str], Any],
) -> None:
    cases = [c for c in oracle("rare") if c["id"].startswith("rare/glmm/all_zero/PLO/")]
    assert cases
    for case in cases:
        data = case["inputs"]["data"]
        pooled = binomial_normal(data["xi"], data["ni"])
        assert pooled.estimate is None
        assert pooled.exact is not None
        assert pooled.exact.lower == 0
        assert pooled.exact.upper == pytest.approx(1 - 0.025 ** (1 / sum(data["ni"])), rel=CLOSED)
        assert [c.code for c in pooled.cautions] == ["MS426"]
        LEDGER.claim(case)


def test_the_p_value_of_a_test_on_k_minus_1_df(oracle: Callable[[str], Any]) -> None:
    for case in counts(oracle, "ML"):
        if case["options"].get("test") == "t":
            data = case["inputs"]["data"]
            pooled = binomial_normal(data["xi"], data["ni"], test="t")
            assert pooled.df == len(data["xi"]) - 1
            again = binomial_normal(data["xi"], data["ni"], test="adhoc")
            assert again.p_value == pytest.approx(pooled.p_value, rel=TAIL)
            assert "MS430" in [c.code for c in again.cautions]
