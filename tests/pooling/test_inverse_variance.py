"""Pooling at a given τ²: by hand, by arrays, and by the loop for batches too wide for sixteen side by side."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from metasacro.numerics import loops
from metasacro.pooling import inverse_variance
from metasacro.pooling.inverse_variance import AtTau2, pooled_at, pooled_by, shares_of
from metasacro.tau2 import analyses, highest_maximum_loop, lane_search, row_fits
from metasacro.tau2.registry import ESTIMATORS

NAN = float("nan")
#: Rows: all cohorts, the most precise left out, one, two, none; whoever is left out may hold anything.
KEEP = np.array([[1, 1, 1, 1], [1, 1, 0, 1], [0, 0, 0, 1], [1, 1, 0, 0], [0, 0, 0, 0]], dtype=bool)
Y, V = np.array([0.31, 1.92, 0.43, -0.85]), np.array([0.04, 0.09, 0.02, 0.5])
TAU2 = np.array([0.3, 0.0, NAN, 0.07, NAN])


def by_hand(y: Any, v: Any, tau2: float) -> list[float]:
    """k, estimate, Σ w, Q, Q at 0, typical sampling variance."""
    k = len(y)
    w, w0 = 1 / (v + (0.0 if np.isnan(tau2) else tau2)), 1 / v
    if k == 0:
        return [0, NAN, 0, 0, NAN, NAN]
    middle, plain = w @ y / w.sum(), w0 @ y / w0.sum()
    if k == 1:
        return [1, middle, w.sum(), 0, NAN, NAN]
    typical = (k - 1) * w0.sum() / (w0.sum() ** 2 - (w0**2).sum())
    return [k, middle, w.sum(), w @ (y - middle) ** 2, w0 @ (y - plain) ** 2, typical]


def parts(at: AtTau2, place: tuple[int, ...]) -> list[float]:
    """Those of one analysis; of nobody Q is 0 or nan."""
    k, estimate, total, q, q0, typical = (float(part[place]) for part in at)
    return [k, estimate, total, q if k else np.nan_to_num(q), q0, typical]


def assert_as_by_hand(at: AtTau2, y: Any, v: Any, keep: Any, tau2: Any) -> None:
    for place in np.ndindex(tau2.shape):
        there = np.broadcast_to(keep, (*tau2.shape, 4))[place]
        y_row, v_row = (np.broadcast_to(a, (*tau2.shape, 4))[place][there] for a in (y, v))
        assert parts(at, place) == pytest.approx(by_hand(y_row, v_row, tau2[place]), rel=1e-12, abs=1e-15, nan_ok=True)


@pytest.fixture(params=["arrays", "side by side", "one by one"])
def form(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The loops are not compiled, but answer as machine code does: 0/0 and √−1 are nan."""
    if request.param == "arrays":
        yield
        return
    pytest.importorskip("numba")
    for module in (inverse_variance, row_fits, analyses):
        monkeypatch.setattr(module, "compiled", lambda loop: loop)
    monkeypatch.setattr(row_fits, "math", SimpleNamespace(nan=NAN, isnan=np.isnan, sqrt=np.sqrt))
    monkeypatch.setattr(loops, "LARGE", 0)
    if request.param == "one by one":
        monkeypatch.setattr(row_fits, "_WIDE", 3)
    with np.errstate(all="ignore"):
        yield


def test_one_table_for_all_selections(form: None) -> None:
    at = pooled_at(Y, V, TAU2, KEEP)
    assert_as_by_hand(at, Y, V, KEEP, TAU2)


def test_a_table_for_each_and_a_shape_of_more_axes(form: None) -> None:
    rng = np.random.default_rng(3)
    y, v = 1e3 + rng.normal(size=(2, 5, 4)), rng.uniform(0.01, 1.0, (2, 5, 4))
    tau2 = np.array([TAU2, TAU2[::-1]])
    at = pooled_at(y, v, tau2, KEEP)
    assert_as_by_hand(at, y, v, KEEP, tau2)
    whole = pooled_at(y, v, tau2)
    assert_as_by_hand(whole, y, v, np.ones(4, dtype=bool), tau2)


def test_a_cohort_that_outweighs_all_others_costs_no_digits(form: None) -> None:
    """Of the typical variance: twice the sum of the others' weights is what counts."""
    for first in range(4):
        v = np.roll([1e-20, 1.0, 2.0, 4.0], first)[None]
        at = pooled_at(Y[None], v, np.zeros(1))
        assert float(at.typical[0]) == pytest.approx(3 / (2 * 1.75), rel=1e-13)
        assert float(at.estimate[0]) == Y[first]


def test_who_takes_no_part_may_hold_anything(form: None) -> None:
    """No number, or the least variance of all."""
    y, v, there = np.array([0.3, NAN, 1.2, -0.7]), np.array([2.0, 1e-9, 3.0, 5.0]), np.array([True, False, True, True])
    at = pooled_at(y, v, np.array([0.4]), there[None])
    assert parts(at, (0,)) == pytest.approx(by_hand(y[there], v[there], 0.4), rel=1e-12)
    shares = shares_of(v, there[None], np.array([0.4]), at.total)[0]
    assert shares == pytest.approx(there / (v + 0.4) / float(at.total[0]), rel=1e-12)


