"""Sixteen searches side by side, not compiled: what they find, what they prove, and how soon."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pytest

from metasacro.numerics.arrays import Booleans, Floats
from metasacro.tau2 import lane_search, lanes
from metasacro.tau2.registry import ESTIMATORS

FORMS = pytest.mark.parametrize("restricted", [True, False], ids=["restricted", "full"])


class Found(NamedTuple):
    tau2: Floats
    proved: list[bool]
    evaluations: int
    s: Floats


def searched(patch: pytest.MonkeyPatch, y: Floats, v: Floats, restricted: bool, keep: Booleans | None = None) -> Found:
    (n, k), asked = y.shape, []
    keep = np.ones((1, k), dtype=np.bool_) if keep is None else keep
    vs, ys, s = np.zeros((k + 1, lanes.LANES)), np.zeros((k + 1, lanes.LANES)), np.full(lane_search.LENGTH, 7.7)
    s[lanes.T : lanes.T + lanes.LANES] = 0.0  # all else is as batches before have left it

    def evaluated(*of: object) -> None:
        asked.append(of)
        lanes.evaluated(*of)  # type: ignore[arg-type]

    with patch.context() as here, np.errstate(all="ignore"):  # as machine code: 0/0 is nan
        here.setattr(lane_search, "evaluated", evaluated)
        pairs = lanes.filled(0, n, y, v, keep, bool(keep.all()), vs, ys, s, s.view(np.int64))
        lanes.evaluated(pairs, vs, ys, s, restricted)
        lanes.kept(s, lanes.ZERO)
        lane_search.searched(pairs, vs, ys, s, restricted)
    tau2 = s[lanes.T : lanes.T + n] / s[lanes.SCALE : lanes.SCALE + n] ** 2
    return Found(tau2, [not lane_search.unproved(s, lane) for lane in range(n)], len(asked), s)


def tables(seed: int) -> tuple[Floats, Floats]:
    """Effects as the model has them; from the fourth seed on, tails so heavy that likelihoods have several maxima.

    From the hundredth seed on effects lie so far apart that τ² dwarfs the variances.
    """
    rng = np.random.default_rng(seed)
    if seed >= 100:
        return rng.normal(0, 1e4, (16, 5)), 10.0 ** rng.uniform(-2, 2, (16, 5))
    if seed < 4:
        v = 10.0 ** rng.uniform(-2, 0, (16, 5))
        return rng.normal(0, np.sqrt(v + rng.choice([0, 0.05, 1.0], (16, 1)))), v
    return rng.standard_t(1.2, (16, 5)), 10.0 ** rng.uniform(-3, 1, (16, 5))


#: Seed and form; evaluations; the lanes that are left to others.
SEARCHES = [
    (1, True, 8, [7]),
    (1, False, 9, [1, 7, 8, 12, 15]),
    (2, True, 6, []),
    (2, False, 6, []),
    (3, True, 6, [4]),
    (3, False, 8, [5]),
    (4, True, 9, [1, 6, 8, 10]),
    (4, False, 10, [1, 6, 8, 10]),
    (5, True, 5, [12]),
    (5, False, 8, [1, 12]),
    (6, True, 5, [8, 11]),
    (6, False, 7, [8, 11]),
    (7, True, 8, [9, 11, 12, 15]),
    (7, False, 15, [1, 4, 9, 11, 12]),
    (100, True, 3, [4]),
    (100, False, 4, [4]),
]


@pytest.mark.parametrize(("seed", "restricted", "evaluations", "left"), SEARCHES)
def test_what_is_proved_is_the_answer_of_the_array_form(
    monkeypatch: pytest.MonkeyPatch, seed: int, restricted: bool, evaluations: int, left: list[int]
) -> None:
    y, v = tables(seed)
    found = searched(monkeypatch, y, v, restricted)
    expected = ESTIMATORS["REML" if restricted else "ML"].function(y, v).tau2
    assert found.tau2[found.proved] == pytest.approx(expected[found.proved], rel=1e-12)
    assert found.evaluations == evaluations
    assert [lane for lane, proved in enumerate(found.proved) if not proved] == left


@FORMS
def test_with_equal_variances_one_step_is_all(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    """B/A is a line in τ² then: the first step from 0 ends at its root."""
    rng = np.random.default_rng(1)
    y = rng.normal(0.0, 2.0, (16, 3)) * rng.choice([0.1, 1.0, 3.0], (16, 1))
    found = searched(monkeypatch, y, np.full((16, 3), 0.3), restricted)
    closed = np.maximum(0.0, y.var(axis=1, ddof=1 if restricted else 0) - 0.3)
    assert found.tau2 == pytest.approx(closed, rel=1e-13)
    assert found.proved == [True] * 16
    assert found.evaluations == 2


@FORMS
def test_a_score_of_0_at_0_is_not_above_it(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    """Two cohorts whose variance is the variance of their effects, to the last bit."""
    y = np.array([[0.0, 2.0], [0.0, 4.0]])
    v = y.var(axis=1, ddof=1 if restricted else 0)[:, None] * [1.0, 1.0]
    found = searched(monkeypatch, y, v, restricted)
    zero = slice(lanes.A + lanes.ZERO, lanes.A + lanes.ZERO + 2), slice(lanes.B + lanes.ZERO, lanes.B + lanes.ZERO + 2)
    assert found.s[zero[0]].tolist() == found.s[zero[1]].tolist()
    assert (found.tau2.tolist(), found.proved, found.evaluations) == ([0.0, 0.0], [True, True], 1)


@pytest.mark.parametrize(
    ("t", "low", "high", "a", "there"),
    [
        (1.0, 0.0, np.inf, 1.25, 1.25),  # Newton's step
        (1.0, 0.0, np.inf, 0.75, 0.75),
        (1.0, 0.0, 1.2, 1.25, 1.1),  # beyond what is known to be too high: halved
        (1.0, 0.9, 1.2, 0.75, 0.95),
        (1.0, 0.0, np.inf, 9.0, 9.0),
        (1.0, 0.0, 50.0, 99.0, 4.0),  # twice as far at most
        (1.0, 0.0, np.inf, 1.0, 1.0),
    ],
)
def test_a_step_stays_in_its_bracket(t: float, low: float, high: float, a: float, there: float) -> None:
    """B = 1, D = 1 and C = A: a step of (A − B)/(2BC/A − D) = A − 1; in every second lane, the others being done."""
    s = np.zeros(lane_search.LENGTH)
    at = slice(lanes.T, lanes.T + lanes.LANES)

    def of(place: int) -> Floats:
        return s[place : place + lanes.LANES]

    searching = np.arange(lanes.LANES) % 2 == 1
    for place, value in (
        (lanes.T, t), (lanes.A, a), (lanes.B, 1.0), (lanes.C, a), (lanes.D, 1.0), (lanes.FIRST_VARIANCE, 2.0),
        (lane_search._LOW, low), (lane_search._HIGH, high), (lane_search._BEFORE, 7.7),
    ):  # fmt: skip
        of(place)[:] = value
    of(lane_search._OPEN)[:] = searching
    left = lane_search._stepped(s)
    inside, last = abs(there - (t + a - 1.0)) < 1e-12, there == t
    assert s[at] == pytest.approx(np.where(searching, there, t), rel=1e-15)
    assert of(lane_search._LOW).tolist() == [t if a > 1.0 else low] * lanes.LANES
    assert of(lane_search._HIGH).tolist() == [high if a > 1.0 else t] * lanes.LANES
    assert of(lane_search._BEFORE) == pytest.approx(abs(there - t) if inside else 0.0, abs=1e-15)
    assert (of(lane_search._OPEN) > 0).tolist() == (searching & (not last)).tolist()
    assert (left == 0.0) is last


@FORMS
def test_the_sums_at_the_answer_are_kept(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    y, v = tables(1)
    found = searched(monkeypatch, y, v, restricted)
    w = 1.0 / (v + found.tau2[:, None])
    scale = found.s[lanes.SCALE : lanes.SCALE + 16]
    total = found.s[lanes.TOTAL + lanes.ANSWER : lanes.TOTAL + lanes.ANSWER + 16] * scale**2
    assert total == pytest.approx(w.sum(axis=1), rel=1e-12)
    a, b = (found.s[of + lanes.ANSWER : of + lanes.ANSWER + 16] for of in (lanes.A, lanes.B))
    inside = found.tau2 > 0
    assert a[inside] == pytest.approx(b[inside], rel=1e-12)


@FORMS
def test_variances_too_far_apart_are_left(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    """Beyond a ratio of a million the sums have too few digits."""
    y = np.array([[0.0, 1.0, 3.0], [0.0, 1.0, 3.0], [0.0, 1e-3, -1e-3], [0.0, 1.0, 3.0]])
    v = np.array([[1e-3, 1e-3, 999.0], [1e-3, 1e-3, 1001.0], [1e-3, 1e-3, 1e-3], [1.0, 1.0, 1e6]])
    found = searched(monkeypatch, y, v, restricted)
    assert found.proved == [True, False, True, True]


@FORMS
def test_effects_that_agree_have_no_variance_and_need_no_proof_beyond(
    monkeypatch: pytest.MonkeyPatch, restricted: bool
) -> None:
    found = searched(monkeypatch, np.full((2, 3), 0.7), np.array([[0.1, 0.2, 0.3], [1.0, 5.0, 90.0]]), restricted)
    assert (found.tau2.tolist(), found.proved, found.evaluations) == ([0.0, 0.0], [True, True], 1)


@FORMS
def test_searches_that_do_not_end_are_left(monkeypatch: pytest.MonkeyPatch, restricted: bool) -> None:
    y, v = tables(2)
    whole = searched(monkeypatch, y, v, restricted)
    monkeypatch.setattr(lane_search, "_ROUNDS", 1)
    found = searched(monkeypatch, y, v, restricted)
    proved, at_zero = np.array(found.proved), whole.tau2 == 0.0
    assert not proved[~at_zero].any()
    assert proved[at_zero].tolist() == np.array(whole.proved)[at_zero].tolist()
    assert at_zero.any()


def test_lanes_with_other_masks_end_where_they_would_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    y, v = tables(3)
    keep = np.random.default_rng(2).random((16, 5)) < 0.7
    keep[:, :2] = True
    found = searched(monkeypatch, y, v, True, keep)
    for lane in range(16):
        alone = searched(monkeypatch, y[lane, keep[lane]][None], v[lane, keep[lane]][None], True)
        assert found.proved[lane] == alone.proved[0]
        assert found.tau2[lane] == pytest.approx(alone.tau2[0], rel=1e-13)
