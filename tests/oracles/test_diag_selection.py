"""Selection models against metafor's `selmodel`, whose BFGS search is compared by its log-likelihood first."""

from typing import Any

import numpy as np
import pytest

from metasacro.diagnostics.selection_likelihood import SelectedEffects
from metasacro.diagnostics.selection_model import SelectionModel, selection_model
from metasacro.diagnostics.selection_weights import SMOOTH, step_function
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from tests.oracles.test_diag_sensitivity import Case, Oracle

#: How far metafor's log-likelihood is from the same one at the same parameters: rounding for steps; the error of R's
#: adaptive integral for smooth weights, and where beta and power weights have a kink, of its missing that (README).
INTEGRAL = {"stepfun": 1e-12, "halfnorm": 2e-6, "negexp": 1e-7, "logistic": 1e-6, "beta": 5e-4, "power": 1e-5}

#: metafor's search stops this near its maximum, in standard errors; the standard errors themselves, relatively.
STOPS, ERRORS = 0.05, 0.02

#: Standard errors are compared where metafor ended this near the top, in log-likelihood.
SETTLED = 1e-6

#: metafor allows no parameter above 100; without that bound the likelihood rises on (README).
BOUND = 99.0

#: Where metafor's search ends at a maximum that is not the highest.
LOWER_PEAK = "dat.lau1992:OR/beta_ML"


def likelihood_at(case: Case) -> float:
    """Our log-likelihood at metafor's parameters."""
    expected, options, data = case["expected"], case["options"], case["inputs"]["data"]
    sign = -1.0 if options["alternative"] == "less" else 1.0
    delta = np.array(expected["delta"], dtype=float)
    if options["type"] == "stepfun":
        steps = np.atleast_1d(np.array(options["steps"], dtype=float))
        weight, delta = step_function(np.unique(np.append(steps, 1.0))), np.log(delta)
    else:
        weight = SMOOTH[options["type"]]()
    yi, vi = sign * np.array(data["yi"]), np.array(data["vi"])
    model = SelectedEffects(yi=yi, vi=vi, design=np.ones((yi.size, 1)), weight=weight, two_sided=False)
    point = np.concatenate([[sign * expected["b"][0], expected["tau2"]], delta])
    return model.likelihood(point, np.ones(point.size, dtype=bool)).height


def fitted(case: Case) -> SelectionModel:
    options, data = case["options"], case["inputs"]["data"]
    pooled = random_effects(data["yi"], data["vi"], method=options["method"], test="z")
    more: dict[str, Any] = {name: options[name] for name in ("steps", "delta") if name in options}
    return selection_model(pooled, options["type"], alternative=options["alternative"], **more)


def empty_intervals(case: Case) -> bool:
    return any("do not contain any observed" in warning for warning in case["warnings"])


def test_the_likelihood_is_metafors(oracle: Oracle) -> None:
    for case in oracle("selmodel"):
        expected = case["expected"]["ll"]
        assert likelihood_at(case) == pytest.approx(expected, rel=0, abs=INTEGRAL[case["options"]["type"]]), case["id"]


def test_the_maximum_is_never_below_metafors(oracle: Oracle) -> None:
    compared = 0
    for case in oracle("selmodel"):
        if not empty_intervals(case):
            assert fitted(case).log_likelihood >= likelihood_at(case) - 1e-12, case["id"]
            compared += 1
    assert compared >= 27


def test_an_interval_without_p_values_is_refused(oracle: Oracle) -> None:
    """MS561. metafor warns and stops at its lower bound for the weight."""
    refused = 0
    for case in oracle("selmodel"):
        if empty_intervals(case):
            with pytest.raises(Refusal) as caught:
                fitted(case)
            assert caught.value.code == "MS561"
            refused += 1
    assert refused == 3


def test_selection_models_agree_with_metafor(oracle: Oracle) -> None:
    """But where metafor's search ends on a bound or on a lower maximum."""
    compared = 0
    for case in oracle("selmodel"):
        expected, at = case["expected"], case["id"]
        delta = np.array(expected["delta"], dtype=float)
        if empty_intervals(case) or delta.max() > BOUND or at.endswith(LOWER_PEAK):
            continue
        found = fitted(case)
        assert found.estimate is not None
        assert found.se is not None
        assert abs(found.estimate - expected["b"][0]) < STOPS * found.se, at
        assert abs(found.tau2 - expected["tau2"]) < STOPS * (found.se_tau2 or 1e-3), at
        for ours, se, theirs in zip(found.delta, found.delta_se, delta, strict=True):
            assert abs(ours - theirs) <= (STOPS * se if se else 3e-3), at
        assert found.lrt == pytest.approx(expected["LRT"], rel=0, abs=2e-3), at
        if expected["LRT_tau2"] is not None:
            assert found.tau2_lrt == pytest.approx(expected["LRT_tau2"], rel=0, abs=2e-3), at
        assert list(found.counts) == (expected["ptable_k"] or []), at
        assert found.lrt_df == (0 if expected["LRTp"] is None else delta.size - ("stepfun" in at)), at
        settled = found.log_likelihood - likelihood_at(case) < SETTLED
        if settled and "MS565" not in [caution.code for caution in found.cautions]:
            errors = zip((found.se, *found.delta_se), (*expected["se"], *expected["se_delta"]), strict=True)
            for ours, theirs in errors:
                assert (ours is None) == (theirs is None), at
                assert ours is None or ours == pytest.approx(theirs, rel=ERRORS), at
        compared += 1
    assert compared >= 20


def test_beyond_metafors_bound_the_likelihood_rises(oracle: Oracle) -> None:
    """`dat.begg1989`: all P values are below 0.025, and one parameter goes far above 100."""
    for case in oracle("selmodel"):
        if max(case["expected"]["delta"]) > BOUND:
            found = fitted(case)
            assert max(found.delta) > 200, case["id"]
            assert found.log_likelihood > case["expected"]["ll"] + 0.5, case["id"]
