"""Fit statistics, likelihood-ratio tests and predictions against metafor's `fitstats`, `anova` and `predict`."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.fit_statistics import FitStatistics, fit_statistics
from metasacro.pooling.likelihood_ratio import likelihood_ratio_test
from metasacro.pooling.location_scale import location_scale
from metasacro.pooling.meta_regression import meta_regression
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.regression_predictions import regression_predictions
from tests.oracles.test_meta_regression import CANCELLED, cases_of, fit
from tests.tolerances import ITERATED

#: A log-likelihood is a sum of k logarithms and squares that may cancel; what is left is compared in that unit.
SUMMED = 1e-10


def row_of(found: FitStatistics) -> list[float | None]:
    return [found.log_likelihood, found.deviance, found.aic, found.bic, found.aicc]


def agree(found: FitStatistics, expected: list[Any], k: int, what: str) -> None:
    wanted = [float(str(value).replace("Inf", "inf")) for value in expected]
    for ours, theirs in zip(row_of(found), wanted, strict=True):
        assert ours == pytest.approx(theirs, rel=ITERATED, abs=SUMMED * max(k, abs(wanted[0]))), what


@pytest.mark.parametrize("method", ["EE", "DL", "HE", "SJ", "REML", "ML", "PM", "EB"])
def test_fit_statistics_agree_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    """Under both likelihoods, whichever method estimated τ²."""
    compared = 0
    for case in oracle("rma_uni"):
        data, expected = case["inputs"]["data"], case["expected"]
        if case["options"]["method"] != method or not expected or len(data["yi"]) < 2:
            continue
        ml, reml = fit_statistics(random_effects(data["yi"], data["vi"], method=method))
        agree(ml, expected["common"]["fit_ML"], len(data["yi"]), case["id"])
        agree(reml, expected["common"]["fit_REML"], len(data["yi"]), case["id"])
        compared += 1
    assert compared > 40


@pytest.mark.parametrize("method", ["EE", "DL", "REML", "ML"])
def test_fit_statistics_of_meta_regressions_agree_with_metafor(oracle: Callable[[str], Any], method: str) -> None:
    for case in cases_of(oracle, method):
        if case["options"]["test"] != "z":
            continue
        ml, reml = fit_statistics(fit(case))
        k = len(case["inputs"]["data"]["yi"])
        for found, name in ((ml, "fit_ML"), (reml, "fit_REML")):
            wanted = case["expected"][name]
            assert row_of(found) == pytest.approx(wanted, rel=CANCELLED, abs=SUMMED * k), case["id"]


def test_likelihood_ratio_tests_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    cases = [case for case in oracle("metareg") if case["id"].startswith("metareg/LRT/")]
    assert len(cases) >= 2
    for case in cases:
        data, options, expected = dict(case["inputs"]["data"]), case["options"], case["expected"]
        yi, vi = data.pop("yi"), data.pop("vi")
        fits = [meta_regression(yi, vi, options[which], data=data, method="ML") for which in ("full", "reduced")]
        found = likelihood_ratio_test(*fits)
        assert found.statistic == pytest.approx(expected["LRT"], rel=ITERATED)
        assert found.p_value == pytest.approx(expected["pval"], rel=ITERATED)
        assert (found.full.parameters, found.reduced.parameters) == (expected["df_full"], expected["df_red"])
        assert row_of(found.full) == pytest.approx(expected["fit_full"], rel=ITERATED)
        assert row_of(found.reduced) == pytest.approx(expected["fit_red"], rel=ITERATED)
        assert found.r2 == pytest.approx(expected["R2"] / 100, rel=ITERATED)


def test_predictions_at_new_moderators_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    cases = [case for case in oracle("metareg") if case["id"].startswith("metareg/predict/")]
    assert len(cases) >= 4
    for case in cases:
        data, options, expected = dict(case["inputs"]["data"]), case["options"], case["expected"]
        yi, vi = data.pop("yi"), data.pop("vi")
        (moderator,) = data
        found = meta_regression(yi, vi, f"~ {moderator}", data=data, test=options["test"], level=options["level"])
        there = regression_predictions(found, data={moderator: options["newmods"]})
        scale = np.exp if options["transf"] == "exp" else np.asarray
        columns = {"estimate": "pred", "lower": "ci_lb", "upper": "ci_ub"}
        columns |= {"prediction_lower": "pi_lb", "prediction_upper": "pi_ub"}
        for ours, theirs in columns.items():
            assert scale(getattr(there, ours)) == pytest.approx(np.array(expected[theirs]), rel=ITERATED), case["id"]
        if options["transf"] == "none":
            assert there.se == pytest.approx(np.array(expected["se"]), rel=ITERATED), case["id"]
        if "pi_ddf" in expected:
            assert there.df.tolist() == expected["pi_ddf"], case["id"]


def test_location_scale_models_agree_with_metafor(oracle: Callable[[str], Any]) -> None:
    """R's optimizer leaves the sixth digit; its log-likelihood is never above ours."""
    cases = [case for case in oracle("metareg") if case["id"].startswith("metareg/locscale/")]
    assert len(cases) >= 1
    for case in cases:
        data, expected = dict(case["inputs"]["data"]), case["expected"]
        yi, vi = data.pop("yi"), data.pop("vi")
        found = location_scale(yi, vi, f"~ {case['options']['scale']}", data=data)
        assert found.location.estimate == pytest.approx(np.array(expected["b"]), rel=1e-6)
        assert found.location.se == pytest.approx(np.array(expected["se"]), rel=1e-5)
        assert found.scale.estimate == pytest.approx(np.array(expected["alpha"]), rel=1e-4)
        assert found.scale.se == pytest.approx(np.array(expected["se_alpha"]), rel=1e-4)
        assert found.scale_test.statistic == pytest.approx(expected["QS"], rel=1e-4)
        assert found.scale_test.p_value == pytest.approx(expected["QSp"], rel=1e-4)
        assert found.log_likelihood == pytest.approx(expected["ll"], rel=1e-9)
        assert found.log_likelihood >= expected["ll"] - 1e-11 * abs(expected["ll"])
