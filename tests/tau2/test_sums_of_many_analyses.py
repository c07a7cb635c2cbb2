"""The sums that estimators are made of, for many analyses at once: each row is the answer of its analysis alone."""

import numpy as np
import pytest

from metasacro.tau2.maximum_likelihood import maximum_likelihood
from metasacro.tau2.quadratic_form import matched_moment
from metasacro.tau2.restricted_maximum_likelihood import restricted_maximum_likelihood
from metasacro.tau2.weighted_residuals import cohorts, rows_of, trace_of_square, weighted_residuals

Y = np.array([[1.0, 3.0, 8.0], [2.0, 2.5, 9.0]])
V = np.array([[0.5, 1.0, 2.0], [1.0, 4.0, 0.25]])
KEEP = np.array([[True, True, False], [False, True, False]])


def test_effects_are_measured_from_the_mean_of_their_row() -> None:
    y, v, use = cohorts(Y, V)
    assert y == pytest.approx(np.array([[-3.0, -1.0, 4.0], [-2.5, -2.0, 4.5]]), abs=1e-15)
    assert (v.tolist(), use.tolist()) == (V.tolist(), np.ones((2, 3)).tolist())


def test_those_in_use_are_measured_from_their_mean_and_the_others_become_effect_0_with_variance_1() -> None:
    y, v, use = cohorts(Y, V, KEEP)
    assert y.tolist() == [[-1.0, 1.0, 0.0], [0.0, 0.0, 0.0]]
    assert v.tolist() == [[0.5, 1.0, 1.0], [1.0, 4.0, 1.0]]
    assert use.tolist() == [[1.0, 1.0, 0.0], [0.0, 1.0, 0.0]]
    assert use.dtype == np.float64


def test_a_row_without_cohorts_has_no_effects() -> None:
    y, v, use = cohorts(Y[0], V[0], np.zeros(3, dtype=np.bool_))
    assert (y.tolist(), v.tolist(), use.tolist()) == ([0.0] * 3, [1.0] * 3, [0.0] * 3)


def test_whole_numbers_and_lists_are_read_as_doubles_and_a_mask_of_numbers_as_one() -> None:
    """Half precision would lose digits, and a mask of ones picks no rows."""
    y, v, use = cohorts(np.array([1000.0, 1003.0], dtype=np.float16), np.array([0.1, 0.3], dtype=np.float32), [1, 0])
    assert {y.dtype, v.dtype} == {np.dtype(np.float64)}
    assert y.tolist() == [0.0, 0.0]
    assert use.tolist() == [1.0, 0.0]
    whole, variances, _ = cohorts(np.array([2**53, 2**53 + 4]), np.array([1, 3]))
    assert whole.tolist() == [-2.0, 2.0]
    assert (variances / 2).tolist() == [0.5, 1.5]
    half, _, of_half = cohorts(np.array([1000.0, 1003.0], dtype=np.float16), [1.0, 2.0])
    assert half.tolist() == [-1.5, 1.5]
    assert {half.dtype, of_half.dtype} == {np.dtype(np.float64)}
    assert cohorts([1.0, 3.0, 8.0], [1.0, 1.0, 1.0], [2, 0, 3])[2].tolist() == [1.0, 0.0, 1.0]


def test_whole_effects_and_variances_become_doubles() -> None:
    _, v, _ = cohorts([1, 2], [1, 3], [True, False])
    y, v2, _ = cohorts([1, 2], [1, 3])
    assert {v.dtype, y.dtype, v2.dtype} == {np.dtype(np.float64)}


def test_rows_are_analyses() -> None:
    flat, deep = rows_of(np.arange(3.0), np.arange(12.0).reshape(2, 2, 3))
    assert (flat.shape, deep.shape) == ((1, 3), (4, 3))
    assert deep.tolist() == np.arange(12.0).reshape(4, 3).tolist()


