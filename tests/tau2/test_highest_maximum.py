"""The highest maximum of a likelihood: found in few evaluations, and only passed off as one where that is proved."""

from __future__ import annotations

import numpy as np
import pytest

from metasacro.numerics.arrays import Floats
from metasacro.tau2 import highest_maximum as search
from metasacro.tau2 import restricted_likelihood as likelihood
from metasacro.tau2.restricted_likelihood import Slopes
from metasacro.tau2.weighted_residuals import cohorts
from tests.tau2.test_lane_search import tables
from tests.tau2.test_loop_cells import THREE_MAXIMA
from tests.tau2.test_restricted_likelihood import FORMS

#: Slopes, height, score, and what is taken off the number of cohorts.
OF = {
    True: (likelihood.restricted_slopes, likelihood.restricted_log_likelihood, likelihood.restricted_score, 1.0),
    False: (likelihood.full_slopes, likelihood.full_log_likelihood, likelihood.full_score, 0.0),
}


class Asked:
    """A likelihood that counts the rows at which it is evaluated."""

    def __init__(self, restricted: bool) -> None:
        self.plain, self.plain_height, self.score, self.less = OF[restricted]
        self.slopes_asked = self.heights_asked = 0

    def slopes(self, tau2: Floats, *rows: Floats) -> Slopes:
        self.slopes_asked += tau2.size
        return self.plain(tau2, *rows)

    def height(self, tau2: Floats, *rows: Floats) -> Floats:
        self.heights_asked += tau2.size
        return self.plain_height(tau2, *rows)

    def found(self, *rows: Floats) -> tuple[Floats, np.ndarray]:
        return search.highest_maximum(self.slopes, self.height, rows[2].sum(axis=-1) - self.less, *rows)


#: Seed and form; how often slopes and heights of the sixteen rows are evaluated.
EVALUATIONS = [
    (1, True, 107, 0),
    (1, False, 193, 8),
    (2, True, 58, 0),
    (2, False, 57, 0),
    (3, True, 86, 0),
    (3, False, 78, 0),
    (4, True, 129, 0),
    (4, False, 137, 0),
    (5, True, 112, 0),
    (5, False, 121, 3),
    (6, True, 114, 0),
    (6, False, 116, 0),
    (7, True, 154, 0),
    (7, False, 163, 9),
    (8, True, 129, 0),
    (8, False, 136, 5),
]


@pytest.mark.parametrize(("seed", "restricted", "slopes", "heights"), EVALUATIONS)
def test_maxima_are_found_and_compared_in_few_evaluations(
    seed: int, restricted: bool, slopes: int, heights: int
) -> None:
    asked, rows = Asked(restricted), cohorts(*tables(seed))
    tau2, converged = asked.found(*rows)
    assert converged.all()
    assert (asked.slopes_asked, asked.heights_asked) == (slopes, heights)
    inside = tau2 > 0
    a, b, *_ = asked.plain(tau2, *rows)
    assert a[inside] == pytest.approx(b[inside], rel=1e-12)
    assert (a[~inside] <= b[~inside]).all()
    best = asked.plain_height(tau2, *rows)
    for other in np.concatenate([[0.0], np.geomspace(1e-4, 1e4, 300)]):
        assert (asked.plain_height(np.full(16, other), *rows) <= best + 1e-9).all()


@FORMS
@pytest.mark.parametrize("power", [-250, 0, 250])
def test_units_change_nothing_but_the_unit(restricted: bool, power: int) -> None:
    """Nor does the variance of 1 that stands for those who take no part."""
    keep = np.random.default_rng(3).random((16, 5)) < 0.8
    keep[:, :3] = True
    y, v, use = cohorts(*tables(4), keep)
    plain = Asked(restricted).found(y, v, use)
    scaled = Asked(restricted).found(np.ldexp(y, power), np.where(use > 0, np.ldexp(v, 2 * power), 1.0), use)
    assert scaled[0].tolist() == np.ldexp(plain[0], 2 * power).tolist()


def test_a_unit_brings_the_least_variance_to_1_to_4() -> None:
    least = np.array([1e-9, 0.3, 0.99, 1.0, 3.99, 4.0, 77.0])
    brought = np.ldexp(least, -2 * search.unit(least))
    assert ((brought >= 1.0) & (brought < 4.0)).all()


@FORMS
@pytest.mark.parametrize("seed", [1, 7])
def test_those_that_take_no_part_cost_no_evaluations(restricted: bool, seed: int) -> None:
    y, v = (unit * table for unit, table in zip((1e-2, 1e-4), tables(seed), strict=True))
    keep = np.random.default_rng(3).random((16, 5)) < 0.8
    keep[:, :3] = True
    together, apart = Asked(restricted), Asked(restricted)
    masked, _ = together.found(*cohorts(y, v, keep))
    for row in range(16):
        alone, _ = apart.found(*cohorts(y[row, keep[row]][None], v[row, keep[row]][None]))
        assert masked[row] == pytest.approx(alone[0], rel=1e-11)
    assert together.slopes_asked == apart.slopes_asked


