"""The batched root finder ends at the root to the last digits, in any units."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.numerics.roots import bracketed_root


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=8))
def test_cube_roots_over_24_decades(values: list[float]) -> None:
    target = np.array(values)
    root, found = bracketed_root(lambda x, c: x**3 - c, np.zeros_like(target), target + 1.0, target)
    assert found.all()
    assert root == pytest.approx(np.cbrt(target), rel=1e-15 * 8, abs=0)


def test_an_end_that_is_a_root_is_returned() -> None:
    root, found = bracketed_root(lambda x: x - 2.0, np.array([2.0, 0.0]), np.array([5.0, 2.0]))
    assert root.tolist() == [2.0, 2.0]
    assert found.all()


def test_no_change_of_sign_is_said_and_the_nearer_end_returned() -> None:
    root, found = bracketed_root(lambda x: x * x + 1.0, np.array([1.0]), np.array([3.0]))
    assert root.tolist() == [1.0]
    assert not found.any()


def test_a_root_at_0_ends_although_0_has_no_relative_size() -> None:
    root, found = bracketed_root(lambda x: x, np.array([-1.0]), np.array([3.0]), floor=1e-6)
    assert found.all()
    assert abs(float(root[0])) < 1e-15


def test_a_flat_function_is_no_obstacle() -> None:
    root, found = bracketed_root(lambda x: (x - 0.7) ** 9, np.array([0.0]), np.array([2.0]))
    assert found.all()
    assert abs(float(root[0]) - 0.7) < 1e-12