def projection(w: np.ndarray, x: np.ndarray) -> np.ndarray:
    """W − W X (X'WX)⁻¹ X'W, by its definition."""
    wx = w[:, None] * x
    found: np.ndarray = np.diag(w) - wx @ np.linalg.inv(x.T @ wx) @ wx.T
    return found


DESIGN = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 3.0], [1.0, 4.0]])
W4 = np.array([[1.0, 2.0, 0.5, 4.0], [3.0, 1.0, 1.0, 0.25]])


def test_traces_beside_a_design_are_those_of_the_projection() -> None:
    x = np.broadcast_to(DESIGN, (2, 4, 2))
    squares = [np.trace(projection(w, DESIGN) @ projection(w, DESIGN)) for w in W4]
    assert trace_of_square(W4, x) == pytest.approx(squares, rel=1e-12)
    fit = weighted_residuals(np.zeros((2, 4)), 1.0 / W4, np.ones((2, 4)), np.zeros(2), x)
    assert fit.trace == pytest.approx([np.trace(projection(w, DESIGN)) for w in W4], rel=1e-12)
    deep = weighted_residuals(np.zeros((1, 2, 4)), 1.0 / W4[None], np.ones((1, 2, 4)), np.zeros((1, 2)), x[None])
    assert deep.trace == pytest.approx(fit.trace[None], rel=1e-12)


def test_the_moment_beside_a_design_is_where_q_meets_its_expectation() -> None:
    y, v = np.array([0.0, 3.0, -2.0, 7.0]), np.array([0.2, 0.1, 0.4, 0.3])
    p = projection(W4[0], DESIGN)
    expected = (y @ p @ y - (np.diag(p) * v).sum()) / np.trace(p)
    found, _ = matched_moment(W4[:1], y[None], v[None], np.ones((1, 4)), DESIGN[None])
    assert found == pytest.approx([expected], rel=1e-12)
    assert expected > 0


def test_without_cohorts_or_with_an_infinite_effect_there_is_no_mean_and_no_warning() -> None:
    """0/0, and the difference of two infinities."""
    none = weighted_residuals(np.zeros(2), np.ones(2), np.zeros(2), 0.0)
    assert np.isnan(float(none.mu))
    assert np.isnan(float(weighted_residuals(np.array([np.inf, 0.0]), np.ones(2), np.ones(2), 0.0).q))


#: Two precise cohorts agree, two that are vague do not: the score has a maximum at 0 or near it, and one far out.
TWO_HEIGHTS = ([0.0, 0.0001, 6.0, -5.0, 0.00005], [1e-4, 1e-4, 1.0, 1.0, 1e-4])


@pytest.mark.parametrize(
    ("estimator", "restricted"), [(maximum_likelihood, False), (restricted_maximum_likelihood, True)]
)
def test_of_several_maxima_the_higher_is_the_answer(estimator: object, restricted: bool) -> None:
    """Heights, by their definition, decide: no point of a fine grid is higher than the answer."""
    y, v = np.array(TWO_HEIGHTS[0]), np.array(TWO_HEIGHTS[1])

    def height(tau2: np.ndarray) -> np.ndarray:
        w = 1.0 / (v + tau2[:, None])
        mu = (w * y).sum(axis=-1) / w.sum(axis=-1)
        log = -0.5 * (np.log(v + tau2[:, None]).sum(axis=-1) + (w * (y - mu[:, None]) ** 2).sum(axis=-1))
        found: np.ndarray = log - 0.5 * np.log(w.sum(axis=-1)) if restricted else log
        return found

    grid = np.concatenate([[0.0], np.geomspace(1e-9, 1e3, 4001)])
    heights = height(grid)
    assert (np.diff(np.sign(np.diff(heights))) < 0).sum() + (heights[0] > heights[1]) >= 2  # several maxima
    tau2 = float(estimator(y, v).tau2)  # type: ignore[operator]  # both are functions of the same arguments
    assert float(height(np.array([tau2]))[0]) >= heights.max() - 1e-9
