"""Mantel–Haenszel, Peto and the two-group models against meta's `metabin` and `metainc`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.pooling.peto import peto
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.pooling.pooled_counts import PooledCounts
from tests.tolerances import CLOSED

Case = dict[str, Any]


def cases(oracle: Callable[[str], Any], part: str) -> list[Case]:
    found = [case for case in oracle("metapkg") if part in case["id"]]
    assert found
    return found


def table(case: Case) -> dict[str, Any]:
    data = case["inputs"]["data"]
    return {"ai": data["ai"], "n1i": data["n1"], "ci": data["ci"], "n2i": data["n2"]}


def agrees(pooled: PooledCounts, case: Case, rel: float = CLOSED) -> None:
    expected = case["expected"]
    assert pooled.estimate == pytest.approx(expected["TE_common"], rel=rel), case["id"]
    assert pooled.se == pytest.approx(expected["seTE_common"], rel=max(rel, 1e-5 if rel > CLOSED else rel)), case["id"]
    assert pooled.k == expected["k"], case["id"]


def test_ratios_by_mantel_haenszel(oracle: Callable[[str], Any]) -> None:
    """meta adds to the tables that are pooled, and drops cohorts without events, unless `MH.exact`."""
    for measure in ("OR", "RR"):
        for case in cases(oracle, f"/{measure}_MH_"):
            to = case["options"].get("method.incr", "only0")
            exact = "exact" in case["id"]
            options: dict[str, Any] = {} if exact else {"add": (0.5, 0.5), "to": (to, to)}
            pooled = mantel_haenszel(measure, **table(case), drop00=(True, True), **options)
            agrees(pooled, case)


def test_metas_variance_of_a_difference_is_that_of_greenland_and_robins(oracle: Callable[[str], Any]) -> None:
    """Ours, and metafor's, is that of Sato; the two meet as cohorts grow. The estimate is the same."""
    seen = 0
    for case in cases(oracle, "/RD_MH_"):
        a, n1, c, n2 = (np.array(column, dtype=float) for column in table(case).values())
        empty = (a == 0) | (c == 0) | (a == n1) | (c == n2)
        add = 0.5 * (empty if case["options"]["method.incr"] == "only0" or not empty.any() else np.ones(a.size))
        if case["options"]["method.incr"] == "all":
            add = np.full(a.size, 0.5)
        x1, p1, x2, p2 = a + add, n1 + 2 * add, c + add, n2 + 2 * add
        total = p1 + p2
        variance = (x1 * (p1 - x1) * p2**3 + x2 * (p2 - x2) * p1**3) / (p1 * p2 * total**2)
        se = np.sqrt(variance.sum()) / (p1 * p2 / total).sum()
        assert float(se) == pytest.approx(case["expected"]["seTE_common"], rel=CLOSED), case["id"]
        if not add.any():
            seen += 1
            pooled = mantel_haenszel("RD", **table(case))
            assert pooled.estimate == pytest.approx(case["expected"]["TE_common"], rel=CLOSED), case["id"]
            assert pooled.se == pytest.approx(float(se), rel=0.01), case["id"]
    assert seen


def test_peto(oracle: Callable[[str], Any]) -> None:
    for case in cases(oracle, "/OR_Peto_default"):
        pooled = peto(**table(case))
        agrees(pooled, case)
        assert pooled.q == pytest.approx(case["expected"]["Q"], rel=CLOSED), case["id"]


def test_models_with_a_common_effect(oracle: Callable[[str], Any]) -> None:
    for case in cases(oracle, "/OR_GLMM_default"):
        pooled = binomial_normal_two_groups(**table(case), method="EE")
        agrees(pooled, case, rel=1e-8)
        assert pooled.q == pytest.approx(case["expected"]["Q"][1], rel=1e-8), case["id"]


def test_rates(oracle: Callable[[str], Any]) -> None:
    for case in cases(oracle, "metapkg/metainc/"):
        data, name = case["inputs"]["data"], case["id"].rsplit("/", 1)[1]
        columns = {"x1i": data["x"], "t1i": data["t"], "x2i": data["x2"], "t2i": data["t2"]}
        if name == "MH":
            agrees(mantel_haenszel("IRR", **columns), case)
        elif name == "GLMM":
            pooled = poisson_normal_two_groups(**columns, method="EE")
            agrees(pooled, case, rel=1e-8)
            assert pooled.q == pytest.approx(case["expected"]["Q"][1], rel=1e-8)
