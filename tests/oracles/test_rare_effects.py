"""Effects of rare events pooled by inverse variance, from the counts to the answer, against metafor's `rma`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.registry import ESTIMATORS
from tests.tolerances import ITERATED

Case = dict[str, Any]

#: From counts to answer in closed form: logarithms and differences of nearly equal proportions lie between.
CLOSED_CHAIN = 1e-10

#: R's iteration ends with a step of τ² below 1e-12 (`control`), wherever τ² itself lies: 1e-5 for proportions here.
STEP = 1e-11

#: By its default rule, in the cases without `control`, it ends with a step below 1e-5, and a few steps from the end.
EARLY = 3e-5


def pooled_cases(oracle: Callable[[str], Any]) -> list[tuple[Case, np.ndarray, np.ndarray]]:
    """(case, yi, vi) of the calls of `rma` whose estimator exists here, without the rows that do not exist."""
    found = []
    for case in oracle("rare"):
        options = case["options"]
        if not case["call"].startswith("rma(") or options["method"] not in ESTIMATORS or case["expected"] is None:
            continue
        additions = {key: options[key] for key in ("add", "to") if f"{key} =" in case["call"]}
        effects = effect_sizes(options["measure"], **case["inputs"]["data"], undefined="keep", **additions)
        exist = np.isfinite(effects.yi) & np.isfinite(effects.vi) & (effects.vi > 0)
        found.append((case, effects.yi[exist], effects.vi[exist]))
    assert len(found) >= 200
    return found


def stops_early(case: Case) -> bool:
    return "control" not in case["call"] and case["options"]["method"] not in ("EE", "DL")


def restricted(tau2: float, yi: np.ndarray, vi: np.ndarray) -> float:
    """The restricted log-likelihood, without constants."""
    w = 1 / (vi + tau2)
    mean = (w * yi).sum() / w.sum()
    return float(0.5 * (np.log(w).sum() - np.log(w.sum()) - (w * (yi - mean) ** 2).sum()))


def test_from_counts_to_the_answer(oracle: Callable[[str], Any]) -> None:
    compared, methods = 0, set()
    for case, yi, vi in pooled_cases(oracle):
        options, expected = case["options"], case["expected"]
        if stops_early(case):
            continue
        method = options["method"]
        pooled = random_effects(yi, vi, method=method, test=options.get("test", "z"))
        rel = CLOSED_CHAIN if method in ("EE", "DL") else max(ITERATED, STEP / (float(min(vi)) + pooled.tau2))
        name, se = case["id"], expected["se"][0]
        if pooled.k < 2 or se is None:
            continue
        compared += 1
        methods.add(method)
        scale = min(vi)
        assert pooled.k == expected["k"], name
        assert pooled.estimate == pytest.approx(expected["b"][0], rel=rel, abs=rel * se), name
        assert pooled.se == pytest.approx(se, rel=rel, abs=1e-12 * np.sqrt(scale)), name
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=rel, abs=rel * scale), name
        assert pooled.q == pytest.approx(expected["QE"], rel=CLOSED_CHAIN, abs=1e-12), name
        interval = (pooled.interval.lower, pooled.interval.upper)
        bounds = (expected["ci_lb"][0], expected["ci_ub"][0])
        assert interval == pytest.approx(bounds, rel=10 * rel, abs=rel * se), name
    assert compared >= 150
    assert methods == {"EE", "DL", "REML", "ML"}


def test_where_r_stops_early_ours_is_at_least_as_likely(oracle: Callable[[str], Any]) -> None:
    """REML by R's default rule: within its tolerance of ours, and never of a higher restricted likelihood."""
    early = [item for item in pooled_cases(oracle) if stops_early(item[0]) and item[0]["options"]["method"] == "REML"]
    assert len(early) >= 40
    for case, yi, vi in early:
        pooled, expected, name = random_effects(yi, vi, method="REML", test="z"), case["expected"], case["id"]
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=1e-4, abs=EARLY), name
        ours, theirs = (restricted(tau2, yi, vi) for tau2 in (pooled.tau2, expected["tau2"]))
        assert ours >= theirs - 1e-12 * abs(theirs), name
        # at R's own τ² the rest is closed: the same weights give the same answer
        there = random_effects(yi, vi, test="z", tau2=expected["tau2"])
        assert there.estimate == pytest.approx(expected["b"][0], rel=1e-9, abs=1e-12), name
        assert there.se == pytest.approx(expected["se"][0], rel=1e-9), name
