"""The projection that takes out a mean or a plane, by its definition with dense matrices and exact fractions."""

from fractions import Fraction

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2.projection import diagonal, log_determinant, off_plane, sum_of_others, weighted_squares

W = np.array([[1.0, 2.0, 0.5, 4.0, 3.0], [3.0, 1.0, 1.0, 0.25, 0.5]])
D = np.array([[0.3, 2.0, 1.5, 0.7, 1.0], [5.0, 0.1, 0.4, 2.0, 3.0]])
ONE = np.ones((5, 1))
LINE = np.column_stack([np.ones(5), [1.0, 4.0, 2.0, 1.0, 0.0]])
DESIGNS = pytest.mark.parametrize("x", [None, ONE, LINE], ids=["mean", "intercept", "line"])


def projected(w: Floats, x: Floats | None) -> Floats:
    """W − WX(X'WX)⁻¹X'W."""
    x, w = ONE if x is None else x, np.diag(w)
    return np.asarray(w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w)


def of_both(x: Floats | None) -> Floats | None:
    return None if x is None else np.stack([x, x])


def in_depth(*arrays: Floats | None) -> list[Floats | None]:
    """One row of two rows."""
    return [None if array is None else array[None] for array in arrays]


@DESIGNS
def test_the_diagonal(x: Floats | None) -> None:
    expected = np.array([np.diag(projected(w, x)) for w in W])
    assert diagonal(W, of_both(x)) == pytest.approx(expected, rel=1e-13)
    assert diagonal(*in_depth(W, of_both(x))) == pytest.approx(expected[None], rel=1e-13)


@DESIGNS
def test_the_trace_of_its_square_between_any_variances(x: Floats | None) -> None:
    """tr(P D P D)."""
    expected = [np.trace(np.linalg.matrix_power(projected(w, x) @ np.diag(d), 2)) for w, d in zip(W, D, strict=True)]
    assert weighted_squares(W, D, of_both(x)) == pytest.approx(np.array(expected), rel=1e-13)
    assert weighted_squares(*in_depth(W, D, of_both(x))) == pytest.approx(np.array([expected]), rel=1e-13)


@DESIGNS
def test_the_determinant(x: Floats | None) -> None:
    plain = ONE if x is None else x
    expected = [np.log(np.linalg.det(plain.T @ np.diag(w) @ plain)) for w in W]
    assert log_determinant(W, of_both(x)) == pytest.approx(np.array(expected), rel=1e-13)
    assert log_determinant(*in_depth(W, of_both(x))) == pytest.approx(np.array([expected]), rel=1e-13)


def test_what_is_left_of_effects_beside_a_line() -> None:
    y = np.array([[0.31, 1.92, 0.43, -0.85, 0.7], [1.0, 0.0, 2.0, 5.0, 3.0]])
    expected = [projected(w, LINE) @ each / w for w, each in zip(W, y, strict=True)]
    assert off_plane(y, W, np.stack([LINE, LINE])) == pytest.approx(np.array(expected), rel=1e-12)


@pytest.mark.parametrize("left_out", range(5))
def test_who_has_no_weight_is_not_in_the_plane(left_out: int) -> None:
    y, kept = np.array([0.31, 1.92, 0.43, -0.85, 0.7]), np.arange(5) != left_out
    masked = off_plane(y, W[0] * kept, LINE)
    assert masked[left_out] == 0.0
    assert masked[kept] == pytest.approx(off_plane(y[kept], W[0, kept], LINE[kept]), rel=1e-11)


@pytest.mark.parametrize("weight", np.arange(1.0, 200.0, 7.0))
def test_of_two_alike_each_has_half_its_weight_left(weight: float) -> None:
    """A leverage of 1/2, whose rest of 1/4 rounding may exceed."""
    assert diagonal(np.full(2, weight), np.ones((2, 1))) == pytest.approx(np.full(2, weight / 2.0), rel=1e-7)


def test_the_freedom_of_a_cohort_that_outweighs_all_keeps_its_digits() -> None:
    """1 − h where h is within 1e-12 of 1, against fractions; beside one of half the weight both forms are the same."""
    for giant in (1e12, 7.0, 3.0):
        w = [Fraction(giant), Fraction(1), Fraction(2), Fraction(3)]
        total = sum(w)
        expected = np.array([float(each * (total - each) / total) for each in w])
        plain = np.array([float(each) for each in w])
        assert diagonal(plain) == pytest.approx(expected, rel=1e-14)
        assert diagonal(plain, np.ones((4, 1))) == pytest.approx(expected, rel=1e-12)


def test_without_a_cohort_that_counts_there_is_no_projection_and_no_warning() -> None:
    nothing = np.zeros((1, 3))
    assert np.isnan(diagonal(nothing)).all()
    assert np.isnan(weighted_squares(nothing, np.ones((1, 3)))).all()
    assert off_plane(np.ones((1, 3)), nothing, np.ones((1, 3, 1))).tolist() == [[0.0, 0.0, 0.0]]


@pytest.mark.parametrize("a", [[1.0, 2.0, 3.0], [1e20, 1.0, 2.0], [1.0, 1.0, 0.0], [1.0, 1.0, 2.0]])
def test_the_sum_of_the_others(a: list[float]) -> None:
    expected = [float(sum(map(Fraction, a)) - Fraction(each)) for each in a]
    assert sum_of_others(np.array([a, [1e20, 1.0, 2.0]])).tolist() == [expected, [3.0, 1e20, 1e20]]
