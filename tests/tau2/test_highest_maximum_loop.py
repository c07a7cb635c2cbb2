"""The search of one analysis in a loop, not compiled: its parts are those of the array form, and as soon done."""

from __future__ import annotations

import math

import numpy as np
import pytest

from metasacro.numerics.arrays import Booleans, Floats
from metasacro.tau2 import highest_maximum
from metasacro.tau2 import highest_maximum_loop as loop
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.restricted_likelihood import Slopes, full_slopes, restricted_slopes, score_negative_above
from metasacro.tau2.weighted_residuals import cohorts
from tests.tau2.test_lane_search import tables
from tests.tau2.test_restricted_likelihood import FORMS, dense

#: The most precise cohort first, effects measured from its own.
V = np.array([0.9, 2.0, 5.0, 1.1, 70.0])
Y = np.array([0.0, 1.9, -3.0, 0.4, 11.0])
TAU2 = [0.0, 0.37, 4.0, 300.0]


def rows(y: Floats = Y, v: Floats = V) -> list[Floats]:
    return [each[None] for each in cohorts(y, v)]


def sums(t: float, restricted: bool, y: Floats = Y, v: Floats = V) -> tuple[float, float, float, float]:
    w, z = np.full((2, y.size), 9.0)
    return loop._slopes(t, y, v, w, z, y.size, restricted)


@FORMS
@pytest.mark.parametrize("t", TAU2)
def test_sums_and_heights(t: float, restricted: bool) -> None:
    array = (restricted_slopes if restricted else full_slopes)(np.array([t]), *rows())
    assert sums(t, restricted) == pytest.approx([float(each[0]) for each in array], rel=1e-11)
    height = dense(Y, V, t, None, restricted)[1]
    assert loop._height(t, Y, V, 5, restricted) == pytest.approx(height, rel=1e-12)
    assert loop._height(t, Y, V, 4, restricted) == pytest.approx(dense(Y[:4], V[:4], t, None, restricted)[1], rel=1e-12)


def test_cochrans_q_and_the_bound_of_the_search() -> None:
    w = 1.0 / V
    assert loop._q(Y, V, 5) == pytest.approx((w * (Y - (w * Y).sum() / w.sum()) ** 2).sum(), rel=1e-13)
    for df in (4.0, 5.0):
        above, _ = score_negative_above(*rows(), df=np.array([df]))
        assert loop._above(Y, V, 5, df) == (pytest.approx(float(above[0]), rel=1e-13), 70.0)
    assert loop._above(0.01 * Y, V, 5, 4.0)[0] == pytest.approx(
        float(score_negative_above(*rows(0.01 * Y))[0][0]), rel=1e-13
    )
    assert loop._above(np.zeros(2), np.array([1.5, 1.5]), 2, 1.0) == (0.0, 1.5)


