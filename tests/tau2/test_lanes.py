"""Sixteen analyses side by side, not compiled: each has the sums that the array form gives it alone."""

from __future__ import annotations

import math

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import lanes
from metasacro.tau2.restricted_likelihood import full_slopes, restricted_slopes
from metasacro.tau2.weighted_residuals import cohorts, weighted_residuals

K = 5
RNG = np.random.default_rng(21)
V = 10.0 ** RNG.uniform(-4, 3, (19, K)) * 10.0 ** RNG.uniform(-6, 6, (19, 1))
Y = 40.0 + RNG.normal(0.0, 3.0 * np.sqrt(V))
V[3, 1], V[3, 4] = V[3].min() / 2.0, V[3].min() / 2.0  # of two as precise the first is first
KEEP = RNG.random((19, K)) < 0.7
KEEP[0], KEEP[1], KEEP[2], KEEP[4] = True, False, np.arange(K) == 2, np.arange(K) != 4
ALL = np.ones((1, K), dtype=np.bool_)
TABLES = {
    "all take part": (Y, V, ALL),
    "some take part": (Y, V, KEEP),
    "one mask for all": (Y, V, KEEP[4:5]),
    "masks of one analysis": (Y[:1], V[:1], KEEP),
    "variances of one analysis": (Y, V[:1], ALL),
    "effects of one analysis": (Y[:1], V, KEEP),
}
BATCHES = pytest.mark.parametrize(("start", "stop"), [(0, 16), (16, 19), (2, 9), (1, 3)])
KINDS = pytest.mark.parametrize("kind", TABLES)


class Filled:
    def __init__(self, kind: str, start: int, stop: int) -> None:
        y, v, keep = TABLES[kind]
        self.vs, self.ys = np.full((K + 1, lanes.LANES), 77.0), np.full((K + 1, lanes.LANES), 55.0)
        self.s = np.full(lanes.FREE, 7.7)  # as batches before have left it
        bits = self.s.view(np.int64)
        with np.errstate(all="ignore"):
            self.pairs = lanes.filled(start, stop, y, v, keep, bool(keep.all()), self.vs, self.ys, self.s, bits)
        wide = [np.broadcast_to(table, (19, K)) for table in (y, v, keep)]
        self.rows: list[tuple[Floats, Floats]] = []
        for row in range(start, stop):
            effects, variances, use = (table[row] for table in wide)
            self.rows.append((effects[use], variances[use]))

    def at(self, place: int) -> Floats:
        return self.s[place : place + len(self.rows)]

    def set_tau2(self) -> list[float]:
        """From 0 to 50 in the units of the lanes; what that is in those of the table."""
        for lane in range(lanes.LANES):
            self.s[lanes.T + lane] = 0.0 if lane % 4 == 0 else 0.1 * 3.0**lane % 50.0
        return (self.at(lanes.T) / self.at(lanes.SCALE) ** 2).tolist()


@KINDS
@BATCHES
def test_what_is_known_of_each_analysis(kind: str, start: int, stop: int) -> None:
    found = Filled(kind, start, stop)
    most = max(len(v) for _, v in found.rows)
    assert found.pairs == (most + 1) // 2
    for lane, (y, v) in enumerate(found.rows):
        at = [float(found.s[of + lane]) for of in (lanes.COHORTS, lanes.FIRST, lanes.LEAST, lanes.MOST)]
        if not v.size:
            assert at == [0.0, 0.0, 1.0, 0.0]
            continue
        first = int(v.argmin())
        assert at == [v.size, first, v[first], v.max()]
        assert found.s[lanes.FIRST_EFFECT + lane] == y[first]
        scale = float(found.s[lanes.SCALE + lane])
        assert math.frexp(scale)[0] == 0.5  # a power of 2
        assert found.s[lanes.FIRST_VARIANCE + lane] == v[first] * scale**2
        assert 1.0 <= v[first] * scale**2 < 4.0
        others = np.arange(v.size) != first
        slots = np.flatnonzero(others)
        assert found.vs[slots, lane].tolist() == (v[others] * scale**2).tolist()
        assert found.ys[slots, lane].tolist() == ((y[others] - y[first]) * scale).tolist()
        nobody = [slot for slot in range(2 * found.pairs) if slot not in slots]
        assert (found.vs[nobody, lane] == 1e100).all()
        assert (found.ys[nobody, lane] == 0.0).all()


def sums(y: Floats, v: Floats, tau2: float, restricted: bool) -> tuple[list[float], list[float]]:
    """A, B, C, D; and Σ w, the mean, Q, tr P."""
    rows = [each[None] for each in cohorts(y, v)]
    slopes = restricted_slopes if restricted else full_slopes
    fit = weighted_residuals(*rows, np.array([tau2]))
    told = [float(each[0]) for each in (fit.total, fit.mu + y.mean(), fit.q, fit.trace)]
    return [float(each[0]) for each in slopes(np.array([tau2]), *rows)], told


