"""Between-study variance beside moderators: against dense matrices, and on a line that leaves nothing to explain."""

import numpy as np
import pytest

from metasacro.numerics import loops
from metasacro.tau2 import analyses, row_fits
from metasacro.tau2.dersimonian_laird import dersimonian_laird
from metasacro.tau2.equal_effects import equal_effects
from metasacro.tau2.registry import ESTIMATORS

Y = np.array([0.31, 1.92, 0.43, -0.85, 0.7, 1.4])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.07, 0.11])
X = np.column_stack([np.ones(6), [1.0, 4.0, 2.0, 1.0, 3.0, 0.0]])
ESTIMATED = [key for key in ESTIMATORS if key != "EE"]


def test_dersimonian_and_laird_by_dense_matrices() -> None:
    """tau2 = (Q − (k − p))/tr P with P = W − WX(X'WX)⁻¹X'W; its error √(2 tr(PSPS))/tr P."""
    w = np.diag(1.0 / V)
    p = w - w @ X @ np.linalg.inv(X.T @ w @ X) @ X.T @ w
    tau2 = (Y @ p @ Y - 4.0) / np.trace(p)
    ps = p @ np.diag(V + tau2)
    found = dersimonian_laird(Y, V, design=X)
    assert float(found.tau2) == pytest.approx(tau2, rel=1e-12)
    assert float(found.se) == pytest.approx(np.sqrt(2.0 * np.trace(ps @ ps)) / np.trace(p), rel=1e-12)


@pytest.mark.parametrize("key", ESTIMATED)
def test_effects_on_a_line_leave_no_variance_beside_it(key: str) -> None:
    function = ESTIMATORS[key].function
    on_a_line = X @ np.array([0.4, 0.9])
    assert float(function(on_a_line, V, design=X).tau2) == pytest.approx(0.0, abs=1e-12)
    assert float(function(on_a_line, V).tau2) > 0.5


@pytest.mark.parametrize("key", ESTIMATED)
def test_a_design_and_a_mask_each_may_be_the_only_batch(key: str) -> None:
    """Of three designs, and of three masks, each gives what it gives alone."""
    function = ESTIMATORS[key].function
    designs = np.stack([X, X[:, ::-1], np.column_stack([np.ones(6), np.arange(6.0) ** 2])])
    alone = [float(function(Y, V, design=design).tau2) for design in designs]
    assert function(Y, V, design=designs).tau2 == pytest.approx(np.array(alone), rel=1e-8, abs=1e-12)
    masks = np.array([[1, 1, 1, 1, 1, 1], [0, 1, 1, 1, 1, 1], [1, 1, 1, 0, 1, 0]], dtype=bool)
    alone = [float(function(Y[mask], V[mask]).tau2) for mask in masks]
    assert function(Y, V, masks).tau2 == pytest.approx(np.array(alone), rel=1e-8, abs=1e-12)


def test_equal_effects_answer_in_the_shape_of_every_argument() -> None:
    assert equal_effects(Y, V).tau2.shape == ()
    assert equal_effects(Y[None], V).tau2.shape == (1,)
    assert equal_effects(Y, np.stack([V] * 4)).tau2.shape == (4,)
    assert equal_effects(Y, V, np.ones((3, 6), dtype=bool)).tau2.shape == (3,)
    assert equal_effects(Y, V, None, np.stack([X] * 5)).tau2.shape == (5,)
    assert equal_effects(Y[None, None], V, np.ones((3, 6), dtype=bool), np.stack([X] * 3)).tau2.shape == (1, 3)
    assert (equal_effects(Y, V, np.ones((3, 6), dtype=bool)).tau2 == 0.0).all()


@pytest.mark.parametrize("key", ["DL", "REML", "ML"])
def test_a_large_batch_goes_to_the_loop_of_its_estimator(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    asked: list[object] = []
    for module in (analyses, row_fits):
        plain = module.compiled
        monkeypatch.setattr(module, "compiled", lambda loop, plain=plain: (asked.append(loop), plain(loop))[1])
    monkeypatch.setattr(loops, "LARGE", 12)
    found = ESTIMATORS[key].function(np.stack([Y, Y]), V)
    assert len(asked) == 1
    assert found.tau2 == pytest.approx(np.full(2, float(ESTIMATORS[key].function(Y, V).tau2)), rel=1e-10)
    ESTIMATORS[key].function(np.stack([Y, Y]), V, design=X)
    assert len(asked) == 1  # beside a design there is no loop
