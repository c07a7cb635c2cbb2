"""Q with weights 1/(v + τ²) and with fixed ones: its roots, bounds and errors, by dense matrices."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import generalized_q
from metasacro.tau2.generalized_q_interval import generalized_q_bounds
from metasacro.tau2.generalized_q_median import generalized_q_median
from metasacro.tau2.generalized_q_moment import generalized_q_moment
from tests.tau2.test_projection import DESIGNS, LINE, projected
from tests.tau2.test_quadratic_form_tail import ruben

Y = np.array([[0.31, 1.92, 0.43, -0.85, 0.7], [-0.8, 2.1, 0.0, 0.4, -1.2], [0.2, 0.25, 0.3, 0.2, 0.21]])
V = np.array([[0.04, 0.09, 0.05, 0.02, 0.07], [0.5, 0.01, 0.2, 0.11, 0.03], [0.3, 0.2, 0.1, 0.4, 0.2]])
A = np.array([2.0, 1.0, 0.5, 3.0, 1.5])
MASK = np.array([True, True, False, True, True])


def q_at(tau2: float, y: Floats, v: Floats, x: Floats | None = None) -> float:
    x = np.ones((len(y), 1)) if x is None else x
    w = np.diag(1.0 / (v + tau2))
    return float(y @ (w - w @ x @ np.linalg.inv(x.T @ w @ x) @ x.T @ w) @ y)


@DESIGNS
@pytest.mark.parametrize("target", [0.05, 2.0, 4.0, 60.0])
def test_where_q_has_a_value(x: Floats | None, target: float) -> None:
    rest = () if x is None else (np.stack([x] * 3),)
    roots, found = generalized_q.tau2_where_q_is(np.full(3, target), Y, V, np.ones((3, 5)), *rest)
    assert found.tolist() == [True] * 3
    for root, y, v in zip(roots, Y, V, strict=True):
        if root > 0.0:
            assert q_at(float(root), y, v, x) == pytest.approx(target, rel=1e-12)
        else:
            assert q_at(0.0, y, v, x) <= target


@DESIGNS
def test_who_takes_no_part_moves_no_root(x: Floats | None) -> None:
    y, v = np.where(MASK, Y[:1], 0.0), np.where(MASK, V[:1], 1.0)
    rest = () if x is None else ((x * MASK[:, None])[None],)
    root, _ = generalized_q.tau2_where_q_is(np.array([2.0]), y, v, MASK[None].astype(float), *rest)
    assert root[0] > 0
    assert q_at(float(root[0]), Y[0, MASK], V[0, MASK], None if x is None else x[MASK]) == pytest.approx(2.0, rel=1e-12)


def test_newtons_steps_end_soon_and_by_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seven, of 300 rows; of six some need to be bracketed."""
    rng = np.random.default_rng(12)
    v = 10.0 ** rng.uniform(-2, 1, (300, 5))
    y = rng.normal(0.0, 2.0 * np.sqrt(v))
    bracketed: list[int] = []
    plain = generalized_q.bracketed_root
    monkeypatch.setattr(
        generalized_q,
        "bracketed_root",
        lambda *of, **more: (bracketed.append(len(of[1])), plain(*of, **more))[1],
    )
    for steps, left in ((7, []), (6, [9])):
        monkeypatch.setattr(generalized_q, "_STEPS", steps)
        bracketed.clear()
        roots, _ = generalized_q.tau2_where_q_is(np.full(300, 3.0), y, v, np.ones((300, 5)))
        assert bracketed == left
        inside = roots > 0
        found = [q_at(*row) for row in zip(roots[inside].tolist(), y[inside], v[inside], strict=True)]
        assert found == pytest.approx([3.0] * int(inside.sum()), rel=1e-12)


@pytest.mark.parametrize("unit", [1.0, 1e3])
def test_the_bracket_is_that_of_the_data(monkeypatch: pytest.MonkeyPatch, unit: float) -> None:
    """SS/target − max v and − min v, neither below 0, and a billionth wider."""
    asked: list[tuple[object, ...]] = []
    plain = generalized_q.bracketed_root
    monkeypatch.setattr(
        generalized_q,
        "bracketed_root",
        lambda function, *of, floor: (asked.append((*of[:3], floor)), plain(function, *of, floor=floor))[1],
    )
    y, v = np.where(MASK, 30.0 * unit**0.5 * Y, 0.0), np.where(MASK, unit * V, 1.0)  # the others: 0, variance 1
    x, target = np.stack([LINE * MASK[:, None]] * 3), np.array([2.0, 1e-3, 1.15])
    roots, _ = generalized_q.tau2_where_q_is(target, y, v, np.tile(MASK, (3, 1)).astype(float), x)
    ((low, high, targets, floor),) = asked
    assert (roots > 0).all()
    assert targets.tolist() == target.tolist()
    p = np.eye(4) - LINE[MASK] @ np.linalg.pinv(LINE[MASK])
    middle = np.array([each @ p @ each for each in y[:, MASK]]) / target
    least, most = v[:, MASK].min(axis=1), v[:, MASK].max(axis=1)
    assert low == pytest.approx(np.maximum(0.0, middle * (1.0 - 1e-9) - most), rel=1e-12)
    assert high == pytest.approx(middle * (1.0 + 1e-9) - least + 1e-9 * least, rel=1e-12)
    assert floor == pytest.approx(1e-6 * least, rel=1e-14)


