"""Fail-safe N, Henmi–Copas, excess significance and GOSH, against metafor."""

import numpy as np
import pytest

from metasacro.diagnostics.excess_significance import excess_significance
from metasacro.diagnostics.fail_safe_n import fail_safe_n, with_null_studies
from metasacro.diagnostics.gosh import gosh
from metasacro.diagnostics.henmi_copas import henmi_copas
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.normal import normal_cdf
from metasacro.pooling.random_effects import random_effects
from tests.oracles.ledger import LEDGER
from tests.oracles.test_diag_sensitivity import BOUNDARY, Oracle, cases, near
from tests.tolerances import CLOSED, ITERATED, TAIL

#: `hc` finds its critical value by R's `uniroot` with the default tolerance, 1.22e-4; see README.
UNIROOT = 1.5e-4


def test_fail_safe_numbers_agree_with_metafor(oracle: Oracle) -> None:
    for case, _ in cases(oracle, "fsn"):
        tag, expected, data = case["id"].split("/")[-1], case["expected"], case["inputs"]["data"]
        if tag.startswith("General") or tag.endswith("fisher"):
            continue
        target = expected["target"] if tag == "Orwin_target" else None
        found = fail_safe_n(data["yi"], data["vi"], kind=case["options"]["type"], target=target)
        near([found.number], [expected["fsnum"]], 0.0, case["id"])
        if expected.get("pval") is not None:
            near([found.p_value], [expected["pval"]], TAIL, case["id"])
        if tag == "Orwin":
            near([found.target], [expected["target"]], CLOSED, case["id"])


def test_the_general_number_is_the_first_that_undoes_the_finding(oracle: Oracle) -> None:
    """metafor's search ends at that number, or one beyond; what it prints there comes from its own τ² (README)."""
    for case, _ in cases(oracle, "fsn"):
        if "General" not in case["id"]:
            continue
        data, expected, method = case["inputs"]["data"], case["expected"], case["id"].split("_")[-1]
        y, v = np.array(data["yi"]), np.array(data["vi"])
        number = fail_safe_n(y, v, kind="General", method=method).number
        assert expected["fsnum"] - number in (0, 1), case["id"]
        LEDGER.claim(case)
        tau2 = None if method == "EE" else random_effects(y, v, test="z").tau2
        assert with_null_studies(y, v, tau2, number)[2] > 0.05, case["id"]
        assert number == 0 or with_null_studies(y, v, tau2, number - 1)[2] <= 0.05, case["id"]
        if method == "REML" and expected["fsnum"] > 0:
            there = with_null_studies(y, v, expected["tau2"], expected["fsnum"])
            near(there, [expected["est_fsn"], expected["tau2_fsn"], expected["pval_fsn"]], ITERATED, case["id"])


def test_the_general_number_of_the_common_effect_is_rosenbergs(oracle: Oracle) -> None:
    for case, _ in cases(oracle, "fsn"):
        if case["id"].endswith("General_EE"):
            data = case["inputs"]["data"]
            numbers = [
                fail_safe_n(data["yi"], data["vi"], kind=kind, method="EE").number for kind in ("General", "Rosenberg")
            ]
            assert numbers[0] == numbers[1], case["id"]
            assert numbers[1] <= case["expected"]["fsnum"], case["id"]
            near(
                [numbers[1]], [case["expected"]["fsnum"]], 0.0, case["id"], floor=1.0
            )  # Nielweise 2007: 60, 61; README


def test_fishers_number_is_the_first_that_undoes_the_finding(oracle: Oracle) -> None:
    """metafor's root is up to 2 off; counting one by one says which number is the first."""
    for case, _ in cases(oracle, "fsn"):
        if not case["id"].endswith("fisher"):
            continue
        data, expected = case["inputs"]["data"], case["expected"]
        found = fail_safe_n(data["yi"], data["vi"], kind="Fisher")
        near([found.p_value], [expected["pval"]], TAIL, case["id"])
        assert abs(found.number - expected["fsnum"]) <= 2, case["id"]
        z = np.abs(np.array(data["yi"])) / np.sqrt(data["vi"])
        n = np.arange(found.number + 1)
        statistic = -2 * np.log(normal_cdf(-z)).sum() if (z < 35).all() else np.nan
        p = chi_square_upper(statistic + n * 2 * np.log(2), 2.0 * (z.size + n))
        assert np.isnan(statistic) or (p[-1] > 0.05 and (p[:-1] <= 0.05).all()), case["id"]


def test_henmi_copas_agrees_with_metafor(oracle: Oracle) -> None:
    for case, pooled in cases(oracle, "hc"):
        found, expected, at = henmi_copas(pooled), case["expected"], case["id"]
        near([found.estimate, found.se], [expected["b"], expected["se"]], CLOSED, at)
        near([found.tau2], [expected["tau2"]], CLOSED, at)
        theirs = (expected["ci_ub"] - expected["ci_lb"]) / 2 / expected["se"]
        assert found.critical == pytest.approx(theirs, rel=0, abs=UNIROOT), at
        assert found.interval.upper - found.estimate == pytest.approx(found.critical * found.se, rel=1e-9)


def test_excess_significance_agrees_with_metafor(oracle: Oracle) -> None:
    for case, pooled in cases(oracle, "tes"):
        options, expected, at = case["options"], case["expected"], case["id"]
        found = excess_significance(pooled, alternative=options.get("alternative", "two.sided"), test=options["test"])
        assert found.observed == expected["O"], at
        near([found.expected, found.p_value], [expected["E"], expected["pval"]], 1e-11, at)
        if "power" in expected:
            near(found.power, expected["power"], 1e-11, at)
            near([found.theta, found.ratio], [expected["theta"], expected["OEratio"]], 1e-11, at)


def test_gosh_agrees_with_metafor(oracle: Oracle) -> None:
    """Subsets are matched by who is in. metafor's H² for DL is Q/df even below 1; here it is at least 1."""
    for case, pooled in cases(oracle, "gosh"):
        options, expected, at = case["options"], case["expected"], case["id"]
        data = case["inputs"]["data"]
        found = gosh(data["yi"], data["vi"], method=options["method"])
        bits = 1 << np.arange(pooled.k)
        row = {number: i for i, number in enumerate((found.keep * bits).sum(axis=1).tolist())}
        order = np.array([row[number] for number in (np.array(expected["incl"]) @ bits).tolist()])
        assert len(row) == expected["n"] == 2**pooled.k - 1
        assert found.k[order].tolist() == expected["k"]
        rel = ITERATED if options["method"] == "REML" else 1e-11
        near(found.estimate[order], expected["estimate"], rel, at)
        several = found.k[order] > 1  # a single cohort has no heterogeneity here, and a 0 in metafor
        smallest = min(data["vi"])
        for ours, theirs, floor in (
            (found.tau2, "tau2", BOUNDARY * smallest),
            (found.q, "QE", 0.0),
            (100 * found.i2, "I2", 100 * BOUNDARY),
        ):
            near(ours[order][several], np.array(expected[theirs])[several].tolist(), rel, f"{at} {theirs}", floor)
        h2 = np.array(expected["H2"])
        h2 = np.maximum(h2, 1.0) if options["method"] == "DL" else h2
        near(found.h2[order][several], h2[several].tolist(), rel, at)
