"""Effects pooled by inverse variance against R's package meta, whose conventions differ from metafor's in places.

meta gives I² from Q (unless asked for that from τ²), intervals of τ² by Jackson under DL, and takes REML, ML, PM and EB
from metafor with its default stopping rule, so that those four are compared at R's own τ², and ours is shown to be the
root of its equation.
"""

from typing import Any

import numpy as np
import pytest

from metasacro.effects.freeman_tukey_back import harmonic_mean
from metasacro.numerics.chi_square import chi_square_quantile
from metasacro.pooling.common_effect import common_effect
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.generalized_q_interval import generalized_q_bounds
from tests.oracles.meta_cases import Case, Oracle, columns, inverse, measure, pooled_rows, shown
from tests.tolerances import TAIL

#: Whole chain in closed form. The Freeman–Tukey effects and the roots of R's printing leave a digit less.
CHAIN = 1e-11

CLOSED_FORM = {"DL", "HE", "HS", "SJ"}

#: metafor's default rule: steps of τ² below 1e-5 for REML, ML and EB, relatively 1e-4 for PM's root.
EARLY = {"rel": 2e-3, "abs": 3e-5}

#: The absolute tolerance of R's `uniroot`.
ROOT_FINDER = 2.220446049250313e-16**0.25


def cases_of(oracle: Oracle, fewest: int) -> list[tuple[Case, np.ndarray, np.ndarray]]:
    """(case, yi, vi) of all analyses of at least so many cohorts."""
    found = [(case, *pooled_rows(case)) for case in inverse(oracle)]
    found = [(case, yi, vi) for case, yi, vi in found if yi.size >= fewest]
    assert len(found) >= 200
    return found


def interval(answer: Any) -> tuple[float, float]:
    return answer.interval.lower, answer.interval.upper


def test_common_effects(oracle: Oracle) -> None:
    for case, yi, vi in cases_of(oracle, 1):
        pooled, expected, at = common_effect(yi, vi), case["expected"], case["id"]
        assert pooled.k == expected["k"], at
        found = (pooled.estimate, pooled.se, *interval(pooled))
        wanted = [expected[f"{name}_common"] for name in ("TE", "seTE", "lower", "upper")]
        assert found == pytest.approx(wanted, rel=CHAIN, abs=CHAIN * pooled.se), at
        if expected["statistic_common"] is not None:
            assert pooled.statistic == pytest.approx(expected["statistic_common"], rel=CHAIN), at
            assert pooled.p_value == pytest.approx(expected["pval_common"], rel=TAIL), at


def random_part(case: Case, yi: np.ndarray, vi: np.ndarray, method: str) -> Any:
    """The answer under the test that stands for meta's, and the interval it prints."""
    asked, adhoc = case["expected"]["method_random_ci"], case["expected"]["adhoc_hakn_ci"]
    classic = random_effects(yi, vi, method=method, test="z")
    if asked == "classic":
        return classic
    plain = random_effects(yi, vi, method=method, test="knha")
    if adhoc == "se":
        return random_effects(yi, vi, method=method, test="adhoc")
    if adhoc in ("ci", "IQWiG6"):  # the wider of the two; IQWiG looks at the interval of DL
        beside = random_effects(yi, vi, method="DL", test="z") if adhoc == "IQWiG6" else classic
        narrower = np.diff(interval(plain)) < np.diff(interval(beside))
        if narrower and adhoc == "ci":
            return classic
        return random_effects(yi, vi, method=method, test="adhoc") if narrower else plain
    return plain


def test_random_effects_in_closed_form(oracle: Oracle) -> None:
    compared = 0
    for case, yi, vi in cases_of(oracle, 2):
        expected, at, method = case["expected"], case["id"], case["expected"]["method_tau"]
        if method not in CLOSED_FORM or expected["method_random_ci"] == "KR":
            continue
        compared += 1
        pooled = random_part(case, yi, vi, method)
        wanted = [expected[f"{name}_random"] for name in ("TE", "seTE", "lower", "upper")]
        found = (pooled.estimate, pooled.se, *interval(pooled))
        assert found == pytest.approx(wanted, rel=CHAIN, abs=CHAIN * pooled.se), at
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=1e-10, abs=CHAIN * min(vi)), at
        assert pooled.q == pytest.approx(expected["Q"], rel=1e-10), at
        assert pooled.q_p == pytest.approx(expected["pval_Q"], rel=1e-9), at
        if expected["statistic_random"] is not None:
            assert pooled.statistic == pytest.approx(expected["statistic_random"], rel=CHAIN), at
    assert compared >= 150


def test_i2_is_that_of_q_unless_asked_otherwise(oracle: Oracle) -> None:
    """That from τ² is compared at R's τ²."""
    for case, yi, vi in cases_of(oracle, 2):
        expected, at = case["expected"], case["id"]
        if case["options"].get("method.I2") == "tau2":
            pooled, w = random_effects(yi, vi, method=expected["method_tau"], test="z"), 1 / vi
            typical = (yi.size - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum())
            assert pooled.tau2 is not None
            assert pooled.i2 == pytest.approx(pooled.tau2 / (pooled.tau2 + typical), rel=1e-10), at
            assert expected["tau2"] / (expected["tau2"] + typical) == pytest.approx(expected["I2"], rel=1e-9), at
        else:
            of_q = random_effects(yi, vi, method="DL", test="z").i2
            assert of_q == pytest.approx(expected["I2"], rel=1e-9, abs=1e-12), at


