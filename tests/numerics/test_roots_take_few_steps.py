"""Chandrupatla's method needs no more evaluations than Brent's, and far fewer where a function is flat."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import brentq

from metasacro.numerics.roots import bracketed_root

FUNCTIONS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], float, float]] = {
    "a cube": (lambda x: x**3 - 2.0, 0.0, 2.0),
    "an exponential": (lambda x: np.exp(x) - 5.0, -3.0, 4.0),
    "a ninth power": (lambda x: (x - 0.7) ** 9, 0.0, 2.0),
    "a logarithm": (np.log, 1e-6, 1e3),
    "near a pole": (lambda x: 1.0 / x - 1e-3, 1e-3, 1e6),
    "a line": (lambda x: x - 0.3, -1.0, 5.0),
    "nearly a step": (lambda x: np.arctan(1e6 * (x - 0.123)), -1.0, 1.0),
}
#: More than Brent's method takes; ours also looks at both ends.
MORE = 2


def evaluations(function: Callable[[np.ndarray], np.ndarray], low: float, high: float) -> tuple[float, int]:
    asked = 0

    def counted(x: np.ndarray) -> np.ndarray:
        nonlocal asked
        asked += x.size
        assert ((x >= min(low, high)) & (x <= max(low, high))).all()  # never outside the bracket
        return function(x)

    root, found = bracketed_root(counted, np.array([low]), np.array([high]))
    assert found.all()
    return float(root[0]), asked


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_more_than_brent(name: str) -> None:
    function, low, high = FUNCTIONS[name]
    other, report = brentq(
        lambda x: float(function(np.float64(x))), low, high, xtol=1e-300, rtol=9e-16, maxiter=2000, full_output=True
    )
    root, asked = evaluations(function, low, high)
    assert root == pytest.approx(other, rel=1e-5 if name == "a ninth power" else 2e-15)
    assert asked <= report.function_calls + MORE
    assert evaluations(function, high, low)[1] <= report.function_calls + MORE


def test_a_flat_function_takes_a_third() -> None:
    assert evaluations(*FUNCTIONS["a ninth power"])[1] <= 54


def test_rows_end_on_their_own() -> None:
    """One row is a line, which is found at once, and the other a ninth power: the first is not asked for again."""
    asked = []

    def both(x: np.ndarray, power: np.ndarray) -> np.ndarray:
        asked.append(x.size)
        return np.sign(x - 0.7) * np.abs(x - 0.7) ** power

    root, found = bracketed_root(both, np.zeros(2), np.full(2, 2.0), np.array([1.0, 9.0]))
    assert found.all()
    assert root == pytest.approx([0.7, 0.7], rel=1e-9)
    assert asked[0] == 2
    assert asked[10:] == [1] * len(asked[10:])


def test_the_floor_says_how_near_0_is_near_enough() -> None:
    """With a floor a root at 0 takes fewer steps; it is met within 4 ε times the floor."""
    counts = []
    for floor in (1e-30, 1e-3, 1e10):
        asked = []
        root, _ = bracketed_root(
            lambda x, a=asked: (a.append(1), np.expm1(x))[1], np.array([-1.3]), np.array([3.1]), floor=floor
        )
        counts.append(len(asked))
        assert abs(float(root[0])) <= 4.0 * np.finfo(float).eps * floor
    assert counts[0] > counts[1] > counts[2]
