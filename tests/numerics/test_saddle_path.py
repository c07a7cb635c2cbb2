"""Tails from transforms, against sums of exponentials, whose tails have a closed form."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from metasacro.numerics.saddle_path import upper_tail_from_transform

#: Means of independent exponentials: each is χ² on 2 df times half of it.
MEANS = ((3.0,), (3.0, 1.0), (5.0, 2.0, 0.5), (9.0, 8.0, 0.01))


def transform(means: np.ndarray) -> Callable[[Any, Any], Any]:
    return lambda z, _: -np.log(1.0 + z[..., None] * means).sum(axis=-1)


def exact(q: np.ndarray, means: np.ndarray) -> np.ndarray:
    """Σ e^(−q/m) Π m/(m − other)."""
    shares = [np.prod([m / (m - other) for other in means if other != m]) for m in means]
    return (np.exp(-q[:, None] / means) * shares).sum(axis=-1)


@pytest.mark.parametrize("means", MEANS)
@pytest.mark.parametrize("known", [1.0, 0.98])
def test_tails_of_sums_of_exponentials_keep_their_digits_on_both_sides(means: tuple[float, ...], known: float) -> None:
    """From half the mean to where the tail is 1e-90; also where the edge is known to two hundredths only."""
    m = np.array(means)
    q = m.sum() * np.array([0.5, 0.9, 1.0, 1.1, 2.0, 5.0, 20.0, 90.0])
    total, edge = np.full(q.size, m.sum()), np.full(q.size, known / m.max())
    found = upper_tail_from_transform(transform(m), q, total, edge, 2 * m.size)
    assert found == pytest.approx(exact(q, m), rel=2e-13)


@pytest.mark.parametrize("means", MEANS[1:])
def test_the_lower_tail_is_what_is_left(means: tuple[float, ...]) -> None:
    m = np.array(means)
    q, one = m.min() * np.array([1e-3, 0.1, 1.0]), np.ones(3)
    found = upper_tail_from_transform(transform(m), q, m.sum() * one, one / m.max(), 2 * m.size)
    assert found == pytest.approx(exact(q, m), abs=1e-14)


def test_either_side_of_the_pole_gives_the_same_tail_near_the_mean() -> None:
    for pair in combinations((0.7, 1.0, 4.0), 2):
        m = np.array(pair)
        q, edge = m.sum() * np.ones(2), np.ones(2) / m.max()
        from_right, from_left = upper_tail_from_transform(transform(m), q, q * np.array([2.0, 0.5]), edge, 4)
        assert from_right == pytest.approx(from_left, rel=1e-14)


def test_however_far_out_the_tail_is_zero_and_no_warning() -> None:
    m, q = np.array([3.0, 1.0]), np.array([1e4, 1e17, 1e300])
    found = upper_tail_from_transform(transform(m), q, np.full(3, 4.0), np.full(3, 1.0 / 3.0), 4)
    assert found.tolist() == [0.0, 0.0, 0.0]
