"""Prediction intervals by convention against meta's `metagen` and metafor's `predict`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.kenward_roger import kenward_roger_error
from metasacro.pooling.prediction_conventions import NormalFit
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.registry import PREDICTIONS
from tests.oracles.ledger import LEDGER
from tests.tolerances import ITERATED

Case = dict[str, Any]

#: A convention's formula at R's own τ².
FORMULA = 1e-10

#: metafor's types of prediction interval under a test, as conventions.
TYPES = {("z", "riley"): "HTS", ("z", "t"): "V", ("knha", "riley"): "HK-PR", ("knha", "t"): "HK"}


def number(value: object) -> float:
    return np.nan if value is None else float(str(value).replace("Inf", "inf"))


def at_tau2_of_r(case: Case) -> NormalFit:
    """The random-effects answer at R's τ²: metagen leaves REML at metafor's loose stopping rule."""
    data, tau2 = case["inputs"]["data"], case["expected"]["tau2"]
    y, v = np.array(data["yi"]), np.array(data["sei"]) ** 2
    w = 1 / (v + tau2)
    mean = (w * y).sum() / w.sum()
    return NormalFit(
        yi=y,
        vi=v,
        use=np.ones_like(y),
        estimate=mean,
        tau2=np.asarray(tau2),
        variance=1 / w.sum(),
        q=(w * (y - mean) ** 2).sum(),
        k=np.asarray(float(y.size)),
        se=w.sum() ** -0.5,
        df=np.asarray(np.inf),
    )


@pytest.mark.parametrize("convention", ["V", "HTS", "HK", "HK-PR", "KR", "KR-PR", "S"])
def test_conventions_agree_with_meta(oracle: Callable[[str], Any], convention: str) -> None:
    """All of meta's; below one degree of freedom, where meta prints 28 digits or nothing, there is no interval."""
    cases = [c for c in oracle("metapkg") if c["id"].endswith(f"_PI_{convention}")]
    assert len(cases) >= 10
    for case in cases:
        expected, at = case["expected"], case["id"]
        used = expected["method_predict"] or convention  # KR falls back to V outside REML
        bounds = PREDICTIONS[used].function(at_tau2_of_r(case), level=0.95)
        if expected["df_predict"] is not None:
            assert float(bounds.df) == pytest.approx(number(expected["df_predict"]), rel=1e-9), at
            spread = np.sqrt(bounds.se**2 + expected["tau2"])
            assert float(spread) == pytest.approx(expected["seTE_predict"], rel=FORMULA), at
        if bounds.df < 1:
            assert np.isnan(bounds.lower), at
            assert used.startswith("KR"), at
            LEDGER.claim(case)
        else:
            found = (float(bounds.lower), float(bounds.upper))
            assert found == pytest.approx((expected["lower_predict"], expected["upper_predict"]), rel=1e-9), at


def test_the_whole_chain_agrees_with_meta_in_closed_form(oracle: Callable[[str], Any]) -> None:
    cases = [c for c in oracle("metapkg") if "/DL_PI_" in c["id"] and c["expected"]["method_predict"] in PREDICTIONS]
    assert len(cases) >= 30
    for case in cases:
        data, expected, at = case["inputs"]["data"], case["expected"], case["id"]
        pooled = random_effects(data["yi"], np.array(data["sei"]) ** 2, method="DL", test="z")
        found = prediction_interval(pooled, expected["method_predict"])
        bounds = (expected["lower_predict"], expected["upper_predict"])
        assert (found.lower, found.upper) == pytest.approx(bounds, rel=FORMULA), at
        df = number(expected["df_predict"])
        assert found.df == (None if np.isinf(df) else df), at


@pytest.mark.parametrize("method", ["DL", "REML"])
def test_conventions_agree_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    """metafor's types "riley" and "t", with its tight tolerances: the whole chain."""
    compared = 0
    for case in oracle("rma_uni"):
        if case["options"]["method"] != method or not case["expected"] or len(case["inputs"]["data"]["yi"]) < 3:
            continue
        data = case["inputs"]["data"]
        for (test, kind), convention in TYPES.items():
            expected = case["expected"]["tests"][test]["pi"].get(kind)
            if expected is None:
                continue
            found = prediction_interval(random_effects(data["yi"], data["vi"], method=method, test=test), convention)
            at = f"{case['id']} {test} {kind}"
            assert found.df == expected["ddf"], at
            assert (found.lower, found.upper) == pytest.approx((expected["lb"], expected["ub"]), rel=ITERATED), at
            compared += 1
    assert compared > 60


def test_the_kenward_roger_mean_agrees_with_meta(oracle: Callable[[str], Any]) -> None:
    cases = [c for c in oracle("metapkg") if c["id"].endswith("/REML_KR")]
    assert len(cases) >= 4
    for case in cases:
        data, expected = case["inputs"]["data"], case["expected"]
        v = np.array(data["sei"]) ** 2
        se, df = kenward_roger_error(1 / (v + expected["tau2"]))
        assert float(se) == pytest.approx(expected["seTE_random"], rel=FORMULA), case["id"]
        assert float(df) == pytest.approx(expected["df_random"], rel=1e-9), case["id"]
