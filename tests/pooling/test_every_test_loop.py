"""The compiled loop over subsets gives the intervals of the array form, estimator by estimator and test by test."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, norm, t

from metasacro.numerics.arrays import Booleans, Floats
from metasacro.numerics.loops import compiled
from metasacro.pooling import every_test_loop
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.pooling.every_test_loop import columns_for_loop, every_interval
from metasacro.pooling.tests_of_effect import TESTS
from metasacro.tau2 import every_estimator_loop
from metasacro.tau2.every_estimator_loop import SAME_AS
from metasacro.tau2.registry import ESTIMATORS, WEIGHTED

pytest.importorskip("numba")

#: Both forms round; they agree to this.
EQUAL = 1e-10

METHODS = tuple(key for key in ESTIMATORS if key not in WEIGHTED)

#: Those without a maximum to look for: where a likelihood is flat, its maximum is known to fewer digits.
PLAIN = tuple(key for key in METHODS if key not in ("REML", "ML"))


def by_loop(
    y: Floats, v: Floats, keep: Booleans, level: float = 0.95, *, interpreted: bool = False
) -> tuple[Floats, Floats, Booleans]:
    """(methods, n), (methods, tests, n), and (n,) which subsets are confirmed."""
    at = [every_estimator_loop.KEYS.index(SAME_AS.get(key, key)) for key in METHODS]
    estimates, halves = np.empty((len(keep), 10)), np.empty((len(keep), 10, 4))
    settled = np.empty(len(keep), dtype=np.bool_)
    ready = columns_for_loop(y[None], v[None], level).at(0)
    (every_interval if interpreted else compiled(every_interval))(
        *ready, np.ascontiguousarray(keep), estimates, halves, settled
    )
    return estimates[:, at].T, np.moveaxis(halves[:, at], 0, -1), settled


def assert_equal(
    y: Floats,
    v: Floats,
    keep: Booleans,
    level: float = 0.95,
    methods: tuple[str, ...] = METHODS,
    *,
    interpreted: bool = False,
) -> None:
    """Of the scale of the row: its effects, and the error of its most precise cohort."""
    estimates, halves, settled = by_loop(y, v, keep, level, interpreted=interpreted)
    expected, wide = intervals_of_every_test(y, v, keep=keep, methods=METHODS, tests=every_test_loop.KEYS, level=level)
    scale = np.abs(np.where(keep, y, 0.0)).max(axis=-1) + np.sqrt(np.where(keep, v, np.inf).min(axis=-1))
    at = [METHODS.index(key) for key in methods]
    assert settled.all()
    assert (np.abs(estimates - expected)[at] <= EQUAL * scale).all()
    assert (np.abs(halves - wide)[at] <= EQUAL * (wide[at] + 1e-6 * scale)).all()


def several(rng: np.random.Generator, n: int, k: int) -> Booleans:
    keep = rng.random((n, k)) < 0.6
    return keep[keep.sum(axis=-1) >= 2]


def test_every_estimator_and_test_of_the_registries_is_in_the_loop() -> None:
    """One that is added has to be added there too."""
    assert sorted({SAME_AS.get(key, key) for key in METHODS}) == sorted(every_estimator_loop.KEYS)
    assert sorted(every_test_loop.KEYS) == sorted(TESTS)


@pytest.mark.parametrize("spread", [0.0, 0.01, 1.0])
@pytest.mark.parametrize("k", [2, 3, 12, 40])
def test_ordinary_columns(spread: float, k: int) -> None:
    rng = np.random.default_rng(k)
    v = rng.uniform(0.01, 0.6, k)
    y = 3.0 + rng.normal(0.0, np.sqrt(v + spread))
    assert_equal(y, v, several(rng, 400, k) if k > 2 else np.ones((1, 2), dtype=np.bool_), level=0.9)


def test_ties_gaps_and_units() -> None:
    """Variances over four decades, effects on a grid, units from tiny to huge; several maxima among them."""
    rng = np.random.default_rng(11)
    for _ in range(300):
        k, unit = int(rng.integers(2, 9)), 4.0 ** int(rng.integers(-30, 31))
        y, v = rng.integers(-40, 41, k) * 0.3 * unit, 10.0 ** rng.uniform(-3, 1, k) * unit**2
        assert_equal(y, v, np.concatenate([np.ones((1, k), dtype=np.bool_), several(rng, 5, k)]))


@pytest.mark.parametrize("v", [[0.1] * 4, [1e-6, 1.0, 2.0, 1e3]])
def test_effects_that_agree(v: list[float]) -> None:
    """No spread at all, and one that is only rounding: every τ² is 0 or next to it."""
    keep = several(np.random.default_rng(3), 40, 4)
    for y in ([3.7] * 4, [0.1, 0.1, 0.1 + 1e-17, 0.1], [0.3, 0.1 * 3, 0.3, 0.3]):
        assert_equal(np.array(y), np.array(v), keep)


@settings(max_examples=200, deadline=None)  # the first example compiles
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.floats(-8, 4)), min_size=2, max_size=8),
    st.floats(-1e6, 1e6),
    st.integers(0, 255),
)
def test_shifted_columns_of_very_unequal_variances(rows: list[tuple[int, float]], shift: float, mask: int) -> None:
    steps, logs = np.array(rows).T
    keep = (mask >> np.arange(len(rows))) & 1 == 1
    assume(keep.sum() >= 2)
    assert_equal(steps + shift, 10.0**logs, keep[None], methods=PLAIN)


def test_a_single_cohort_is_left_to_the_array_form() -> None:
    _, _, settled = by_loop(np.array([1.0, 2.0]), np.array([0.1, 0.2]), np.array([[True, False], [True, True]]))
    assert settled.tolist() == [False, True]


@pytest.mark.parametrize("spread", [0.0, 1.0])
@pytest.mark.parametrize("unit", [1.0, 2.0**-41, 3e9])
def test_the_loop_as_plain_python(spread: float, unit: float) -> None:
    rng = np.random.default_rng(5)
    v = rng.uniform(0.01, 0.6, 6)
    y = 3.0 + rng.normal(0.0, np.sqrt(v + spread))
    assert_equal(unit * y, unit**2 * v, several(rng, 30, 6), level=0.9, interpreted=True)


def test_columns_are_ordered_by_variance_in_units_that_are_powers_of_2() -> None:
    y, v = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([[0.5, 0.02, 0.02], [7.0, 9.0, 4.0]])
    ready = columns_for_loop(y, v, 0.9)
    assert ready.order.tolist() == [[1, 2, 0], [2, 0, 1]]
    assert ready.unit.tolist() == [0.125, 2.0]
    assert (ready.unit[:, None] * ready.y).tolist() == [[2.0, 3.0, 1.0], [6.0, 4.0, 5.0]]
    assert (ready.unit[:, None] ** 2 * ready.v).tolist() == [[0.02, 0.02, 0.5], [4.0, 7.0, 9.0]]
    assert ((ready.v.min(axis=1) >= 1.0) & (ready.v.min(axis=1) < 4.0)).all()
    expected = [[t.ppf(0.95, df) for df in (1, 2)], [norm.ppf(0.95)] * 2, [chi2.median(df) for df in (1, 2)]]
    assert ready.quantiles[:, 2:] == pytest.approx(np.array(expected), rel=1e-11)
    assert np.isnan(ready.quantiles[:, :2]).all()
    assert columns_for_loop(y[0].tolist(), v[0], 0.9).y.tolist() == ready.y[:1].tolist()


def test_cohorts_that_are_equally_precise_keep_their_order_and_all_their_digits() -> None:
    """Thirty of them, in single precision."""
    y = np.linspace(0.0, 1.0, 30, dtype=np.float32)
    v = np.where(np.arange(30) % 2, 0.3, 0.7).astype(np.float32)
    found = columns_for_loop(y, v, 0.9)
    assert found.order[0].tolist() == [*range(1, 30, 2), *range(0, 30, 2)]
    assert (found.y.dtype, found.v.dtype) == (np.float64, np.float64)
    assert (found.y[0] * found.unit[0]).tolist() == y[found.order[0]].astype(float).tolist()
    assert (found.v[0] * found.unit[0] ** 2).tolist() == v[found.order[0]].astype(float).tolist()
    assert found.quantiles[1, 2:] == pytest.approx(norm.ppf(0.95), rel=1e-12)
    assert found.quantiles[0, 2:] == pytest.approx(t.ppf(0.95, np.arange(1, 30)), rel=1e-11)


def test_a_variance_of_exactly_1_is_no_common_effect() -> None:
    """Two cohorts of variance 1 whose effects are 2 apart."""
    y, v, keep = np.array([0.0, 2.0]), np.array([1.0, 1.0]), np.ones((1, 2), dtype=np.bool_)
    assert_equal(y, v, keep, interpreted=True)
    half = by_loop(y, v, keep, interpreted=True)[1][:, every_test_loop.KEYS.index("z"), 0]
    assert half[METHODS.index("DL")] == pytest.approx(np.sqrt(2) * half[METHODS.index("EE")], rel=1e-12)


def test_what_the_loop_does_not_confirm_is_left_to_the_array_form(monkeypatch: pytest.MonkeyPatch) -> None:
    """A root of Q that needs more than one step, and a subset of one cohort."""
    y, v = np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.05, 0.02])
    keep = np.array([[True, True, True, True], [True, False, False, False]])
    assert by_loop(y, v, keep, interpreted=True)[2].tolist() == [True, False]
    monkeypatch.setattr(every_estimator_loop, "_STEPS", 1)
    assert by_loop(y, v, keep, interpreted=True)[2].tolist() == [False, False]
