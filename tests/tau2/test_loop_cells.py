"""The cells of the search in a loop: what is proved of one, and what is left to the array form."""

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import highest_maximum_loop as loop

#: Of effects 0, 0.262, 0.124 with these variances the likelihood has two maxima for some tau2 near 0.
Y, V = np.array([0.0, 0.262, 0.124]), np.array([0.0133, 0.0603, 8.1595])
LOW, HIGH = 0.038, 1.154


def sums(t: float, y: Floats = Y, v: Floats = V) -> tuple[float, float, float, float]:
    w, z = np.empty((2, y.size))
    return loop._slopes(t, y, v, w, z, y.size, False)


def test_a_cell_may_be_proved_empty_from_its_upper_end_alone() -> None:
    cell = np.array([LOW, HIGH, *sums(LOW), *sums(HIGH)])
    scores = [a - b for a, b, _, _ in map(sums, np.linspace(LOW, HIGH, 500))]
    assert max(scores) < 0.0  # no maximum in between
    assert loop._settled(cell, V[0], V[-1]) == 1


def search(y: Floats, v: Floats) -> tuple[float, bool]:
    tau2, se = np.empty((2, 1))
    settled, alone = np.empty((2, 1), dtype=np.bool_)
    loop.restricted_maxima(y[None], v[None], np.ones((1, y.size), dtype=np.bool_), tau2, se, settled, alone)
    return float(tau2[0]), bool(settled[0])


def test_a_root_that_needs_more_steps_is_left_to_the_array_form(monkeypatch: pytest.MonkeyPatch) -> None:
    y, v = np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.05, 0.02])
    found, settled = search(y, v)
    assert settled
    monkeypatch.setattr(loop, "_STEPS", 1)
    again, settled = search(y, v)
    assert not settled
    assert again != found


def test_more_cells_than_can_wait_are_left_to_the_array_form(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(8)
    y, v = rng.standard_t(1.2, (60, 5)), 10.0 ** rng.uniform(-3, 1, (60, 5))
    assert all(search(*row)[1] for row in zip(y, v, strict=True))
    monkeypatch.setattr(loop, "_DEPTH", 1)
    settled = [search(*row)[1] for row in zip(y, v, strict=True)]
    assert any(settled)
    assert not all(settled)


def test_of_several_maxima_the_highest_is_taken() -> None:
    """Wherever it lies: 150 sets with gaps, against a grid of the likelihood."""
    rng = np.random.default_rng(3)
    grid = np.concatenate([[0.0], np.geomspace(1e-5, 1e4, 150)])
    several = 0
    for _ in range(150):
        k = int(rng.integers(3, 6))
        y, v = rng.choice([0.0, 0.5, 3.0, -4.0], k) + rng.normal(0, 0.05, k), 10.0 ** rng.uniform(-4, 1, k)
        found, settled = search(y, v)
        heights = np.array([loop._height(t, y, v, k, True) for t in grid])
        inner = (heights[1:-1] > heights[:-2]) & (heights[1:-1] >= heights[2:])
        several += int(inner.sum() + (heights[0] > heights[1]) > 1)
        assert settled
        assert loop._height(found, y, v, k, True) >= heights.max() - 1e-9
    assert several > 3


#: Effects and variances over many orders of magnitude, so that the restricted likelihood has three maxima.
THREE_MAXIMA = [
    ([145.8621, -1.6124, -0.0011, 0.0314, 2.3058], [407.87, 16.7248, 5.8393e-5, 6.9484e-4, 0.36484]),
    (
        [-0.0006, 136.8972, 0.0073, 0.0005, 0.0037, 0.575],
        [0.194865, 132.6716, 0.04512, 7.0252e-5, 6.7014e-4, 0.0301944],
    ),
]


@pytest.mark.parametrize(("effects", "variances"), THREE_MAXIMA)
def test_of_three_maxima_the_highest_is_taken(effects: list[float], variances: list[float]) -> None:
    y, v = np.array(effects), np.array(variances)
    heights = np.array([loop._height(t, y, v, y.size, True) for t in np.geomspace(1e-8, 1e6, 3_000)])
    inner = (heights[1:-1] > heights[:-2]) & (heights[1:-1] >= heights[2:])
    at_zero = loop._height(0.0, y, v, y.size, True) > heights[0]
    assert inner.sum() + at_zero == 3
    found, settled = search(y, v)
    assert settled
    assert loop._height(found, y, v, y.size, True) >= heights.max()
    assert loop._height(found, y, v, y.size, True) == pytest.approx(heights.max(), abs=1e-3)
