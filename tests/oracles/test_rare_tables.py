"""Mantel–Haenszel and Peto against metafor's `rma.mh` and `rma.peto`, in every number they print."""

from collections.abc import Callable
from typing import Any

import pytest

from metasacro.pooling.mantel_haenszel import mantel_haenszel
from metasacro.pooling.peto import peto
from metasacro.pooling.pooled_counts import PooledCounts
from tests.tolerances import CLOSED, TAIL

#: What the reference cases call their additions → ours.
ADDITIONS: dict[str, dict[str, Any]] = {
    "default": {},
    "none": {"add": (0, 0), "to": ("none", "none")},
    "all": {"add": (0.5, 0.5), "to": ("all", "all")},
}


def agrees(pooled: PooledCounts, expected: dict[str, Any], name: str) -> None:
    """Every number of the reference, but the back-transformed ones."""
    assert pooled.interval is not None
    assert pooled.i2 is not None
    assert pooled.weights is not None
    assert pooled.q_df is not None
    found = (pooled.estimate, pooled.se, pooled.statistic, pooled.interval.lower, pooled.interval.upper)
    keys = ("se", "stat", "ci_lb", "ci_ub")
    assert found == pytest.approx((expected["b"][0], *(expected[key] for key in keys)), rel=CLOSED), name
    assert (pooled.q, pooled.h2) == pytest.approx((expected["QE"], expected["H2"]), rel=CLOSED), name
    assert 100 * pooled.i2 == pytest.approx(expected["I2"], rel=CLOSED, abs=1e-10), name
    assert (pooled.k, pooled.q_df + 1) == (expected["k"], expected["k_yi"]), name
    assert pooled.p_value == pytest.approx(expected["pval"], rel=TAIL), name
    assert pooled.q_p == pytest.approx(expected["QEp"], rel=TAIL), name
    weights = expected["weights"]
    shown = pooled.weights if len(weights) == pooled.weights.size else pooled.weights[pooled.weights > 0]
    assert 100 * shown == pytest.approx(weights, rel=CLOSED), name
    for test, key in (
        (pooled.mantel_haenszel, "MH"),
        (pooled.cochran, "CO"),
        (pooled.breslow_day, "BD"),
        (pooled.tarone, "TA"),
    ):
        if test is None:
            assert expected.get(key) is None, name
        else:
            assert test.statistic == pytest.approx(expected[key], rel=CLOSED), name
            assert test.p_value == pytest.approx(expected[f"{key}p"], rel=TAIL), name


def test_mantel_haenszel(oracle: Callable[[str], Any]) -> None:
    cases = [case for case in oracle("rare") if case["call"].startswith("rma.mh")]
    assert len(cases) >= 70
    for case in cases:
        options = case["options"]
        additions = ADDITIONS[options.get("cc", "default")]
        pooled = mantel_haenszel(
            options["measure"], **case["inputs"]["data"], correct=options.get("correct", True), **additions
        )
        agrees(pooled, case["expected"], case["id"])


def test_peto(oracle: Callable[[str], Any]) -> None:
    cases = [case for case in oracle("rare") if case["call"].startswith("rma.peto")]
    assert len(cases) >= 10
    for case in cases:
        pooled = peto(**case["inputs"]["data"], drop00=(case["options"]["drop00"],) * 2)
        agrees(pooled, case["expected"], case["id"])
