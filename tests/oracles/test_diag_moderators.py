"""Influence and the regression test in meta-regressions, against metafor's `influence` and `regtest`."""

import numpy as np

from metasacro.diagnostics.influence import influence
from metasacro.diagnostics.regression_test import regression_test
from metasacro.pooling.meta_regression import PooledRegression, meta_regression
from tests.oracles.test_diag_sensitivity import Case, Oracle, near
from tests.tolerances import ITERATED

#: Ours → metafor's name.
MEASURES = {"rstudent": "rstudent", "dffits": "dffits", "cook_d": "cook_d", "cov_r": "cov_r", "tau2_del": "tau2_del"}
MEASURES |= {"q_del": "QE_del", "hat": "hat", "dfbetas": "dfbetas"}


def fitted(case: Case) -> PooledRegression:
    data = case["inputs"]["data"]
    return meta_regression(data["yi"], data["vi"], f"~{case['id'].split('/')[-1]}", data=data, test="z")


def part(oracle: Oracle, name: str) -> list[Case]:
    found = [case for case in oracle("diag") if case["id"].split("/")[1] == name]
    assert found
    return found


def test_influence_in_a_meta_regression_agrees_with_metafor(oracle: Oracle) -> None:
    for case in part(oracle, "influence_mods"):
        found, expected = influence(fitted(case)), case["expected"]
        for ours, theirs in MEASURES.items():
            near(getattr(found, ours), expected[theirs], ITERATED, f"{case['id']} {theirs}")
        near(found.weights, np.divide(expected["weight"], 100.0).tolist(), ITERATED, case["id"])
        assert found.influential.tolist() == expected["is_infl"]


def test_the_regression_test_beside_moderators_agrees_with_metafor(oracle: Oracle) -> None:
    for case in part(oracle, "regtest_mods"):
        found, expected = regression_test(fitted(case)), case["expected"]
        near([found.statistic, found.p_value], [expected["stat"], expected["pval"]], ITERATED, case["id"])
