"""Models of two groups against metafor's `rma.glmm`, and why the two differ where they do.

R integrates with 7 nodes (UM.FS, CM.AL, rates) or one (UM.RS: Laplace's approximation), and stops early.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups
from metasacro.pooling.mixed_counts_likelihood import mixed_likelihood
from metasacro.pooling.poisson_normal import poisson_normal
from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.pooling.two_group_counts import person_time, two_by_two
from metasacro.pooling.two_group_models import two_group_model
from metasacro.pooling.two_group_regression import PooledCountRegression

Cases = list[dict[str, Any]]

#: With one common effect there is nothing to integrate, but R's own `glm` stops at 1e-8 and its SEs of CM.EL come from
#: numerical second derivatives (cannon2006, with 4 large trials: 8e-4).
COMMON, COMMON_SE = 1e-6, 1e-3

#: Otherwise: estimate in standard errors; SE and τ², relative; σ² of UM.RS, relative (synrare1, a few events: 0.028).
NODES, SIGMA2 = 1e-2, 3e-2


def models(oracle: Callable[[str], Any]) -> Cases:
    cases = [c for c in oracle("rare") if c["id"].startswith("rare/glmm/") and {"model", "method"} <= set(c["options"])]
    cases = [c for c in cases if c["options"]["measure"] in ("OR", "IRR")]
    assert len(cases) >= 30
    return cases


def fitted(case: dict[str, Any]) -> PooledCounts:
    options, data = case["options"], case["inputs"]["data"]
    fit = binomial_normal_two_groups if options["measure"] == "OR" else poisson_normal_two_groups
    return fit(**data, model=options["model"], method=options["method"])


def test_models_of_two_groups(oracle: Callable[[str], Any]) -> None:
    for case in models(oracle):
        expected, options, name = case["expected"], case["options"], case["id"]
        pooled = fitted(case)
        assert pooled.estimate is not None, name
        if expected is None:  # R's optimizer did not converge
            assert name == "rare/glmm/dat.cannon2006/OR/CM.EL/ML"
            assert pooled.tau2 == 0.0
            continue
        (b,), (se,) = expected["b"], expected["se"]
        common = options["method"] == "EE" and options["model"] != "UM.RS"
        assert pooled.k == expected["k"], name
        assert pooled.estimate == pytest.approx(b, rel=0 if not common else COMMON, abs=0 if common else NODES * se), (
            name
        )
        assert pooled.se == pytest.approx(se, rel=COMMON_SE if common else NODES), name
        assert pooled.tau2 == pytest.approx(expected["tau2"], rel=NODES, abs=1e-4), name
        assert (pooled.q, pooled.q_df) == (
            pytest.approx(expected["QE_LRT"], rel=NODES if options["model"] == "UM.RS" else 1e-7),
            expected["QE_df"],
        ), name
        if options["model"] == "UM.RS":
            assert pooled.sigma2 == pytest.approx(expected["sigma2"], rel=SIGMA2), name
        if options["model"] == "CM.EL" and options["measure"] == "OR":  # fine integration on both sides
            assert pooled.log_likelihood == pytest.approx(expected["ll"], abs=1e-4), name


@pytest.mark.parametrize("test", ["z", "t"])
def test_a_model_with_moderators(oracle: Callable[[str], Any], test: str) -> None:
    """UM.FS on latitude: τ² is 0, so nothing is integrated, and only the stopping rule of R's `glm` is left."""
    (case,) = (c for c in oracle("rare") if c["id"] == f"rare/glmm/dat.bcg/OR_mods/{test}")
    data, expected = dict(case["inputs"]["data"]), case["expected"]
    latitude = {"ablat": data.pop("ablat")}
    found = binomial_normal_two_groups(**data, model="UM.FS", test=test, mods="~ ablat", data=latitude)
    assert isinstance(found, PooledCountRegression)
    assert found.coefficients is not None
    assert found.coefficients.estimate == pytest.approx(np.array(expected["b"]), rel=COMMON)
    assert found.coefficients.se == pytest.approx(np.array(expected["se"]), rel=COMMON)
    assert found.coefficients.statistic == pytest.approx(np.array(expected["stat"]), rel=COMMON)
    assert found.coefficients.p_value == pytest.approx(np.array(expected["pval"]), rel=1e-3)
    assert found.coefficients.lower == pytest.approx(np.array(expected["ci_lb"]), rel=COMMON)
    assert (found.tau2, found.q_df) == (expected["tau2"], expected["QE_df"])
    assert (found.q, found.q_p) == pytest.approx((expected["QE_LRT"], expected["QEp_LRT"]), rel=1e-7)
    assert found.log_likelihood == pytest.approx(expected["ll"], rel=1e-8)


