"""The lowest point of many functions at a time."""

import numpy as np
import pytest

from metasacro.numerics.lowest_point import lowest_points


def test_each_row_has_its_own_lowest_point() -> None:
    centers = np.array([[0.3], [2.0], [4.9]])
    x, height, inside = lowest_points(lambda x: np.cosh(x - centers), np.linspace(0, 5, 11))
    assert x == pytest.approx(centers[:, 0], abs=1e-12)
    assert height == pytest.approx(1.0)
    assert inside.all()


def test_the_lowest_of_two_valleys_is_found() -> None:
    """The grid sees both; a descent from the left would stop in the first."""
    x, _, _ = lowest_points(lambda x: (x**2 - 4) ** 2 - x, np.linspace(-4, 4, 33))
    assert 4 * x[0] * (x[0] ** 2 - 4) == pytest.approx(1.0, abs=1e-13)
    assert x[0] > 0


def test_an_end_of_the_grid_is_said_to_be_one() -> None:
    slopes = np.array([[1.0], [-1.0]])
    x, height, inside = lowest_points(lambda x: slopes * x, np.linspace(1, 2, 5))
    assert (x.tolist(), height.tolist(), inside.tolist()) == ([1.0, 2.0], [1.0, -2.0], [False, False])


def test_what_has_no_value_is_never_lowest() -> None:
    x, _, _ = lowest_points(lambda x: np.where(x < 1, np.nan, x), np.linspace(0, 5, 11))
    assert x[0] == pytest.approx(1.0, abs=1e-9)


def test_where_no_polynomial_settles_the_lowest_value_is_still_found() -> None:
    """A kink has no derivative to look for; one in a wide bracket is closed in on."""
    centers = np.array([[0.1234567], [3.3]])
    x, height, inside = lowest_points(lambda x: np.abs(x - centers), np.linspace(0, 5, 11))
    assert x == pytest.approx(centers[:, 0], abs=1e-9)
    assert height == pytest.approx(0.0, abs=1e-9)
    assert inside.all()


def test_rounding_moves_the_lowest_point_by_no_more_than_it_moves_the_function() -> None:
    """Heights near the bottom are all the same to a double within 1e-8; the root of the derivative is told to 1e-13."""
    rng = np.random.default_rng(1)
    x, _, _ = lowest_points(
        lambda x: np.cosh(x - 1.0 / 3.0) * (1.0 + 1e-16 * rng.standard_normal(x.shape)), np.linspace(-1, 1, 21)
    )
    assert x[0] == pytest.approx(1.0 / 3.0, abs=1e-13)


def test_a_grid_of_one_point_is_its_lowest() -> None:
    x, height, inside = lowest_points(lambda x: x**2, np.array([[2.0, 2.0], [1.0, 3.0]]))
    assert (x.tolist(), height.tolist(), inside.tolist()) == ([2.0, 1.0], [4.0, 1.0], [False, False])


def test_rows_of_any_size_settle_by_their_own_digits() -> None:
    """A polynomial beside a cusp that is 1e15 times lower, which no polynomial follows."""
    tops = np.array([[1e6], [1e-9]])

    def heights(x: np.ndarray) -> np.ndarray:
        return tops * np.stack([(x[0] - 1.3) ** 2, np.abs(x[-1] - 2.3) ** 1.5])

    x, height, inside = lowest_points(heights, np.linspace(0.0, 5.0, 11))
    assert x == pytest.approx([1.3, 2.3], abs=1e-7)
    assert height == pytest.approx([0.0, 0.0], abs=1e-18)
    assert inside.all()


def test_a_row_that_never_settles_takes_no_digits_from_its_neighbour() -> None:
    x, _, _ = lowest_points(
        lambda x: np.stack([1.0 + (x[0] - 1.3) ** 2, np.sqrt(np.abs(x[-1] - 2.3))]), np.linspace(0.0, 5.0, 11)
    )
    assert x[0] == pytest.approx(1.3, abs=1e-13)
    assert x[1] == pytest.approx(2.3, abs=1e-9)


@pytest.mark.parametrize("height", [1e-3, 1.0])
def test_a_valley_between_the_last_point_and_an_end_is_not_the_end(height: float) -> None:
    """However flat."""
    centers = np.array([[0.01], [4.99]])
    x, _, inside = lowest_points(lambda x: height * (x - centers) ** 2, np.linspace(0.0, 5.0, 11))
    assert x == pytest.approx(centers[:, 0], abs=1e-12)
    assert inside.all()


@pytest.mark.parametrize("grid", [np.linspace(-5.0, -1.0, 9), np.linspace(1.0, 5.0, 9), np.linspace(-3.0, 1.0, 9)])
@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_an_end_is_an_end_wherever_the_grid_lies(grid: np.ndarray, sign: float) -> None:
    x, _, inside = lowest_points(lambda x: np.exp(sign * x), grid)
    assert (x.tolist(), inside.tolist()) == ([grid[0] if sign > 0 else grid[-1]], [False])
