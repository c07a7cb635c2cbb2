"""Products and solutions are those of the library of linear algebra, but for rounding."""

import numpy as np
import pytest

from metasacro.numerics.products import product, solved

RNG = np.random.default_rng(4)


@pytest.mark.parametrize("shape", [(3,), (2, 3), (4, 2, 3)])
@pytest.mark.parametrize("other", [(3,), (3, 1), (3, 5)])
def test_a_product(shape: tuple[int, ...], other: tuple[int, ...]) -> None:
    a, b = RNG.normal(size=shape), RNG.normal(size=other)
    found = product(a, b)
    assert found.shape == (a @ b).shape
    assert found == pytest.approx(a @ b, rel=1e-13, abs=1e-14)
    assert product(np.ones(3, dtype=np.int64), np.ones(3, dtype=np.int64)).dtype == np.float64


def test_terms_are_added_in_their_order() -> None:
    """((1 + 1e16) − 1e16) is 0 as doubles, ((1e16 − 1e16) + 1) is 1."""
    column = np.ones((3, 1))
    assert product(np.array([1.0, 1e16, -1e16]), column).tolist() == [0.0]
    assert product(np.array([1e16, -1e16, 1.0]), column).tolist() == [1.0]


@pytest.mark.parametrize("n", [1, 2, 5])
def test_a_system_of_equations(n: int) -> None:
    root = RNG.normal(size=(n + 2, n))
    a, b = root.T @ root, RNG.normal(size=(n, 3))
    before = a.copy(), b.copy()
    assert solved(a, b) == pytest.approx(np.linalg.inv(a) @ b, rel=1e-9, abs=1e-9)
    assert (a.tolist(), b.tolist()) == (before[0].tolist(), before[1].tolist())


def test_a_system_of_whole_numbers_is_solved_in_doubles() -> None:
    found = solved(np.array([[4, 2], [2, 3]]), np.array([[1], [1]]))
    assert found.tolist() == [[0.125], [0.25]]
