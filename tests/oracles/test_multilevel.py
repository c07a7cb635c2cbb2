"""Dependent effects against metafor's `rma.mv`, `vcalc` and `aggregate`.

R's variances are the best of five optimizers, which stop when the likelihood no longer rises: that fixes a variance to
about 1e-7 only, since near a maximum the likelihood is flat. Two things are therefore asked of every fit. At R's own
variances each number that R prints must come out as R's, to 1e-10: the formulas agree. And one Newton step from R's
variances must land on ours: R stopped on the way, and there is nothing higher.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.numerics.bounded_maximum import bounded_maximum
from metasacro.pooling.cluster_average import cluster_averages
from metasacro.pooling.fit_statistics import FitStatistics
from metasacro.pooling.multilevel import answer, multilevel
from metasacro.pooling.multilevel_answer import MultilevelPooled
from metasacro.pooling.multilevel_arguments import MultilevelData, multilevel_data
from metasacro.pooling.multilevel_likelihood import surface
from metasacro.pooling.sampling_covariance import sampling_covariance
from tests.oracles.multilevel_cases import arguments, kind, variances_of
from tests.tolerances import CLOSED

#: A formula evaluated at R's variances. R's restricted likelihood holds log|X'X| and log|X'WX|, which lose digits where
#: a moderator is a calendar year.
FORMULA = 1e-10

#: How far from the maximum R's optimizers stop; the worst is crede2010 with a moderator, the others are below 4e-7.
STOPPED_EARLY = 3e-6

#: Our name of a column of the coefficients → R's.
COLUMNS = {"estimate": "b", "se": "se", "statistic": "stat", "lower": "ci_lb", "upper": "ci_ub"}

Case = dict[str, Any]
Oracle = Callable[[str], list[Case]]


def cases(oracle: Oracle, *kinds: str) -> list[Case]:
    found = [case for case in oracle("multilevel") if kind(case) in kinds and case["expected"]]
    assert found
    return found


def data_of(case: Case) -> MultilevelData:
    given = arguments(case)
    return multilevel_data(given["yi"], given["vi"], given["groups"], given["mods"], True)


def at(case: Case, variances: np.ndarray, data: MultilevelData) -> MultilevelPooled:
    given = arguments(case)
    return answer(
        data,
        variances,
        method=given["method"],
        test=given["test"],
        dfs=given["dfs"],
        level=0.95,
        stationary=True,
        intervals=(None,) * len(variances),
    )


def agree(actual: Any, expected: Any, rel: float, what: str) -> None:
    assert np.ravel(actual).tolist() == pytest.approx(np.ravel(expected).tolist(), rel=rel, abs=1e-300), what


def criteria(fit: FitStatistics) -> list[float]:
    return [fit.log_likelihood, fit.deviance, fit.aic, fit.bic, fit.aicc]


def test_every_formula_agrees_at_the_variances_of_r(oracle: Oracle) -> None:
    for case in cases(oracle, "fit"):
        expected, name = case["expected"], case["id"]
        pooled = at(case, variances_of(expected), data_of(case))
        table = pooled.coefficients
        for field, key in COLUMNS.items():
            agree(getattr(table, field), expected[key], FORMULA, f"{name} {key}")
        agree(table.covariance, expected["vb"], FORMULA, name)
        agree(table.p_value, expected["pval"], 1e-8, name)
        agree([pooled.q], [expected["QE"]], FORMULA, name)
        agree([pooled.q_p], [expected["QEp"]], 1e-9, name)
        agree([pooled.joint.statistic], [expected["QM"]], FORMULA, name)
        agree([pooled.joint.p_value], [expected["QMp"]], 1e-8, name)
        agree(criteria(pooled.ml), expected["fit_ML"], FORMULA, name)
        agree(criteria(pooled.reml), expected["fit_REML"], FORMULA, name)
        if "I2_total" in expected:
            agree([100 * (pooled.i2 or 0)], [expected["I2_total"]], FORMULA, name)
            agree([100 * (each.i2 or 0) for each in pooled.levels], expected["I2_level"], FORMULA, name)
        if pooled.prediction is not None:
            bounds = [pooled.prediction.lower, pooled.prediction.upper]
            agree(bounds, [expected["predict"]["pi_lb"][0], expected["predict"]["pi_ub"][0]], FORMULA, name)


def test_the_search_ends_where_a_newton_step_from_r_leads_and_never_lower(oracle: Oracle) -> None:
    for case in cases(oracle, "fit"):
        expected, data = case["expected"], data_of(case)
        pooled = multilevel(**arguments(case), profile=False)
        assert pooled.stationary, case["id"]
        ours, theirs = np.array([level.variance for level in pooled.levels]), variances_of(expected)
        restricted = pooled.method == "REML"
        there = surface(theirs, data.stacks, restricted=restricted)
        polished = bounded_maximum(lambda x, d=data, r=restricted: surface(x, d.stacks, restricted=r), theirs).point
        assert ours == pytest.approx(polished, rel=1e-8, abs=1e-12 * ours.max()), case["id"]
        assert ours == pytest.approx(theirs, rel=STOPPED_EARLY, abs=1e-10 * ours.max()), case["id"]
        assert pooled.log_likelihood is not None
        assert pooled.log_likelihood >= there.height - 1e-12 * abs(there.height), case["id"]
        assert pooled.coefficients.estimate == pytest.approx(np.array(expected["b"]), rel=1e-6), case["id"]


def test_profile_intervals_agree_to_the_tolerance_of_uniroot(oracle: Oracle) -> None:
    for case in cases(oracle, "confint"):
        pooled = multilevel(**arguments(case))
        for i, level in enumerate(pooled.levels):
            estimate, lower, upper = case["expected"][f"sigma2_{i + 1}"]
            assert level.interval is not None
            assert level.variance == pytest.approx(estimate, rel=1e-6), case["id"]
            # R stops within 1.2e-4 of a root, absolute
            assert (level.interval.lower, level.interval.upper) == pytest.approx((lower, upper), abs=1.3e-4), case["id"]


def test_sampling_covariances_agree_with_vcalc(oracle: Oracle) -> None:
    for case in cases(oracle, "vcalc"):
        data, expected = case["inputs"]["data"], case["expected"]
        dense = sampling_covariance(data["vi"], cluster=data["cl"], rho=case["options"]["rho"]).dense()
        agree(dense.sum(axis=1), expected["row_sums"], CLOSED, case["id"])
        agree([dense.trace(), dense.sum()], [expected["trace"], expected["sum"]], CLOSED, case["id"])
        agree(dense[:6, :6], expected["V_first6"], CLOSED, case["id"])


def test_cluster_averages_agree_with_aggregate(oracle: Oracle) -> None:
    for case in cases(oracle, "aggregate"):
        data, options, expected = case["inputs"]["data"], case["options"], case["expected"]
        averages = cluster_averages(
            data["yi"], data["vi"], cluster=data["cl"], rho=options["rho"] or 0.0, weighted=options["weighted"]
        )
        assert list(averages.cluster) == expected["cluster"]
        agree(averages.yi, expected["yi"], CLOSED, case["id"])
        agree(averages.vi, expected["vi"], CLOSED, case["id"])
