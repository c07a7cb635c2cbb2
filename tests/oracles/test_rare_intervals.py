"""Intervals of one proportion against meta's `metaprop`, which returns them as logits."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.proportion_intervals import proportion_interval
from tests.tolerances import TAIL


def logits(bounds: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        return np.log(bounds) - np.log1p(-bounds)


def test_intervals_of_one_proportion(oracle: Callable[[str], Any]) -> None:
    """All but two bounds: that at n of n of WS is 1 here and 1 − 1e-16 there; those of WSCC at 0 and n of n differ."""
    cases = [case for case in oracle("metapkg") if "/metaprop/" in case["id"] and "/ci_" in case["id"]]
    assert len(cases) >= 40
    for case in cases:
        data, method = case["inputs"]["data"], case["options"]["method.ci"]
        x, n = (np.array(data[name], dtype=float) for name in ("xi", "ni"))
        for at, bound, end in zip(("lower", "upper"), proportion_interval(x, n, method=method), (0, n), strict=True):
            theirs = np.array([float(value) for value in case["expected"][at]])
            compared = x != end if method in ("WS", "WSCC") else np.ones(x.size, dtype=bool)
            assert logits(bound[compared]) == pytest.approx(theirs[compared], rel=TAIL, abs=1e-12), case["id"]


def test_metas_corrected_wilson_interval_leaves_out_what_was_observed(oracle: Callable[[str], Any]) -> None:
    """0 of n: its lower bound is above 0. Newcombe 1998 sets it to 0 there, as is done here."""
    seen = 0
    for case in oracle("metapkg"):
        if case["id"].startswith("metapkg/metaprop/") and case["id"].endswith("/ci_WSCC"):
            data = case["inputs"]["data"]
            for x, n, lower in zip(data["xi"], data["ni"], case["expected"]["lower"], strict=True):
                if x == 0:
                    seen += 1
                    assert float(lower) > -np.inf
                    assert float(proportion_interval([x], [n], method="WSCC")[0][0]) == 0.0
    assert seen
