"""Models of counts of one group, and trim and fill, against R's package meta."""

import numpy as np
import pytest

from metasacro.diagnostics.trim_and_fill import trim_and_fill
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.poisson_normal import poisson_normal
from metasacro.pooling.proportion_intervals import proportion_interval
from metasacro.pooling.random_effects import random_effects
from tests.oracles.ledger import LEDGER
from tests.oracles.meta_cases import Oracle, function, numbers
from tests.tolerances import TAIL

#: What R's 7 nodes and its early stop leave; see `test_binomial_normal.py` and README.md.
STOPPED_EARLY = 5e-3


def test_shares_by_the_binomial_normal_model(oracle: Oracle) -> None:
    """meta calls Hartung–Knapp the t distribution on k − 1 degrees of freedom; no event anywhere has no logit here."""
    compared = 0
    for case in oracle("metapkg"):
        if function(case) != "metaprop" or "/GLMM" not in case["id"]:
            continue
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        pooled = binomial_normal(data["xi"], data["ni"], test="t" if case["id"].endswith("_HK") else "z")
        if sum(data["xi"]) == 0:  # R: −27.1 with an error of 40,000
            assert pooled.estimate is None
            assert pooled.exact is not None
            LEDGER.claim(case)
            continue
        compared += 1
        se = expected["seTE_random"]
        assert pooled.estimate == pytest.approx(expected["TE_random"], abs=STOPPED_EARLY * se), at
        assert pooled.se == pytest.approx(se, rel=STOPPED_EARLY), at
        assert pooled.interval is not None
        found = (pooled.interval.lower, pooled.interval.upper)
        if pooled.k == 1:  # a single cohort has an exact interval, where R gives that of Wald
            low, high = proportion_interval(data["xi"], data["ni"], method="CP")
            assert found == pytest.approx((np.log(low / (1 - low))[0], np.log(high / (1 - high))[0]), rel=TAIL), at
            continue
        bounds = (expected["lower_random"], expected["upper_random"])
        assert found == pytest.approx(bounds, abs=3 * STOPPED_EARLY * se), at
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=STOPPED_EARLY, abs=1e-8), at
        assert pooled.q == pytest.approx(expected["Q"][1], rel=1e-8), at
    assert compared >= 10


def test_rates_by_the_poisson_normal_model(oracle: Oracle) -> None:
    for case in oracle("metapkg"):
        if function(case) != "metarate" or not case["id"].endswith("/GLMM"):
            continue
        data, expected = case["inputs"]["data"], case["expected"]
        pooled, common = (poisson_normal(data["x"], data["t"], method=method) for method in ("ML", "EE"))
        assert common.estimate == pytest.approx(expected["TE_common"], rel=1e-9)
        assert pooled.estimate == pytest.approx(expected["TE_random"], abs=2e-3 * expected["seTE_random"])
        assert (pooled.se, pooled.tau2) == pytest.approx((expected["seTE_random"], expected["tau2"]), rel=1e-2)


def test_trim_and_fill_agrees_with_meta(oracle: Oracle) -> None:
    """meta finds the side by Egger's line, trims by the model asked for, and pools under DL."""
    compared = 0
    for case in oracle("metapkg"):
        if function(case) != "trimfill":
            continue
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        yi, vi = numbers(data["yi"]), numbers(data["sei"]) ** 2
        ma_common = case["options"]["ma.common"]
        pooled = common_effect(yi, vi) if ma_common else random_effects(yi, vi, method="DL", test="z")
        side = "left" if expected["left"] else "right"
        found = trim_and_fill(pooled, estimator=f"{case['options']['type']}0", side=side)
        assert found.missing == expected["k0"], at
        again = random_effects(found.yi, found.vi, method="DL", test="z")
        added = np.array(expected["trimfill"], dtype=bool)
        assert np.sort(found.yi) == pytest.approx(np.sort(numbers(expected["TE"])), rel=1e-9, abs=1e-12), at
        assert added.sum() == found.missing
        wanted = (expected["TE_random"], expected["lower_random"], expected["upper_random"])
        assert again.interval is not None
        assert (again.estimate, again.interval.lower, again.interval.upper) == pytest.approx(wanted, rel=1e-10), at
        assert common_effect(found.yi, found.vi).estimate == pytest.approx(expected["TE_common"], rel=1e-10), at
        compared += 1
    assert compared >= 20