@FORMS
def test_a_score_of_0_at_0_is_not_above_it(restricted: bool) -> None:
    """Two cohorts whose variance is the variance of their effects, to the last bit: told from the sums at 0 alone."""
    asked, y = Asked(restricted), np.array([[0.0, 2.0], [0.0, 4.0]])
    rows = cohorts(y, y.var(axis=1, ddof=1 if restricted else 0)[:, None])
    tau2, converged = asked.found(*rows)
    assert (tau2.tolist(), converged.tolist(), asked.slopes_asked) == ([0.0, 0.0], [True, True], 2)
    searched = search._searched(asked.slopes, asked.height, np.full(2, 2.0 - asked.less), *rows)
    assert [each.tolist() for each in searched] == [[0.0, 0.0], [True, True]]
    mixed, _ = Asked(restricted).found(*cohorts(np.vstack([y, [0.0, 9.0]]), np.vstack([rows[1], [1.0, 1.0]])))
    assert (mixed > 0.0).tolist() == [False, False, True]


@FORMS
def test_with_equal_variances_a_root_takes_two_evaluations_more(restricted: bool) -> None:
    rng = np.random.default_rng(1)
    y = rng.normal(0.0, 2.0, (16, 3)) * rng.choice([1.0, 3.0], (16, 1))
    asked = Asked(restricted)
    tau2, converged = asked.found(*cohorts(y, np.full((16, 3), 0.3)))
    assert converged.all()
    assert tau2 == pytest.approx(np.maximum(0.0, y.var(axis=1, ddof=1 if restricted else 0) - 0.3), rel=1e-13)
    assert asked.slopes_asked == 3 * 16


@pytest.mark.parametrize("size", [1e-158, 1e60])
def test_effects_of_any_size_have_their_variance(size: float) -> None:
    """Steps whose cubes overflow, and a score at 0 whose reciprocal does."""
    asked, y = Asked(True), size * np.array([[0.0, 1.0, 3.0]])
    rows = cohorts(y, np.array([[1.0, 2.0, 3.0]]))
    for tau2, converged in (asked.found(*rows), search._searched(asked.slopes, asked.height, np.full(1, 2.0), *rows)):
        assert converged.tolist() == [True]
        assert tau2 == pytest.approx(y.var(axis=1, ddof=1) if size > 1.0 else [0.0], rel=1e-12)


def test_a_maximum_is_searched_for_below_the_least_variance_as_well() -> None:
    """Of two cohorts: half the squared difference less the mean variance."""
    asked, rows = Asked(True), cohorts(np.array([[0.0, 2.0], [0.0, 2.2]]), np.array([[1.0, 2.5], [1.0, 2.9]]))
    tau2, converged = search._searched(asked.slopes, asked.height, np.ones(2), *rows)
    assert converged.tolist() == [True, True]
    assert tau2 == pytest.approx([0.25, 0.47], rel=1e-12)


@pytest.mark.parametrize("beside", [0.0, 2e-13])
def test_a_root_at_the_lower_end_takes_no_evaluation(beside: float) -> None:
    """To the last bit or within rounding; A/B is 1000/(tau2 + 1)."""
    low = np.array([999.0 - beside])
    a = 1000.0 / (low + 1.0)
    start = Slopes(a, np.ones(1), a / (2.0 * (low + 1.0)), np.zeros(1))
    cell = search._Cells(np.zeros(1, dtype=np.int64), low, low + 9.0, start, start)
    root, found = search._roots(lambda *_: pytest.fail("evaluated"), cell, np.ones(1), [])
    assert (root.tolist(), found.tolist()) == ([pytest.approx(999.0, rel=1e-15)], [True])


def test_a_score_turns_in_a_cell_where_it_is_above_0_at_the_lower_end_alone() -> None:
    above, level, below = (2.0, 1.0), (1.0, 1.0), (1.0, 2.0)
    ends = [(low, high) for low in (above, level, below) for high in (above, level, below)]
    (low, high), none = (np.array(side).T for side in zip(*ends, strict=True)), np.zeros(9)
    cells = search._Cells(np.arange(9), none, none, Slopes(*low, none, none), Slopes(*high, none, none))
    assert cells.turning.tolist() == [False, True, True] + [False] * 6