def test_targets_beside_q_at_0_have_roots_beside_0() -> None:
    """Where rounding decides on which side they are, and well inside."""
    rng = np.random.default_rng(13)
    v = 10.0 ** rng.uniform(-2, 1, (400, 4))
    y, use = rng.normal(0.0, 2.0 * np.sqrt(v)), np.ones((400, 4))
    w = 1.0 / v
    q = (w * (y - (w * y).sum(axis=1, keepdims=True) / w.sum(axis=1, keepdims=True)) ** 2).sum(axis=1)
    for share in (-4e-16, -1e-16, 0.0, 1e-16, 2e-16, 4e-16):
        roots, found = generalized_q.tau2_where_q_is(q * (1.0 - share), y, v, use)
        assert found.all()
        assert found.dtype == np.bool_
        assert ((roots >= 0.0) & (roots <= 1e-14 * v.max(axis=1))).all()
    for less in (0.02, 0.5, 1.0):
        some = q > 2.0 * less
        roots, _ = generalized_q.tau2_where_q_is(q[some] - less, y[some], v[some], use[some])
        assert (roots > 0.0).all()


@pytest.mark.parametrize(
    ("y", "v", "target"), [(1.0, 1e-200, 1.0), (3e143, 1e307, 1e-20), (1e-150, 1e-300, 0.3), (1e100, 1.0, 1.0)]
)
def test_numbers_whose_squares_overflow_or_vanish(y: float, v: float, target: float) -> None:
    """Of two equal variances: (2 y²)/target − v."""
    root, found = generalized_q.tau2_where_q_is(
        np.array([target]), np.array([[-y, y]]), np.full((1, 2), v), np.ones((1, 2))
    )
    assert found.all()
    assert float(root[0]) == pytest.approx(2.0 * y * (y / target) - v, rel=1e-10)


def test_a_fit_that_overflows_at_0_is_left_for_the_bracket() -> None:
    root, found = generalized_q.tau2_where_q_is(
        np.array([1.0]), np.array([[-0.5, 0.5, 0.0]]), np.array([[1e-200, 1e-200, 1.0]]), np.ones((1, 3))
    )
    assert (root.tolist(), found.tolist()) == ([pytest.approx(0.5, rel=1e-12)], [True])


def test_the_error_of_a_root() -> None:
    """√(2/df) · k/Σ w."""
    use = np.array([[1.0] * 5, [1.0, 1.0, 0.0, 1.0, 1.0]])
    df, tau2 = np.array([4.0, 3.0]), np.array([0.5, 0.1])
    expected = [
        np.sqrt(2.0 / 4.0) * 5.0 / (1.0 / (V[0] + 0.5)).sum(),
        np.sqrt(2.0 / 3.0) * 4.0 / (1.0 / (V[1, MASK] + 0.1)).sum(),
    ]
    found = generalized_q.expected_information_error(df, tau2, Y[:2], V[:2], use)
    assert found == pytest.approx(expected, rel=1e-14)
    deep = generalized_q.expected_information_error(df[None], tau2[None], Y[None, :2], V[None, :2], use[None])
    assert deep == pytest.approx(np.array([expected]), rel=1e-14)


def tail(tau2: float, y: Floats, v: Floats, a: Floats, x: Floats | None) -> float:
    """P(Q ≥ observed), by Ruben's mixture."""
    p = projected(a, x) if len(y) == 5 else np.diag(a) - np.outer(a, a) / a.sum()
    root = np.sqrt(v + tau2)
    lost = 1 if x is None else x.shape[1]
    return ruben(float(y @ p @ y), np.linalg.eigvalsh(root[:, None] * p * root)[lost:])


@pytest.mark.parametrize("level", [0.5, 0.95])
@pytest.mark.parametrize("x", [None, LINE], ids=["mean", "line"])
def test_at_the_bounds_q_has_its_shares_above(x: Floats | None, level: float) -> None:
    lower, upper, empty = generalized_q_bounds(Y[:2], V[:2], design=x, weights=A, level=level)
    assert empty.tolist() == [False, False]
    for y, v, low, high in zip(Y, V, lower, upper, strict=False):
        assert tail(float(high), y, v, A, x) == pytest.approx(0.5 + level / 2, abs=1e-10)
        if low > 0:
            assert tail(float(low), y, v, A, x) == pytest.approx(0.5 - level / 2, abs=1e-10)
        else:
            assert tail(0.0, y, v, A, x) >= 0.5 - level / 2
    assert lower.max() > 0


