"""Estimates of τ² and their standard errors, beside a design and without, by dense matrices."""

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.numerics.normal import normal_quantile
from metasacro.tau2.q_profile import q_profile_bounds
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.wald_interval import wald_bounds
from tests.tau2.test_beside_a_design import V, X, Y

ONE = np.ones((6, 1))


def projected(a: Floats, x: Floats) -> Floats:
    """A − AX(X'AX)⁻¹X'A."""
    w = np.diag(a)
    return np.asarray(w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w)


def expected(key: str, x: Floats, tau2: float) -> tuple[float | None, float]:
    """(tau2 where it has a closed form, its error at `tau2`)."""
    df = 6 - x.shape[1]
    if key in ("ML", "REML"):
        w = 1.0 / (V + tau2)
        p = projected(w, x) if key == "REML" else np.diag(w)
        return None, float(np.sqrt(2.0 / np.trace(p @ p)))
    crude = float(((Y - Y.mean()) ** 2).mean())
    p = projected({"HE": np.ones(6), "SJ": 1.0 / (V + crude)}.get(key, 1.0 / V), x)
    ps = p @ np.diag(V + tau2)
    error, q = float(np.sqrt(2.0 * np.trace(ps @ ps))), float(Y @ p @ Y)
    total = float((1.0 / V).sum())
    return {
        "HE": ((q - np.trace(p @ np.diag(V))) / np.trace(p), error / np.trace(p)),
        "HS": ((q - 6.0) / total, error / total),
        "HSk": ((q * 6.0 / df - 6.0) / total, error * 6.0 / df / total),
        "SJ": (crude * q / df, crude * error / df),
    }[key]


@pytest.mark.parametrize("x", [ONE, X], ids=["mean", "line"])
@pytest.mark.parametrize("key", ["HE", "HS", "HSk", "SJ", "ML", "REML"])
def test_by_dense_matrices(key: str, x: Floats) -> None:
    found = ESTIMATORS[key].function(Y, V, design=x)
    tau2, error = expected(key, x, float(found.tau2))
    assert float(found.tau2) > 0.0
    if tau2 is not None:
        assert float(found.tau2) == pytest.approx(tau2, rel=1e-12)
    assert float(found.se) == pytest.approx(error, rel=1e-10)
    both = ESTIMATORS[key].function(np.stack([Y, 2.0 * Y]), V, design=x)
    assert float(both.se[0]) == pytest.approx(error, rel=1e-10)


def test_the_q_profile_of_a_mask_and_of_a_design() -> None:
    mask = np.array([True, True, False, True, True, True])
    for masked, alone in zip(q_profile_bounds(Y, V, mask), q_profile_bounds(Y[mask], V[mask]), strict=True):
        assert float(masked) == pytest.approx(float(alone), rel=1e-10)
    lower, upper, empty = q_profile_bounds(X @ np.array([0.4, 0.9]), V, design=X)
    assert (bool(empty), empty.dtype) == (True, np.bool_)
    assert float(lower) == 0.0 == float(upper)


def test_wald_by_its_formula_in_double_precision() -> None:
    z = float(normal_quantile(0.975))
    assert wald_bounds(0.9, 0.1) == pytest.approx((0.9 - 0.1 * z, 0.9 + 0.1 * z), rel=1e-14)
    single = np.array([0.9], dtype=np.float32), np.array([0.1], dtype=np.float32)
    assert wald_bounds(*single)[0].tolist() == wald_bounds(*(one.astype(np.float64) for one in single))[0].tolist()