@pytest.mark.parametrize(("end", "slope"), [(0.9, 0.0), (0.9, np.nan), (1.0, 0.0)])
def test_a_step_that_leaves_its_bracket_is_halved_and_says_nothing_of_the_next(end: float, slope: float) -> None:
    """log(A/B) = −x − x² in x = log(tau2 + m), its slope unknown at the lower end; halved, x is 1e-6.

    At x = −1 it is 0, and the step 0/0.
    """

    def slopes(tau2: Floats, *_: Floats) -> Slopes:
        x = np.log(tau2 + 1.0)
        a = np.exp(-x - x * x)
        c = a * (1.0 + 2.0 * x) / (2.0 * (tau2 + 1.0))
        return Slopes(a, np.ones(1), np.where(x < -0.5, slope, c), np.zeros(1))

    low, high = np.expm1([-end]), np.expm1([end + 2e-6])
    cell = search._Cells(np.zeros(1, dtype=np.int64), low, high, slopes(low), slopes(high))
    root, found = search._roots(slopes, cell, np.ones(1), [])
    assert found.tolist() == [True]
    assert float(root[0]) == pytest.approx(0.0, abs=1e-15)


@pytest.mark.parametrize(("effects", "variances"), THREE_MAXIMA)
def test_of_three_maxima_the_highest_is_taken(effects: list[float], variances: list[float]) -> None:
    asked, rows = Asked(True), [row[None] for row in cohorts(effects, variances)]
    tau2, converged = asked.found(*rows)
    grid = np.geomspace(1e-8, 1e6, 3_000)
    heights = [float(asked.plain_height(np.array([t]), *rows)[0]) for t in grid]
    assert converged.tolist() == [True]
    assert float(asked.plain_height(tau2, *rows)[0]) == pytest.approx(max(heights), abs=1e-3)
    assert float(asked.plain_height(tau2, *rows)[0]) >= max(heights)
    assert asked.heights_asked >= 3


def test_a_batch_evaluates_what_its_rows_would_alone() -> None:
    together, apart = Asked(True), Asked(True)
    y, v = np.concatenate([tables(2)[0], tables(7)[0]]), np.concatenate([tables(2)[1], tables(7)[1]])
    tau2, _ = together.found(*cohorts(y, v))
    alone = [float(apart.found(*cohorts(y[i : i + 1], v[i : i + 1]))[0][0]) for i in range(32)]
    assert tau2.tolist() == pytest.approx(alone, rel=1e-13)
    assert (together.slopes_asked, together.heights_asked) == (apart.slopes_asked, apart.heights_asked)


def test_no_answer_is_confirmed_without_its_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """With one step hardly any root is reached; what is at 0 is as it was."""
    rows = cohorts(*tables(2))
    whole, _ = Asked(True).found(*rows)
    monkeypatch.setattr(search, "STEPS", 1)
    tau2, converged = Asked(True).found(*rows)
    assert converged.tolist() == (whole == 0.0).tolist()
    assert tau2[converged].tolist() == [0.0] * int(converged.sum())


#: Of each row: whether 0 is a maximum; then roots with their heights; and what is to come of them.
COMPARED = [
    (True, {}, 0.0, True),
    (False, {}, 0.0, False),
    (False, {3.0: 1.0}, 3.0, True),
    (True, {3.0: 1.0}, 3.0, True),
    (True, {3.0: -1.0}, 0.0, True),
    (True, {3.0: 1.0, 5.0: 2.0, 7.0: 1.5}, 5.0, True),
    (False, {3.0: -9.0, 5.0: -8.0}, 5.0, True),
    (False, {5.0: -8.0, 3.0: -9.0}, 5.0, True),
    (True, {3.0: 0.0}, 0.0, True),
]


def test_the_highest_of_maxima_is_that_with_the_greatest_height() -> None:
    """The height at 0 is 0."""
    heights = {(float(row), root): height for row, of in enumerate(COMPARED) for root, height in of[1].items()}
    at = [(row, root) for root in (7.0, 3.0, 5.0) for row, of in enumerate(COMPARED) if root in of[1]]
    owners, roots = np.array([row for row, _ in at]), np.array([root for _, root in at])
    asked: list[int] = []

    def height(tau2: Floats, row: Floats) -> Floats:
        asked.append(tau2.size)
        return np.array([heights.get(pair, 0.0) for pair in zip(row.tolist(), tau2.tolist(), strict=True)])

    boundary = np.array([of[0] for of in COMPARED])
    rows = np.arange(float(len(COMPARED)))
    tau2, converged = search._compared(height, boundary, owners, roots, np.ones(roots.shape, dtype=np.bool_), rows)
    assert tau2.tolist() == [of[2] for of in COMPARED]
    assert converged.tolist() == [of[3] for of in COMPARED]
    assert asked == [roots.size - 1, len(COMPARED)]  # who is alone is not measured
    alike = np.arange(1.0, 41.0)  # of equal heights the first is taken
    level = search._compared(
        lambda tau2, *_: np.where(tau2 > 0, 1.0, 0.0),
        boundary[:1],
        np.zeros(40, dtype=np.int64),
        alike,
        alike > 0,
        rows[:1],
    )
    assert level[0].tolist() == [1.0]
    lost = search._compared(height, boundary, owners, roots, np.zeros(roots.shape, dtype=np.bool_), rows)
    assert (lost[0].tolist(), lost[1].tolist()) == ([0.0] * len(COMPARED), boundary.tolist())
