"""What may be missing from a pooled answer, against metafor, meta and R's `lm`."""

from typing import Any

import numpy as np
import pytest

from metasacro.diagnostics.deeks import deeks_test
from metasacro.diagnostics.harbord import harbord_test
from metasacro.diagnostics.macaskill import macaskill_test
from metasacro.diagnostics.pet_peese import pet_peese
from metasacro.diagnostics.peters import peters_test
from metasacro.diagnostics.rank_test import rank_test
from metasacro.diagnostics.regression_test import RegressionTest, regression_test
from metasacro.diagnostics.schwarzer import schwarzer_test
from metasacro.diagnostics.trim_and_fill import trim_and_fill
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal
from tests.oracles.test_diag_sensitivity import BOUNDARY, Case, Oracle, cases, near
from tests.tolerances import CLOSED, ITERATED

#: A statistic or a P value carries the error of the slope, which is a difference of near numbers.
SLOPE = 1e-10

#: How far metafor's REML with its default stopping rule may lie from the maximum, relatively (README).
DEFAULT_STOP = 0.03


def restricted(tau2: float, y: Any, design: Any, v: Any) -> float:
    """Restricted log-likelihood without constants, by plain linear algebra."""
    w = np.diag(1.0 / (v + tau2))
    information = design.T @ w @ design
    residuals = y - design @ np.linalg.solve(information, design.T @ w @ y)
    half: float = np.linalg.slogdet(w)[1] - np.linalg.slogdet(information)[1] - residuals @ w @ residuals
    return half / 2.0


def test_the_rank_test_agrees_with_metafor(oracle: Oracle) -> None:
    for case, pooled in cases(oracle, "ranktest"):
        found = rank_test(pooled, exact=case["id"].endswith("/default"))
        near([found.tau, found.p_value], [case["expected"]["tau"], case["expected"]["pval"]], CLOSED, case["id"])


def limits(found: RegressionTest) -> list[float]:
    """The effect at endless size with its bounds."""
    assert found.limit is not None
    assert found.limit_interval is not None
    return [found.limit, found.limit_interval.lower, found.limit_interval.upper]


def test_the_regression_test_agrees_with_metafor(oracle: Oracle) -> None:
    """The line with τ² and the classical one, every predictor. `rma_*` cases stop early in R: see the next test."""
    for case, pooled in cases(oracle, "regtest"):
        tag, expected, at = case["id"].split("/")[-1], case["expected"], case["id"]
        if tag.startswith("rma"):
            continue
        iterated = tag.startswith("fit_REML")
        model = "lm" if tag.startswith("lm") else "rma"
        found = regression_test(
            pooled, model=model, predictor=case["options"]["predictor"], ni=case["inputs"]["data"].get("ni")
        )
        rel = ITERATED if iterated else SLOPE
        near([found.statistic, found.p_value], [expected["stat"], expected["pval"]], 10 * rel, at)
        assert found.df == expected["ddf"], at
        if "fit_b" in expected:
            near([found.intercept, found.slope], expected["fit_b"], rel, at)
            near([found.intercept_se, found.slope_se], expected["fit_se"], rel, at)
        if expected["est"] is None:
            assert found.limit is None
        else:
            near(limits(found), [expected["est"], expected["ci_lb"], expected["ci_ub"]], 10 * rel, at)
        if model == "rma":
            near([found.tau2], [expected["fit_tau2"]], rel, at, BOUNDARY * min(case["inputs"]["data"]["vi"]))


def test_reml_lines_are_at_least_as_likely_as_metafors(oracle: Oracle) -> None:
    """With R's default stopping rule τ² is off; the likelihood says which side is right."""
    for case in oracle("diag"):
        if case["id"].split("/")[1] != "regtest" or not case["id"].split("/")[-1].startswith("rma"):
            continue
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        y, v, ni = (np.array(data[name]) for name in ("yi", "vi", "ni"))
        pooled = random_effects(y, v, test="z")
        found = regression_test(pooled, predictor=case["options"]["predictor"], ni=ni)
        x = {"sei": v**0.5, "vi": v, "ni": ni, "ninv": 1 / ni, "sqrtni": ni**0.5, "sqrtninv": ni**-0.5}
        design = np.stack([np.ones_like(y), x[case["options"]["predictor"]]], axis=1)
        assert found.tau2 is not None
        ours, theirs = (restricted(tau2, y, design, v) for tau2 in (found.tau2, expected["fit_tau2"]))
        assert ours >= theirs - 1e-9, at
        near([found.slope_se], [expected["fit_se"][1]], DEFAULT_STOP, at)
        if abs(found.tau2 - expected["fit_tau2"]) <= ITERATED * found.tau2:
            near([found.intercept, found.slope], expected["fit_b"], 1e-6, at)


