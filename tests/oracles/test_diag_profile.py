"""The likelihoods of τ² along a grid, and `predict` at another level and scale, against metafor."""

import numpy as np
import pytest

from metasacro.effects import back_transformation as back
from metasacro.pooling.random_effects import random_effects
from metasacro.tau2.restricted_likelihood import full_log_likelihood, restricted_log_likelihood
from metasacro.tau2.weighted_residuals import cohorts
from tests.oracles.test_diag_sensitivity import Oracle
from tests.tolerances import ITERATED


def test_profiles_of_the_likelihood_agree_with_metafor(oracle: Oracle) -> None:
    """Ours leave out the constants: log 2π for each degree of freedom, and under REML half the log of k."""
    compared = 0
    for case in oracle("diag"):
        if case["id"].split("/")[1] != "profile":
            continue
        data, expected, restricted = case["inputs"]["data"], case["expected"], case["options"]["method"] == "REML"
        grid = np.array(expected["tau2"])
        y, v, use = (np.tile(row, (grid.size, 1)) for row in cohorts(data["yi"], data["vi"]))
        k = y.shape[-1]
        constant = -0.5 * (k - restricted) * np.log(2 * np.pi) + 0.5 * restricted * np.log(k)
        height = (restricted_log_likelihood if restricted else full_log_likelihood)(grid, y, v, use) + constant
        assert height == pytest.approx(np.array(expected["ll"]), rel=1e-10, abs=1e-9), case["id"]
        compared += 1
    assert compared >= 20


def test_predictions_at_another_level_agree_with_metafor(oracle: Oracle) -> None:
    compared = 0
    for case in oracle("diag"):
        if case["id"].split("/")[1] != "predict":
            continue
        data, options, expected, at = case["inputs"]["data"], case["options"], case["expected"], case["id"]
        pooled = random_effects(
            data["yi"], data["vi"], method=options["method"], test=options["test"], level=options["level"]
        )
        assert pooled.interval is not None
        assert pooled.prediction is not None
        change = back.ratio if options["transf"] == "exp" else back.unchanged
        found = [pooled.estimate, pooled.interval.lower, pooled.interval.upper]
        found += [pooled.prediction.lower, pooled.prediction.upper]
        wanted = [expected[name][0] for name in ("pred", "ci_lb", "ci_ub", "pi_lb", "pi_ub")]
        assert change(found).tolist() == pytest.approx(wanted, rel=10 * ITERATED, abs=1e-12), at
        assert pooled.prediction_df == expected["pi_ddf"][0], at
        compared += 1
    assert compared >= 20
