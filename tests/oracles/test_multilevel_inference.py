"""Robust variances, predicted effects and influence in multilevel models against metafor and clubSandwich.

Formulas are compared at R's own variances (see test_multilevel.py); refits, which R ends early, to what that leaves.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.multilevel import answer, multilevel
from metasacro.pooling.multilevel_answer import MultilevelPooled
from metasacro.pooling.multilevel_arguments import multilevel_data
from metasacro.pooling.multilevel_group_effects import group_effects
from metasacro.pooling.multilevel_influence import cluster_influence, multilevel_influence
from metasacro.pooling.multilevel_predictions import multilevel_predictions
from metasacro.pooling.random_effects import random_effects
from metasacro.pooling.robust_variance import robust_variance
from tests.oracles.multilevel_cases import arguments, kind, variances_of
from tests.tolerances import CLOSED, ITERATED

#: A formula evaluated at R's variances. R forms X'WX from a calendar year beside a column of ones (crede2010), whose
#: inverse keeps ten digits; here the columns are orthogonal.
FORMULA = 1e-9

#: R's refits end where the likelihood no longer visibly rises; relative to the largest value of the data set.
REFIT = 1e-6

Case = dict[str, Any]
Oracle = Callable[[str], list[Case]]


def at_the_variances_of_r(case: Case, oracle: Oracle) -> MultilevelPooled:
    """The model of a case with the variances that R found for it, which another case of the same data set holds."""
    head = "/".join(case["id"].split("/")[:2])
    name = case["id"].split("/", 2)[2]
    if name.startswith("che"):
        twin = name.replace("_robust", "_REML")
    else:
        twin = "3l/REML_mods" if "mods" in name else "3l/REML_z"
    (found,) = [each for each in oracle("multilevel") if each["id"] == f"{head}/{twin}"]
    given = arguments(case)
    data = multilevel_data(given["yi"], given["vi"], given["groups"], given["mods"], True)
    return answer(
        data,
        variances_of(found.get("expected", {})),  # by `get`: these are not what is compared
        method="REML",
        test="z",
        dfs="residual",
        level=0.95,
        stationary=True,
        intervals=(None,) * len(data.names),
    )


def robust_cases(oracle: Oracle) -> list[tuple[Case, str]]:
    """Cases and the kind of variance that their call asks for."""
    found = []
    for case in oracle("multilevel"):
        if kind(case) == "robust":
            call = case["call"]
            found.append((case, "CR2" if "clubSandwich" in call else "CR0" if "adjust = FALSE" in call else "CR1"))
    assert len(found) >= 12
    return found


def test_robust_variances_and_their_degrees_of_freedom(oracle: Oracle) -> None:
    for case, asked in robust_cases(oracle):
        expected, name = case["expected"], case["id"]
        # the two-level model of independent effects is found exactly; R's rma is as tight
        exact = "/uni_" in name
        fit = multilevel(**arguments(case), profile=False) if exact else at_the_variances_of_r(case, oracle)
        robust = robust_variance(fit, cluster=case["inputs"]["data"]["cl"], kind=asked)
        table = robust.coefficients
        columns = {
            "estimate": "b",
            "se": "se",
            "statistic": "stat",
            "lower": "ci_lb",
            "upper": "ci_ub",
            "p_value": "pval",
        }
        for field, key in columns.items():
            assert getattr(table, field).tolist() == pytest.approx(expected[key], rel=FORMULA), f"{name} {key}"
        assert np.ravel(table.covariance) == pytest.approx(np.ravel(expected["vb"]), rel=FORMULA), name
        # metafor prints one number where all coefficients share their degrees of freedom
        assert table.df == pytest.approx(np.broadcast_to(expected["ddf"], table.df.shape), rel=FORMULA), name
        assert robust.clusters == expected["n_clusters"]
        assert robust.joint is not None
        joint = (robust.joint.statistic, robust.joint.df, robust.joint.residual_df, robust.joint.p_value)
        wanted = (expected["QM"], *expected["QMdf"], expected["QMp"])
        assert joint == pytest.approx(wanted, rel=FORMULA), name


def test_a_robust_variance_of_the_random_effects_model(oracle: Oracle) -> None:
    for case, asked in robust_cases(oracle):
        if "/uni_" in case["id"] and "mods" not in case["id"]:
            data, expected = case["inputs"]["data"], case["expected"]
            robust = robust_variance(random_effects(data["yi"], data["vi"]), cluster=data["cl"], kind=asked)
            assert robust.se == pytest.approx(expected["se"][0], rel=ITERATED), case["id"]
            assert robust.df == pytest.approx(expected["ddf"][0], rel=ITERATED), case["id"]


def test_predicted_effects_of_groups(oracle: Oracle) -> None:
    cases = [case for case in oracle("multilevel") if kind(case) == "ranef"]
    assert cases
    for case in cases:
        levels = group_effects(at_the_variances_of_r(case, oracle))
        assert [level.name for level in levels] == list(case["expected"])
        for level in levels:
            expected = case["expected"][level.name]
            # an effect near 0 is a difference of larger numbers
            room = CLOSED * np.abs(expected["intrcpt"]).max() + 1e-12
            assert level.estimate == pytest.approx(np.array(expected["intrcpt"]), rel=1e-9, abs=room), case["id"]
            assert level.se == pytest.approx(np.array(expected["se"]), rel=FORMULA), case["id"]


def test_predictions_at_every_row(oracle: Oracle) -> None:
    cases = [case for case in oracle("multilevel") if kind(case) == "fit" and case["id"].endswith("3l/REML_mods")]
    assert cases
    for case in cases:
        expected = case["expected"]["predict"]
        found = multilevel_predictions(at_the_variances_of_r(case, oracle))
        names = {
            "estimate": "pred",
            "se": "se",
            "lower": "ci_lb",
            "upper": "ci_ub",
            "prediction_lower": "pi_lb",
            "prediction_upper": "pi_ub",
        }
        for field, key in names.items():
            wanted = np.array(expected[key])
            # a bound near 0 is a difference of larger numbers
            room = FORMULA * np.abs(wanted).max()
            assert getattr(found, field) == pytest.approx(wanted, rel=FORMULA, abs=room), f"{case['id']} {key}"


def test_influence_of_effects(oracle: Oracle) -> None:
    cases = [case for case in oracle("multilevel") if case["id"].endswith("diag/rstudent")]
    assert cases
    for case in cases:
        expected = case["expected"]
        found = multilevel_influence(at_the_variances_of_r(case, oracle))
        pairs = {
            "rstandard_z": (found.rstandard, FORMULA),
            "hat": (found.hat, FORMULA),
            "weights_diag": (100 * found.weights_diagonal, FORMULA),
            "weights_rowsum": (100 * found.weights_row_sum, FORMULA),
            "rstudent_z": (found.rstudent, REFIT),
            "cook_d": (found.cooks_distance, REFIT),
        }
        for key, (actual, rel) in pairs.items():
            wanted = np.array(expected[key])
            assert actual == pytest.approx(wanted, rel=rel, abs=rel * np.abs(wanted).max()), f"{case['id']} {key}"


def test_influence_of_clusters(oracle: Oracle) -> None:
    cases = [case for case in oracle("multilevel") if case["id"].endswith("diag/cooks_cluster")]
    assert cases
    for case in cases:
        wanted = np.array(case["expected"]["cook_d"])
        found = cluster_influence(at_the_variances_of_r(case, oracle), case["inputs"]["data"]["cl"])
        assert found == pytest.approx(wanted, rel=REFIT, abs=REFIT * wanted.max()), case["id"]


def test_every_case_is_of_a_kind_that_is_compared(oracle: Oracle) -> None:
    kinds = {kind(case) for case in oracle("multilevel")}
    assert kinds <= {"fit", "robust", "confint", "vcalc", "aggregate", "diag", "ranef"}