def test_cohorts_in_use_are_ordered_and_measured_from_the_most_precise() -> None:
    y, v = np.full((2, 6), 7.0)
    effects, variances = np.array([3.0, 4.0, 5.5, 5.0, 6.0, 2.0]), np.array([0.4, 0.3, 0.02, 0.01, 0.01, 0.001])
    k, power = loop._ordered(effects, variances, np.array([True, False, True, True, True, False]), y, v)
    assert (k, power) == (4, -4)
    assert y[:4].tolist() == [0.0, 8.0, -32.0, 16.0]
    assert v[:4].tolist() == [2.56, 0.02 * 256, 0.4 * 256, 2.56]
    for exponent in range(-6, 7):
        k, power = loop._ordered(np.zeros(1), np.array([1.7 * 2.0**exponent]), np.array([True]), y, v)
        assert (k, power) == (1, exponent // 2)
        assert v[0] == 1.7 * 2.0**exponent / 4.0**power


def cells_of(numbers: list[Floats]) -> highest_maximum._Cells:
    columns = np.array(numbers).T
    sums_at = Slopes(*columns[2:6]), Slopes(*columns[6:])
    return highest_maximum._Cells(np.arange(len(numbers)), columns[0], columns[1], *sums_at)


@FORMS
def test_cells_are_judged_as_by_the_array_form(restricted: bool) -> None:
    """0: cut; 1: no maximum; 2: one where the score changes sign."""
    rng = np.random.default_rng(9)
    told = []
    for seed in (1, 4, 7):
        for y, v in zip(*tables(seed), strict=True):
            first = int(v.argmin())
            v[[0, first]], y[[0, first]] = v[[first, 0]], y[[first, 0]]
            for low, factor in zip(v[0] * 10.0 ** rng.uniform(-2, 3, 6), 10.0 ** rng.uniform(0.01, 2, 6), strict=True):
                high = low * factor
                at_low, at_high = (sums(t, restricted, y - y[0], v) for t in (low, high))
                cells = cells_of([np.array([low, high, *at_low, *at_high])])
                settled, falling = highest_maximum._examined(cells, v[:1], np.array([v.max()]))
                told.append(loop._settled(np.array([low, high, *at_low, *at_high]), v[0], v.max()))
                assert (told[-1] > 0) == bool(settled[0])
                assert told[-1] != 2 or bool(falling[0])
                middle = loop._cut(low, high, v[0], at_low[0] / at_low[1], at_high[0] / at_high[1])
                with np.errstate(all="ignore"):
                    halves = highest_maximum._halved(
                        lambda *_, cells=cells: cells.at_low, cells, v[:1], tuple(rows(y, v))
                    )
                turns = (at_low[0] > at_low[1]) != (at_high[0] > at_high[1])
                even = (low + v[0]) * math.sqrt((high + v[0]) / (low + v[0])) - v[0]
                assert middle == pytest.approx(float(halves.high[0]) if turns else even, rel=1e-12)
    assert min(map(told.count, (0, 1, 2))) > 3, [told.count(i) for i in (0, 1, 2)]


#: low, high, A, B, C and D at low, A, B, C and D at high: nothing is proved but what the others say.
OPEN = [0.0, 1.0, 1.0, 1.0, 1.0, 3.0, 1.0, 1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, 0),
        ({2: 0.0}, 1),  # no A
        ({2: 0.9, 7: 1.0}, 1),  # A at its greatest below B at its least
        ({6: 1.1}, 1),  # A at its least above B at its greatest
        ({4: 0.4}, 1),  # A/B rises
        ({8: 1.6}, 2),  # A/B falls
        ({1: 1e-7}, 2),  # as narrow as can be
        ({1: 3e-7}, 0),
        ({4: 2.0, 6: 0.999, 9: 3.0}, 1),  # the score is below 0 at the upper end, and before it
    ],
)
def test_a_cell_is_judged_by_its_sums(changed: dict[int, float], verdict: int) -> None:
    cell = np.array([changed.get(i, each) for i, each in enumerate(OPEN)])
    assert loop._settled(cell, 1.0, 50.0) == verdict
    settled, falling = highest_maximum._examined(cells_of([cell]), np.array([1.0]), np.array([50.0]))
    assert (settled.tolist(), falling.tolist()) == ([verdict > 0], [verdict == 2])


def test_a_cell_without_a_at_its_lower_end_is_judged_without_a_warning() -> None:
    settled, _ = highest_maximum._examined(
        cells_of([np.array([0.0, 1.0, *[0.0, 1.0, 0.0, 1.0] * 2]), np.array(OPEN)]), np.ones(2), np.full(2, 50.0)
    )
    assert settled.tolist() == [True, False]


@pytest.mark.parametrize(("low", "high", "m"), [(0.0, 3.0, 1.0), (0.5, 40.0, 0.2)])
def test_a_cell_is_cut_where_a_line_is_0_or_in_the_middle(low: float, high: float, m: float) -> None:
    """Of the logarithm of tau2 + m."""

    def at(share: float) -> float:
        return float(np.exp((1.0 - share) * np.log(low + m) + share * np.log(high + m)) - m)

    for before, after, share in (
        (math.e, math.exp(-3.0), 0.25),
        (math.exp(-3.0), math.e, 0.75),
        (math.e, math.exp(-0.05), 0.5),  # too near an end
        (math.exp(0.05), math.exp(-3.0), 0.5),
        (math.e, math.exp(0.5), 0.5),  # no change of sign
        (math.exp(-1.0), math.exp(-3.0), 0.5),
        (math.exp(2.0), 1.0, 0.5),
        (2.0, 2.0, 0.5),
        (0.0, 0.0, 0.5),
    ):
        assert loop._cut(low, high, m, before, after) == pytest.approx(at(share), rel=1e-13)
        cells = cells_of([np.array([low, high, before, 1.0, 0.0, 0.0, after, 1.0, 0.0, 0.0])])
        halves = highest_maximum._halved(lambda *_, at=cells.at_low: at, cells, np.array([m]), (np.zeros((1, 2)),))
        assert halves.low == pytest.approx([low, at(share)], rel=1e-13)
        assert halves.high == pytest.approx([at(share), high], rel=1e-13)


#: Seed and form: how often the sums of all sixteen are evaluated.
EVALUATIONS = [
    (1, True, 97),
    (1, False, 169),
    (2, True, 70),
    (2, False, 66),
    (3, True, 78),
    (3, False, 71),
    (4, True, 116),
    (4, False, 114),
    (5, True, 109),
    (5, False, 106),
    (6, True, 93),
    (6, False, 88),
    (7, True, 117),
    (7, False, 121),
    (8, True, 96),
    (8, False, 106),
]