def test_of_weights_a_batch_and_a_mask_each_row_has_its_own() -> None:
    weights, keep = np.stack([A, A[::-1]]), np.stack([MASK, ~np.array([True, False, False, False, False])])
    found = generalized_q_bounds(Y[0], V[0], keep, weights=weights)
    for i in range(2):
        alone = generalized_q_bounds(Y[0, keep[i]], V[0, keep[i]], weights=weights[i, keep[i]])
        assert [float(each[i]) for each in found] == pytest.approx([float(each) for each in alone], rel=1e-9)
    deep = generalized_q_bounds(Y[:2, None], V[:2, None])
    assert [each.shape for each in deep] == [(2, 1)] * 3
    assert deep[1][1, 0] == pytest.approx(float(generalized_q_bounds(Y[1], V[1])[1]), rel=1e-9)


def test_of_two_cohorts_the_interval_is_that_of_one_chi_square() -> None:
    """Q is half the squared difference, (τ² + the mean variance) times χ² on 1 df."""
    lower, upper, _ = generalized_q_bounds([0.0, 9.0], [0.2, 0.6])
    expected = [40.5 / chi2.isf(share, 1) - 0.4 for share in (0.025, 0.975)]
    assert (float(lower), float(upper)) == pytest.approx(expected, rel=1e-8)


def test_rows_without_an_interval_among_rows_with_one() -> None:
    """One cohort, effects that agree to the last bit, effects that agree too well, and effects that differ."""
    y = np.array([[0.0, 1.0, 2.0], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5001], [0.0, 1.0, 5.0]])
    keep = np.array([[False, True, False], *[[True] * 3] * 3])
    lower, upper, empty = generalized_q_bounds(y, [0.1, 0.2, 0.3], keep)
    assert empty.tolist() == [False, True, True, False]
    assert empty.dtype == np.bool_
    assert np.isnan([lower[0], upper[0]]).all()
    assert (lower[1:].tolist()[:2], upper[1:].tolist()[:2]) == ([0.0, 0.0], [0.0, 0.0])
    assert 0.0 < lower[3] < upper[3]


@pytest.mark.parametrize("x", [None, LINE], ids=["mean", "line"])
def test_an_interval_is_empty_where_so_small_a_q_is_too_rare(x: Floats | None) -> None:
    """Effects scaled so that P(Q ≥ observed) is just above and just below 0.975 without any variance."""
    edge = float(brentq(lambda scale: tail(0.0, scale * Y[0], V[0], A, x) - 0.975, 0.001, 1.0, xtol=1e-12))
    scales = edge * np.array([0.5, 0.99, 0.99999, 1.00001, 1.01])
    rare = np.array([True] * 3 + [False] * 2)
    _, upper, empty = generalized_q_bounds(scales[:, None] * Y[0], V[0], design=x, weights=A)
    assert empty.tolist() == rare.tolist() == (upper == 0.0).tolist()


@pytest.mark.parametrize("x", [None, LINE], ids=["mean", "line"])
def test_the_median_and_its_error(x: Floats | None) -> None:
    """√(2 tr(PSPS))/tr P."""
    found = generalized_q_median(Y[:2], V[:2], design=x, weights=A)
    p = projected(A, x)
    for y, v, tau2, se in zip(Y, V, found.tau2, found.se, strict=False):
        assert tail(float(tau2), y, v, A, x) == pytest.approx(0.5, abs=1e-10)
        ps = p @ np.diag(v + tau2)
        assert float(se) == pytest.approx(np.sqrt(2.0 * np.trace(ps @ ps)) / np.trace(p), rel=1e-12)
    assert found.converged.tolist() == [True, True]


@pytest.mark.parametrize("x", [None, LINE], ids=["mean", "line"])
def test_the_moment_and_its_error(x: Floats | None) -> None:
    found = generalized_q_moment(Y[:2], V[:2], design=x, weights=A)
    p = projected(A, x)
    for y, v, tau2, se in zip(Y, V, found.tau2, found.se, strict=False):
        assert float(tau2) == pytest.approx((y @ p @ y - np.trace(p @ np.diag(v))) / np.trace(p), rel=1e-12)
        ps = p @ np.diag(v + tau2)
        assert float(se) == pytest.approx(np.sqrt(2.0 * np.trace(ps @ ps)) / np.trace(p), rel=1e-12)
    assert found.converged.tolist() == [True, True]


@pytest.mark.parametrize("estimator", [generalized_q_median, generalized_q_moment])
def test_weights_of_those_that_take_part_alone_count(estimator: object) -> None:
    masked = estimator(Y[0], V[0], MASK, weights=A)  # type: ignore[operator]  # both have the same arguments
    alone = estimator(Y[0, MASK], V[0, MASK], weights=A[MASK])  # type: ignore[operator]
    equal = estimator(Y[0], V[0], weights=np.full(5, 2.0))  # type: ignore[operator]
    plain = estimator(Y[0], V[0])  # type: ignore[operator]
    for one, other in ((masked, alone), (equal, plain)):
        assert float(one.tau2) == pytest.approx(float(other.tau2), rel=1e-10)
        assert float(one.se) == pytest.approx(float(other.se), rel=1e-10)
