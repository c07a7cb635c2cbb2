"""The lowest point of many functions at a time."""

import numpy as np
import pytest

from metasacro.numerics.lowest_point import lowest_points


def test_each_row_has_its_own_lowest_point() -> None:
    centers = np.array([[0.3], [2.0], [4.9]])
    x, height, inside = lowest_points(lambda x: np.cosh(x - centers), np.linspace(0, 5, 11))
    assert x == pytest.approx(centers[:, 0], abs=1e-7)
    assert height == pytest.approx(1.0)
    assert inside.all()


def test_the_lowest_of_two_valleys_is_found() -> None:
    """The grid sees both; a descent from the left would stop in the first."""
    x, _, _ = lowest_points(lambda x: (x**2 - 4) ** 2 - x, np.linspace(-4, 4, 33))
    assert x[0] == pytest.approx(2.031, abs=1e-3)


def test_an_end_of_the_grid_is_said_to_be_one() -> None:
    x, _, inside = lowest_points(lambda x: x, np.linspace(1, 2, 5))
    assert (x[0], inside[0]) == (1.0, False)


def test_what_has_no_value_is_never_lowest() -> None:
    x, _, _ = lowest_points(lambda x: np.where(x < 1, np.nan, x), np.linspace(0, 5, 11))
    assert x[0] == pytest.approx(1.0, abs=1e-9)