@pytest.mark.parametrize(("seed", "restricted", "evaluations"), EVALUATIONS)
def test_searches_end_at_the_highest_maximum_as_soon_as_they_can(
    monkeypatch: pytest.MonkeyPatch, seed: int, restricted: bool, evaluations: int
) -> None:
    y, v = tables(seed)
    expected = ESTIMATORS["REML" if restricted else "ML"].function(y, v).tau2
    asked, plain = [], loop._slopes
    monkeypatch.setattr(loop, "_slopes", lambda *of: (asked.append(of[0]), plain(*of))[1])
    work, cells = np.empty((4, 5)), np.empty((64, 10))
    for row in range(16):
        t, settled = loop.maximum_of_row(row, y, v, np.ones((1, 5), dtype=np.bool_), work, cells, restricted)
        power = (math.frexp(v[row].min())[1] - 1) // 2
        assert settled
        assert t * 4.0**power == pytest.approx(expected[row], rel=1e-12)
    assert len(asked) == evaluations


@pytest.mark.parametrize(
    ("function", "key"), [(loop.restricted_maxima, "REML"), (loop.full_maxima, "ML"), (loop.moments, "DL")]
)
def test_every_row_of_tables(function: object, key: str) -> None:
    """Tables of one row or of all, masks, and rows of fewer than two cohorts."""
    y, v = tables(2)
    keep = np.random.default_rng(1).random((16, 5)) < 0.8
    keep[3], keep[4] = False, [False, True, False, False, False]
    for of in ((y, v, keep), (y[:1], v, keep), (y, v[5:6], keep), (1e4 * y, 1e8 * v, np.ones((1, 5), dtype=np.bool_))):
        tau2, se = np.zeros((2, 16))
        settled, alone = np.zeros((2, 16), dtype=np.bool_)
        function(*of, tau2, se, settled, alone)  # type: ignore[operator]  # all three have the same arguments
        expected = ESTIMATORS[key].function(*of)
        assert tau2 == pytest.approx(np.broadcast_to(expected.tau2, 16), rel=1e-10, nan_ok=True)
        assert se == pytest.approx(np.broadcast_to(expected.se, 16), rel=1e-10, nan_ok=True)
        few = np.broadcast_to(of[2].sum(axis=1) < 2, 16)
        assert (alone.tolist(), settled.tolist()) == (few.tolist(), (~few).tolist())


def alone(row: int, y: Floats, v: Floats, keep: Booleans, restricted: bool) -> tuple[float, bool]:
    """In cells that no search has filled."""
    work, cells = np.full((4, y.shape[1]), np.nan), np.full((64, 10), np.nan)
    t, settled = loop.maximum_of_row(row, y, v, keep, work, cells, restricted)
    return t * 4.0 ** ((math.frexp(v[min(row, len(v) - 1)][keep[row]].min())[1] - 1) // 2), settled


@FORMS
def test_a_row_alone_of_tables_of_one_row_or_of_all(restricted: bool) -> None:
    (y, v), keep = tables(2), np.random.default_rng(1).random((16, 5)) < 0.8
    for of in ((y, v, keep), (y[:1], v, keep), (y, v[5:6], keep)):
        expected = ESTIMATORS["REML" if restricted else "ML"].function(*of).tau2
        found = [alone(row, *of, restricted) for row in range(16)]
        assert [settled for _, settled in found] == [True] * 16
        assert [t for t, _ in found] == pytest.approx(expected.tolist(), rel=1e-12)


@FORMS
def test_with_equal_variances_there_is_no_cell_to_look_at(restricted: bool) -> None:
    y, v, keep = np.array([[0.0, 3.0, 7.0]]), np.full((1, 3), 2.0), np.ones((1, 3), dtype=np.bool_)
    found, settled = alone(0, y, v, keep, restricted)
    assert settled
    assert found == pytest.approx(y.var(ddof=restricted) - 2.0, rel=1e-12)


def test_a_score_that_all_but_turns_beside_0_is_looked_at_more_closely(monkeypatch: pytest.MonkeyPatch) -> None:
    asked, plain = [], loop._slopes
    monkeypatch.setattr(loop, "_slopes", lambda *of: (asked.append(of[0]), plain(*of))[1])
    y, v = np.array([[0.0, -2.9, -3.6, -4.5]]), np.array([[2.2, 2.7, 5.0, 8.4]])
    assert alone(0, y, v, np.ones((1, 4), dtype=np.bool_), False) == (0.0, True)
    assert len(asked) == 3


def test_of_two_maxima_that_with_the_higher_restricted_likelihood_is_taken() -> None:
    y, v = np.array([[0.0, -4.93, -73.78]]), np.array([[1.25, 4.3, 702.66]])
    found, settled = alone(0, y, v, np.ones((1, 3), dtype=np.bool_), True)
    assert settled
    assert found == pytest.approx(float(ESTIMATORS["REML"].function(y, v).tau2[0]), rel=1e-10)
    low, high = (dense(y[0], v[0], t, None, True)[1] for t in (13.432520183091919, found))
    assert high > low
