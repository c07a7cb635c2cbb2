"""Fit statistics, profiles of the likelihood and the intervals from them, and `predict`, against metafor."""

import numpy as np
import pytest

from metasacro.diagnostics.likelihood_profile import likelihood_profile
from metasacro.pooling.fit_statistics import fit_statistics
from metasacro.pooling.pooled import Pooled
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.wald_interval import wald_bounds
from tests.oracles.test_diag_sensitivity import Case, Oracle, cases, near
from tests.oracles.test_meta_regression import CANCELLED, fit
from tests.tolerances import ITERATED

#: A log-likelihood is a sum of terms of the size of the largest statistic printed.
SUMMED = 1e-10

#: metafor finds the ends of the profile interval, relative to its width, by R's root finder.
ROOT = 1e-9


def compare_fits(pooled: Pooled, expected: dict[str, list[float]], at: str, rel: float = SUMMED) -> None:
    for found, name in zip(fit_statistics(pooled), ("fit_ML", "fit_REML"), strict=True):
        ours = [found.log_likelihood, found.deviance, found.aic, found.bic, found.aicc]
        largest = max(abs(value) for value in expected[name])
        near(ours, expected[name], 0.0, f"{at} {name}", rel * (1.0 + largest))


def plain(oracle: Oracle) -> list[tuple[Case, Pooled]]:
    """The cases of `rma_uni` with two cohorts or more, with our answers; weights of one's own left out."""
    found = []
    for case in oracle("rma_uni"):
        data, method = case["inputs"]["data"], case["options"]["method"]
        if case["expected"] and method and "GENQ" not in method and len(data["yi"]) > 1:
            level = case["options"]["level"]
            found.append((case, random_effects(data["yi"], data["vi"], method=method, test="z", level=level)))
    return found


def test_fit_statistics_agree_with_metafor(oracle: Oracle) -> None:
    compared = 0
    for case, pooled in plain(oracle):
        common = case["expected"].get("common", {})
        if "fit_ML" in common:
            compare_fits(pooled, common, case["id"])
            compared += 1
    assert compared > 300


def test_fit_statistics_of_meta_regressions_agree_with_metafor(oracle: Oracle) -> None:
    compared = 0
    for case in oracle("metareg"):
        if case["options"].get("mods") and "fit_ML" in case["expected"]:
            # a year that is not centred costs metafor digits; see README
            rel = CANCELLED if "year" in case["options"]["mods"] else SUMMED
            compare_fits(fit(case), case["expected"], case["id"], rel)
            compared += 1
    assert compared > 100


def test_the_interval_from_the_profile_agrees_with_metafor(oracle: Oracle) -> None:
    compared = 0
    for case, pooled in plain(oracle):
        if expected := case["expected"].get("confint_PL"):
            interval = likelihood_profile(pooled).interval
            pair, width = expected["tau2"][1:], expected["tau2"][2] - expected["tau2"][1]
            near([interval.lower, interval.upper], pair, 0.0, case["id"], ROOT * width)
            compared += 1
    assert compared > 50


@pytest.mark.parametrize(("scale", "suffix"), [("identity", ""), ("log", ".log"), ("sqrt", ".sqrt")])
def test_wald_intervals_agree_with_metafor(oracle: Oracle, scale: str, suffix: str) -> None:
    """But at τ² = 0, where only the first exists; and where an interval of "log" spans fifty powers of ten."""
    compared = 0
    for case, pooled in plain(oracle):
        expected = case["expected"].get(f"confint_wald{suffix}")
        if not expected or pooled.se_tau2 is None or (pooled.tau2 == 0 and scale != "identity"):
            continue
        bounds = wald_bounds(pooled.tau2, pooled.se_tau2, scale=scale, level=pooled.level)
        if float(bounds[1]) < 1e3 * pooled.tau2 or scale == "identity":
            near(bounds, expected["tau2"][1:], ITERATED, case["id"], 1e-10 * min(case["inputs"]["data"]["vi"]))
            compared += 1
    assert compared > 80


def test_profiles_agree_with_metafor(oracle: Oracle) -> None:
    for case, _ in cases(oracle, "profile"):
        data, expected = case["inputs"]["data"], case["expected"]
        pooled = random_effects(data["yi"], data["vi"], method=case["id"].split("/")[-1], test="z")
        near(likelihood_profile(pooled, expected["tau2"]).log_likelihood, expected["ll"], 1e-10, case["id"], 1e-10)


def test_predictions_at_another_level_agree_with_metafor(oracle: Oracle) -> None:
    """The pooled effect, its interval and the prediction interval at level 0.9, and exponentiated."""
    for case, _ in cases(oracle, "predict"):
        data, expected = case["inputs"]["data"], case["expected"]
        pooled = random_effects(data["yi"], data["vi"], test="knha", level=0.9)
        if pooled.k < 3:
            continue
        change = np.exp if case["id"].endswith("exp") else np.array
        assert pooled.interval is not None
        assert pooled.prediction is not None
        for ours, theirs in (
            (pooled.estimate, "pred"),
            (pooled.interval.lower, "ci_lb"),
            (pooled.interval.upper, "ci_ub"),
            (pooled.prediction.lower, "pi_lb"),
            (pooled.prediction.upper, "pi_ub"),
        ):
            near(change([ours]), expected[theirs], 1e-7, f"{case['id']} {theirs}", 1e-8)
        assert pooled.prediction_df == expected["pi_ddf"][0]