def test_trim_and_fill_agrees_with_metafor(oracle: Oracle) -> None:
    refused = 0
    for case, pooled in cases(oracle, "trimfill"):
        options, expected, at = case["options"], case["expected"], case["id"]
        side = None if options["side"] == "default" else options["side"]
        if expected is None:  # the root of a negative number, in R a missing value in `if`
            refused += 1
            with pytest.raises(Refusal) as caught:
                trim_and_fill(pooled, estimator=options["estimator"], side=side)
            assert caught.value.code == "MS521"
            continue
        found = trim_and_fill(pooled, estimator=options["estimator"], side=side)
        assert (found.missing, found.side, found.pooled.k) == (expected["k0"], expected["side"], expected["k"]), at
        assert (found.missing_se is None) == (expected["se_k0"] is None), at
        if found.missing_se is not None:
            near([found.missing_se], [expected["se_k0"]], 1e-10, at)
        assert found.missing_p == expected["p_k0"], at
        again = found.pooled
        if options["method"] != "REML":
            near([again.estimate, again.se], [expected["b"][0], expected["se"][0]], 1e-11, at)
            near([again.tau2, again.q], [expected["tau2"], expected["QE"]], 1e-11, at)
            continue
        # the last fit of `trimfill` takes no `control`: default stopping rule, so the likelihood decides
        ones = np.ones((again.k, 1))
        ours, theirs = (restricted(tau2, found.yi, ones, found.vi) for tau2 in (again.tau2, expected["tau2"]))
        assert ours >= theirs - 1e-9, at
        near([again.se], [expected["se"][0]], DEFAULT_STOP, at)
    assert refused > 0


def test_pet_and_peese_agree_with_lm(oracle: Oracle) -> None:
    for case, pooled in cases(oracle, "petpeese"):
        found, expected, at = pet_peese(pooled), case["expected"], case["id"]
        for ours, theirs in ((found.pet, expected["pet_coef"]), (found.peese, expected["peese_coef"])):
            near([ours.intercept, ours.intercept_se], theirs[0][:2], SLOPE, at)
            near([ours.slope, ours.slope_se, ours.statistic, ours.p_value], theirs[1], SLOPE, at)
        near([found.pet_p], [expected["pet_coef"][0][3]], SLOPE, at)
        assert found.pet.df == expected["df"]


def compare_bias(found: RegressionTest, case: Case, rel: float) -> None:
    """The bias, its SE, the statistic and P as meta prints them."""
    expected = case["expected"]
    near([found.slope, found.slope_se], expected["estimate"], rel, case["id"])
    near([found.statistic, found.p_value], [expected["statistic"], expected["pval"]], 10 * rel, case["id"])
    assert found.df == expected["df"]


def test_the_tests_of_effects_agree_with_meta(oracle: Oracle) -> None:
    """Thompson takes τ² from metafor's REML with the default stopping rule, so it is only near."""
    compared = 0
    for case in oracle("metapkg"):
        if not case["id"].startswith("metapkg/metabias/"):
            continue
        name, expected = case["options"]["method.bias"], case["expected"]
        y, se = (np.array(case["inputs"]["data"][key]) for key in ("yi", "sei"))
        pooled = random_effects(y, se**2, test="t") if name == "Thompson" else common_effect(y, se**2)
        compared += 1
        if name == "Pustejovsky":
            sizes = np.round(2.0 / se**2)
            if expected is None:  # a size of 0, whose reciprocal is infinite
                assert (sizes == 0).any()
                continue
            compare_bias(regression_test(pooled, model="lm", predictor=np.sqrt(2.0 / sizes)), case, SLOPE)
        elif name == "Begg":
            found = rank_test(pooled, exact=False)
            near([found.score, found.score_se], expected["estimate"], CLOSED, case["id"])
            near([found.statistic, found.p_value], [expected["statistic"], expected["pval"]], CLOSED, case["id"])
        else:
            rma = name == "Thompson"
            compare_bias(regression_test(pooled, model="rma" if rma else "lm"), case, 5e-3 if rma else SLOPE)
    assert compared > 20


def test_the_tests_of_tables_agree_with_meta(oracle: Oracle) -> None:
    tests = {"Harbord": harbord_test, "Peters": peters_test, "Macaskill": macaskill_test, "Deeks": deeks_test}
    compared = 0
    for case in oracle("metapkg"):
        if "/bias_" in case["id"] and case["options"]["method.bias"] in tests:
            data = case["inputs"]["data"]
            found = tests[case["options"]["method.bias"]](data["ai"], data["n1"], data["ci"], data["n2"])
            compare_bias(found, case, SLOPE)
            compared += 1
    assert compared >= 12


def test_schwarzers_test_agrees_with_meta(oracle: Oracle) -> None:
    """At meta's odds ratio, which has a half added to the tables with an empty cell."""
    compared = 0
    for case in oracle("metapkg"):
        if not case["id"].endswith("/bias_Schwarzer"):
            continue
        a, n1, c, n2 = (np.array(case["inputs"]["data"][name], dtype=float) for name in ("ai", "n1", "ci", "n2"))
        told = (a + c > 0) & (a + c < n1 + n2)
        cells = np.stack([a, n1 - a, c, n2 - c])[:, told]
        halved = mantel_haenszel("OR", *(cells + np.where((cells == 0).any(axis=0), 0.5, 0.0)))
        found, expected = schwarzer_test(a, n1, c, n2, log_odds_ratio=halved.estimate), case["expected"]
        near([found.score, found.score_se], expected["estimate"], CLOSED, case["id"])
        near([found.statistic, found.p_value], [expected["statistic"], expected["pval"]], 1e-10, case["id"])
        compared += 1
    assert compared >= 1