def test_shares_are_fractions_of_the_total() -> None:
    at = pooled_at(Y, V, TAU2, KEEP)
    shares = shares_of(V.tolist(), KEEP, TAU2, at.total)
    for row, there in enumerate(KEEP):
        w = there / (V + np.nan_to_num(TAU2[row]))
        expected = w / w.sum() if there.any() else np.full(4, NAN)
        assert shares[row] == pytest.approx(expected, rel=1e-13, nan_ok=True)
    whole = pooled_at(Y, V, TAU2[:1])
    assert shares_of(V, None, TAU2[:1], whole.total)[0] == pytest.approx(shares[0], rel=1e-13)


@pytest.mark.parametrize("method", ["REML", "DL", "EE", "PM", "GENQ"])
@pytest.mark.parametrize("keep", [None, KEEP])
def test_an_estimator_and_the_pooling_at_it(form: None, method: str, keep: Any) -> None:
    y = np.array([Y, Y + 5.0, -Y, 2 * Y, Y[::-1]])
    spread, at = pooled_by(method, y, V, keep)
    with pytest.MonkeyPatch.context() as plain:
        plain.setattr(loops, "LARGE", 10**12)
        expected = ESTIMATORS[method].function(y, V, keep)
    several = at.k >= 2
    assert spread.tau2[several] == pytest.approx(expected.tau2[several], rel=1e-8, abs=1e-12)
    assert spread.se[several] == pytest.approx(expected.se[several], rel=1e-8, nan_ok=True)
    assert spread.converged[several].tolist() == expected.converged[several].tolist()
    for row, there in enumerate(KEEP if keep is not None else np.ones((5, 4), dtype=bool)):
        expected_parts = by_hand(y[row][there], V[there], spread.tau2[row])
        assert parts(at, (row,)) == pytest.approx(expected_parts, rel=1e-9, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("form", ["side by side"], indirect=True)
@pytest.mark.parametrize("method", ["REML", "ML"])
def test_rows_that_no_loop_ends_are_answered_by_arrays(
    form: None, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a table for all, and of a table for each; some are left and some are not."""
    monkeypatch.setattr(lane_search, "_ROUNDS", 1)
    monkeypatch.setattr(highest_maximum_loop, "_STEPS", 1)
    rng = np.random.default_rng(5)
    v = 10.0 ** rng.uniform(-2, 0, (20, 4))
    y = rng.normal(0.0, np.sqrt(v + rng.choice([0.0, 0.05, 1.0], (20, 1))))
    some = np.ones((20, 4), dtype=bool)
    some[::3, 1] = False
    for variances, keep in ((v, None), (v[:1], None), (v, some)):
        settled = row_fits.row_fits(method, analyses.tables(y, variances, keep, (20,)), 20).settled
        assert 0 < settled.sum() < 20
        spread, at = pooled_by(method, y, variances, keep)
        with pytest.MonkeyPatch.context() as plain:
            plain.setattr(loops, "LARGE", 10**12)
            expected = ESTIMATORS[method].function(y, variances, keep)
        assert spread.tau2 == pytest.approx(expected.tau2, rel=1e-8, abs=1e-12)
        assert spread.se == pytest.approx(expected.se, rel=1e-7)
        assert spread.converged.all()
        assert_as_by_hand(at, y, variances, np.ones(4, dtype=bool) if keep is None else keep, spread.tau2)


@pytest.mark.parametrize("method", ["REML", "DL", "EE", "PM"])
def test_an_analysis_may_come_alone(form: None, method: str) -> None:
    spread, at = pooled_by(method, Y, V)
    expected = by_hand(Y, V, float(spread.tau2))
    assert parts(at, ()) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("method", ["REML", "DL", "EE"])
def test_a_batch_may_have_its_axes_from_any_of_its_parts(form: None, method: str) -> None:
    keep = np.array([KEEP, KEEP[::-1]])
    for y, v, use in ((Y, V, keep), (np.tile(Y, (2, 5, 1)), V, None), (Y, np.tile(V, (2, 5, 1)), None)):
        spread, at = pooled_by(method, y, v, use)
        with pytest.MonkeyPatch.context() as plain:
            plain.setattr(loops, "LARGE", 10**12)
            expected = ESTIMATORS[method].function(*np.broadcast_arrays(y, v), use)
        assert spread.tau2.shape == spread.se.shape == spread.converged.shape == at.estimate.shape == (2, 5)
        assert spread.tau2 == pytest.approx(np.broadcast_to(expected.tau2, (2, 5)), rel=1e-8, nan_ok=True)
        assert (spread.converged == expected.converged).all()
        assert_as_by_hand(at, y, v, np.ones(4, dtype=bool) if use is None else use, spread.tau2)


def test_a_batch_is_large_by_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(loops, "LARGE", 60)

    def fail(form: str) -> Any:
        return lambda *_, **__: pytest.fail(form)

    monkeypatch.setattr(inverse_variance, "compiled", fail("one by one"))
    monkeypatch.setattr(inverse_variance, "row_fits", fail("side by side"))
    pooled_at(Y, V, np.zeros(14))
    for wide, form in ((1000, "side by side"), (3, "one by one")):
        monkeypatch.setattr(row_fits, "_WIDE", wide)
        with pytest.raises(pytest.fail.Exception, match=form):
            pooled_at(Y, V, np.zeros(15))