def equation(yi: np.ndarray, vi: np.ndarray, tau2: float, method: str) -> tuple[float, float]:
    """Both sides of the equation that a root of PM and EB, ML, or REML solves."""
    w = 1 / (vi + tau2)
    residual = yi - (w * yi).sum() / w.sum()
    if method in ("PM", "EB"):
        return float((w * residual**2).sum()), yi.size - 1.0
    slope = w.sum() - ((w**2).sum() / w.sum() if method == "REML" else 0.0)
    return float((w**2 * residual**2).sum()), float(slope)


def test_iterated_estimators_are_roots_and_all_else_agrees_at_rs_tau2(oracle: Oracle) -> None:
    compared = 0
    for case, yi, vi in cases_of(oracle, 2):
        expected, at, method = case["expected"], case["id"], case["expected"]["method_tau"]
        if method in CLOSED_FORM:
            continue
        compared += 1
        pooled = random_effects(yi, vi, method=method, test="z")
        left, right = equation(yi, vi, pooled.tau2, method)
        assert left == pytest.approx(right, rel=1e-8) if pooled.tau2 > 0 else left <= right * (1 + 1e-9), at
        assert pooled.tau2 == pytest.approx(expected["tau2"], **EARLY), at
        w = 1 / (vi + expected["tau2"])
        mean, se = float((w * yi).sum() / w.sum()), float(w.sum() ** -0.5)
        assert mean == pytest.approx(expected["TE_random"], rel=1e-9, abs=1e-10 * se), at
        assert se == pytest.approx(expected["seTE_classic"], rel=1e-10), at
        if expected["method_random_ci"] == "HK":
            factor = float((w * (yi - mean) ** 2).sum() / (yi.size - 1)) ** 0.5
            assert factor * se == pytest.approx(expected["seTE_hakn_ci"], rel=1e-9), at
    assert compared >= 100


def test_intervals_of_tau2(oracle: Oracle) -> None:
    """QP; and Jackson's with weights 1/se (J) or 1/se² (BJ). All up to the tolerance of R's `uniroot`."""
    seen = set()
    for case, yi, vi in cases_of(oracle, 3):
        expected, at, kind = case["expected"], case["id"], case["expected"]["method_tau_ci"]
        if kind not in ("QP", "J", "BJ"):
            continue
        seen.add(kind)
        if kind == "QP":
            bounds = random_effects(yi, vi, method="REML").tau2_interval
            assert bounds is not None
            found = (bounds.lower, bounds.upper)
        else:
            lower, upper, _ = generalized_q_bounds(yi, vi, weights=vi**-0.5 if kind == "J" else 1 / vi)
            found = (float(lower), float(upper))
        wanted = (expected["lower_tau2"], expected["upper_tau2"])
        if kind == "QP" and found[1] - wanted[1] > 1.0:  # R's search had an end, where Q is not yet small enough
            asked = float(chi_square_quantile(0.025, yi.size - 1.0))
            ours, theirs = (equation(yi, vi, bound, "PM")[0] for bound in (found[1], wanted[1]))
            assert ours == pytest.approx(asked, rel=1e-9), at
            assert theirs > 1.5 * asked, at
            found = (found[0], wanted[1])
        assert found == pytest.approx(wanted, rel=1e-6, abs=ROOT_FINDER), at
    assert seen == {"QP", "J", "BJ"}


def test_prediction_intervals_by_metas_default(oracle: Oracle) -> None:
    """V: the classical error with k − 1 degrees of freedom, whatever the test."""
    compared = 0
    for case, yi, vi in cases_of(oracle, 3):
        expected, at, method = case["expected"], case["id"], case["expected"]["method_tau"]
        if expected["method_predict"] != "V" or method not in CLOSED_FORM or expected["lower_predict"] is None:
            continue
        compared += 1
        found = prediction_interval(random_effects(yi, vi, method=method, test="z"), "V")
        wanted = (expected["lower_predict"], expected["upper_predict"])
        assert (found.lower, found.upper) == pytest.approx(wanted, rel=1e-10, abs=1e-11 * expected["seTE_predict"]), at
    assert compared >= 100


def test_pooled_effects_on_the_scale_that_is_read(oracle: Oracle) -> None:
    """Shares from the double arcsine take the harmonic mean of the sizes."""
    compared = 0
    for case, *_ in cases_of(oracle, 1):
        expected, at = case["expected"], case["id"]
        if not expected.get("backtransformed") or measure(case) == "IRFT":
            continue
        size = None
        if measure(case) == "PFT":
            size = float(harmonic_mean(columns(case)["ni"]))
            assert size == pytest.approx(expected["backtransformed"]["n_harmonic"], rel=CHAIN), at
        for name in ("common", "random"):
            values = np.array([expected[f"{part}_{name}"] for part in ("TE", "lower", "upper")], dtype=float)
            found = shown(case, values, size)
            if measure(case) == "PR":  # the normal interval of a share may leave 0 to 1; meta cuts it off
                found = np.clip(found, 0.0, 1.0)
            assert found == pytest.approx(expected["backtransformed"][name], rel=1e-9, abs=1e-12), at
        compared += 1
    assert compared >= 100