@KINDS
@BATCHES
@pytest.mark.parametrize("restricted", [True, False])
def test_sums_are_those_of_the_array_form(kind: str, start: int, stop: int, restricted: bool) -> None:
    found = Filled(kind, start, stop)
    tau2 = found.set_tau2()
    lanes.evaluated(found.pairs, found.vs, found.ys, found.s, restricted)
    compared(found, tau2, restricted)


@KINDS
@BATCHES
def test_the_spread_of_the_effects(kind: str, start: int, stop: int) -> None:
    found = Filled(kind, start, stop)
    with np.errstate(all="ignore"):  # of nobody 0/0
        lanes.spread(found.pairs, found.ys, found.s)
    for lane, (y, v) in enumerate(found.rows):
        if v.size:
            scale = float(found.s[lanes.SCALE + lane])
            spread = scale**2 * ((y - y.mean()) ** 2).sum()
            assert found.s[lanes.SPREAD + lane] == pytest.approx(spread, rel=1e-9, abs=1e-9 * scale**2)


@KINDS
@BATCHES
def test_the_sums_that_need_no_search(kind: str, start: int, stop: int) -> None:
    found = Filled(kind, start, stop)
    tau2 = found.set_tau2()
    lanes.weighed(found.pairs, found.vs, found.ys, found.s)
    of_a_search = found.s.copy()
    lanes.evaluated(found.pairs, found.vs, found.ys, of_a_search, restricted=True)
    compared(found, tau2, None)
    for place in (lanes.TRACE, lanes.D):
        several = [lane for lane, (_, v) in enumerate(found.rows) if v.size > 1]
        assert found.at(place)[several] == pytest.approx(of_a_search[place : place + 16][several], rel=1e-12)


def test_whoever_weighs_nothing_costs_nothing() -> None:
    """Processors take long over numbers too small to be normal."""
    s, table = np.zeros(lanes.FREE), np.ones((2, lanes.LANES))
    one, none = np.ones((1, 1)), np.zeros((2, lanes.LANES))
    lanes.filled(0, 1, one, one, one > 0, True, table, none, s, s.view(np.int64))
    assert (table**-3 > np.finfo(np.float64).tiny).all()
    assert (table[1] > lanes.FARTHEST * 1e17).all()


def compared(found: Filled, tau2: list[float], restricted: bool | None) -> None:
    for lane, ((y, v), t) in enumerate(zip(found.rows, tau2, strict=True)):
        if not v.size:
            continue
        scale = float(found.s[lanes.SCALE + lane])
        four, told = sums(y, v, t, bool(restricted))
        total, mean, q, trace = (float(found.s[of + lane]) for of in (lanes.TOTAL, lanes.MEAN, lanes.Q, lanes.TRACE))
        assert total * scale**2 == pytest.approx(told[0], rel=1e-12)
        assert found.s[lanes.FIRST_EFFECT + lane] + mean / scale == pytest.approx(told[1], rel=1e-12)
        noise = 0.0 if v.size > 1 else 1e-12
        assert q == pytest.approx(told[2], rel=1e-9, abs=noise)
        assert trace * scale**2 == pytest.approx(told[3], rel=1e-9, abs=noise * scale**2)
        if restricted is not None:
            a, b, c, d = (float(found.s[of + lane]) for of in (lanes.A, lanes.B, lanes.C, lanes.D))
            assert a * scale**2 == pytest.approx(four[0], rel=1e-9, abs=noise * scale**2)
            assert b * scale**2 == pytest.approx(four[1], rel=1e-9, abs=noise * scale**2)
            assert c * scale**4 == pytest.approx(four[2], rel=1e-6, abs=noise * scale**4)
            assert d * scale**4 == pytest.approx(four[3], rel=1e-6, abs=noise * scale**4)


def test_an_evaluation_is_kept_whole() -> None:
    found = Filled("all take part", 0, 16)
    found.set_tau2()
    lanes.evaluated(found.pairs, found.vs, found.ys, found.s, True)
    eight = found.s[lanes.A : lanes.A + 8 * lanes.LANES].copy()
    s = np.concatenate([found.s, np.full(lanes.LANES, -1.0)])
    lanes.kept(s, lanes.ANSWER)
    assert s[lanes.A + lanes.ANSWER : lanes.FREE].tolist() == eight.tolist()
    assert s[lanes.FREE :].tolist() == [-1.0] * lanes.LANES
    assert s[lanes.A + lanes.ZERO : lanes.A + lanes.ANSWER].tolist() == [7.7] * 8 * lanes.LANES


def test_a_mask_of_one_row_and_one_of_all_rows_are_read_alike() -> None:
    full = np.ones((19, K), dtype=np.bool_)
    for y, v in ((Y, V), (Y[:1], V), (Y, V[:1])):
        results = []
        for keep, everyone in ((ALL, True), (ALL, False), (full, True), (full, False)):
            vs, ys, s = np.zeros((K + 1, 16)), np.zeros((K + 1, 16)), np.zeros(lanes.FREE)
            lanes.filled(0, 16, y, v, keep, everyone, vs, ys, s, s.view(np.int64))
            results.append((vs.tolist(), ys.tolist(), s.tolist()))
        assert results == [results[0]] * 4