def test_with_one_node_we_get_what_r_gets(oracle: Callable[[str], Any]) -> None:
    """UM.RS: the highest point of Laplace's approximation, found another way, is what R nears; fine nodes give ours."""
    from scipy.optimize import minimize

    for case in models(oracle):
        if case["options"]["model"] != "UM.RS" or case["options"]["method"] != "ML":
            continue
        data, expected = case["inputs"]["data"], case["expected"]
        groups = two_by_two("OR", data) if case["options"]["measure"] == "OR" else person_time("IRR", data)
        model = two_group_model(groups.rows(~groups.silent), "UM.RS")

        def loss(p: np.ndarray, model: Any = model) -> float:
            return -mixed_likelihood(model, p[:2], np.abs(p[2:]), nodes=1).height

        pooled = fitted(case)
        start = [pooled.estimate, -3.0, max(pooled.tau2, 0.01) ** 0.5, pooled.sigma2**0.5]
        found = minimize(loss, start, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-9, "maxiter": 2000})
        assert -found.fun >= expected["ll"] - 1e-9, case["id"]
        assert -found.fun == pytest.approx(expected["ll"], abs=5e-5), case["id"]
        assert found.x[0] == pytest.approx(expected["b"][0], abs=2e-3 * expected["se"][0]), case["id"]
        assert found.x[2] ** 2 == pytest.approx(expected["tau2"], rel=5e-3, abs=1e-5), case["id"]
        assert found.x[3] ** 2 == pytest.approx(expected["sigma2"], rel=5e-3), case["id"]


def test_r_stops_a_hair_above_0_where_0_is_higher(oracle: Callable[[str], Any]) -> None:
    """synrare1, CM.EL: R answers τ² = 4e-5, and the log-likelihood it prints is below that of its own τ² = 0."""
    by_name = {case["id"]: case["expected"] for case in models(oracle)}
    random, common = (by_name[f"rare/glmm/synrare1/OR/CM.EL/{method}"] for method in ("ML", "EE"))
    assert random["tau2"] > 0
    assert random["ll"] < common["ll"]


def test_rates_of_one_group(oracle: Callable[[str], Any]) -> None:
    """The reference keeps 7 nodes; its likelihood-ratio test needs none."""
    data = next(c["inputs"]["data"] for c in oracle("rare") if c["id"] == "rare/glmm/dat.hart1999/IRR/UM.FS/ML")
    pooled = poisson_normal(data["x1i"], data["t1i"])
    common = poisson_normal(data["x1i"], data["t1i"], method="EE")
    #: meta 8.4-0, metarate(x, t, method = "GLMM")
    assert common.estimate == pytest.approx(-3.8112640443333756, rel=1e-9)
    assert common.se == pytest.approx(0.1373569954378756, rel=1e-4)
    assert common.se == pytest.approx(53**-0.5, rel=1e-12)  # the closed form: one over the root of all events
    assert pooled.estimate == pytest.approx(-3.8830776132567886, abs=2e-3 * 0.23)
    assert (pooled.se, pooled.tau2) == pytest.approx((0.2309276455901982, 0.18128518560509682), rel=NODES)
    assert (pooled.q, pooled.q_p) == pytest.approx((15.823573676474311, 0.007366252909404924), rel=1e-8)
