"""Back from the double arcsine: every possible count, beyond the smallest and the largest, and numbers of any kind."""

import math
from typing import Any

import numpy as np
import pytest

from metasacro.effects.freeman_tukey_back import harmonic_mean, share_of_double_arcsine
from tests.tolerances import CLOSED


def double_arcsine(x: float, n: float) -> float:
    return 0.5 * (math.asin(math.sqrt(x / (n + 1))) + math.asin(math.sqrt((x + 1) / (n + 1))))


@pytest.mark.parametrize("n", [1, 2, 10, 57])
def test_every_count_comes_back(n: int) -> None:
    y = np.array([double_arcsine(x, n) for x in range(n + 1)])
    found = share_of_double_arcsine(y, n)
    assert found[1:-1] == pytest.approx(np.arange(1, n) / n, rel=CLOSED)
    assert found[[0, -1]] == pytest.approx([0.0, 1.0], abs=CLOSED)


def test_at_and_beyond_the_ends_the_share_is_0_or_1() -> None:
    """The ends of 10 people are ½ asin √(1/11) and what is left of it up to π/2; at y = 0 the formula divides by 0."""
    end = float(0.5 * np.arcsin(np.sqrt(1.0 / 11.0)))
    other = float(0.5 * (np.arcsin(np.sqrt(10.0 / 11.0)) + np.arcsin(np.sqrt(11.0 / 11.0))))
    below, above = [-0.3, 0.0, 0.05, end], [other, 1.5, math.pi / 2, 2.0]
    found = share_of_double_arcsine(below + above, 10.0)
    assert found.dtype == np.float64
    assert found.tolist() == [0.0] * 4 + [1.0] * 4


def test_numbers_in_single_precision_or_among_objects_are_computed_in_double() -> None:
    """Columns of a data frame may be float32, or objects; what is computed from them is double."""
    y, n = np.array([0.3, 0.7, 1.1], dtype=np.float32), np.array([10.3, 20.7, 33.3], dtype=np.float32)
    kinds: list[Any] = [np.float32, object]
    for kind in kinds:
        found = share_of_double_arcsine(y.astype(kind), n.astype(kind))
        assert found.tolist() == share_of_double_arcsine(y.astype(np.float64), n.astype(np.float64)).tolist()
        assert harmonic_mean(n.astype(kind)).tolist() == harmonic_mean(n.astype(np.float64)).tolist()


def test_the_harmonic_mean_is_taken_over_the_last_axis() -> None:
    found = harmonic_mean([[10.0, 40.0], [3.0, 6.0], [7.0, 7.0]])
    assert found.tolist() == pytest.approx([16.0, 4.0, 7.0], rel=CLOSED)
