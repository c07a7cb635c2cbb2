"""A piece of a sweep by compiled loops: fits of a block of subsets, which are counted before the next block is fitted.

A subset that the loop of the fits does not confirm under a column is not counted, but named, for the array form.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled
from metasacro.pooling import every_test_loop
from metasacro.pooling.every_test_loop import columns_for_loop, every_interval
from metasacro.synthesis.standing import Standing
from metasacro.synthesis.sweep_tally import BINS, SweepTally, by_study
from metasacro.tau2 import every_estimator_loop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.synthesis.sweep_piece import SweepPiece
    from metasacro.synthesis.sweep_tally import Counts

#: Subsets fitted before they are counted: their estimates and half widths, 400 bytes a subset, stay in the cache.
_BLOCK = 512

#: Threads that begin at once would make the same loop ready at once.
_READYING = Lock()

ESTIMATORS, TESTS = len(every_estimator_loop.KEYS), len(every_test_loop.KEYS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LoopCounts:
    """Counts by the estimators that differ, to which `tallies` gives the names of the plan."""

    total: Floats  #: (estimators,)
    squares: Floats  #: (estimators,)
    ends: Floats  #: the smallest and the largest estimate
    bins: Counts  #: (estimators, BINS)
    states: Counts  #: (estimators, tests, conclusions)
    excluding: Counts  #: (estimators, tests)
    column_total: Floats  #: (columns,)
    column_states: Counts  #: (columns, conclusions)
    subset_totals: Floats  #: (n,)
    subset_states: Counts  #: (n, conclusions)
    settled: Booleans  #: (columns, n)

    def tallies(self, piece: SweepPiece, members: Booleans) -> Iterator[SweepTally]:
        """One, of all that was counted, or none."""
        at, methods = np.array(_estimators(piece)), len(piece.methods)
        tests = [every_test_loop.KEYS.index(test) for test in piece.tests]
        rows = int(self.settled.sum())
        if rows:
            yield SweepTally(
                number=rows * methods * len(tests),
                total=self.total[at],
                squares=self.squares[at],
                smallest=float(self.ends[0]),
                largest=float(self.ends[1]),
                bins=self.bins[at],
                states=self.states[at][:, tests],
                excluding=self.excluding[at][:, tests],
                column_fits=self.settled.sum(axis=1) * methods,
                column_total=self.column_total,
                column_states=self.column_states,
                **by_study(members, self.settled.sum(axis=0) * methods, self.subset_totals, self.subset_states),
            )


def _estimators(piece: SweepPiece) -> list[int]:
    """Which of the loop's estimators each method of the plan is."""
    same, keys = every_estimator_loop.SAME_AS, every_estimator_loop.KEYS
    return [keys.index(same.get(method, method)) for method in piece.methods]


def count_by_loop(piece: SweepPiece, members: Booleans) -> LoopCounts:
    """Fit and count every subset, (n, studies), under every column."""
    columns, n, states = len(piece.yi), len(members), len(Standing)
    found = LoopCounts(
        total=np.zeros(ESTIMATORS),
        squares=np.zeros(ESTIMATORS),
        ends=np.array([np.inf, -np.inf]),
        bins=np.zeros((ESTIMATORS, BINS), dtype=np.int64),
        states=np.zeros((ESTIMATORS, TESTS, states), dtype=np.int64),
        excluding=np.zeros((ESTIMATORS, TESTS), dtype=np.int64),
        column_total=np.zeros(columns),
        column_states=np.zeros((columns, states), dtype=np.int64),
        subset_totals=np.zeros(n),
        subset_states=np.zeros((n, states), dtype=np.int64),
        settled=np.zeros((columns, n), dtype=np.bool_),
    )
    ready, keep = columns_for_loop(piece.yi, piece.vi, piece.level), members[:, piece.study_of]
    times = np.bincount(_estimators(piece), minlength=ESTIMATORS)
    asked = np.array([key in piece.tests for key in every_test_loop.KEYS])
    bar = np.nan if piece.important is None else float(piece.important)
    low, high = piece.ends
    with _READYING:
        fit, count = compiled(every_interval), compiled(count_block)
    estimates, halves = np.empty((_BLOCK, ESTIMATORS)), np.empty((_BLOCK, ESTIMATORS, TESTS))
    for start in range(0, n, _BLOCK):
        part = slice(start, min(start + _BLOCK, n))
        for at in range(columns):
            settled = found.settled[at, part]
            fit(*ready.at(at), keep[part], estimates, halves, settled)
            count(
                estimates,
                halves,
                settled,
                times,
                asked,
                bar,
                low,
                BINS / (high - low),
                found.total,
                found.squares,
                found.ends,
                found.bins,
                found.states,
                found.excluding,
                found.column_total[at : at + 1],
                found.column_states[at],
                found.subset_totals[part],
                found.subset_states[part],
            )
    return found


def count_block(
    estimates: Floats,
    halves: Floats,
    settled: Booleans,
    times: Counts,
    asked: Booleans,
    bar: float,
    low: float,
    steps: float,
    total: Floats,
    squares: Floats,
    ends: Floats,
    bins: Counts,
    states: Counts,
    excluding: Counts,
    column_total: Floats,
    column_states: Counts,
    subset_totals: Floats,
    subset_states: Counts,
) -> None:
    """Add a block of subsets to the counts; `times`: how many methods of the plan each estimator is."""
    for row in range(settled.size):
        if not settled[row]:
            continue
        added = 0.0
        for at in range(times.size):
            if times[at] == 0:
                continue
            estimate = estimates[row, at]
            total[at] += estimate
            squares[at] += estimate * estimate
            added += times[at] * estimate
            ends[0], ends[1] = min(ends[0], estimate), max(ends[1], estimate)
            bins[at, min(max(int((estimate - low) * steps), 0), BINS - 1)] += 1
            for test in range(asked.size):
                if not asked[test]:
                    continue
                lower, upper = estimate - halves[row, at, test], estimate + halves[row, at, test]
                above, below = lower > bar, upper < bar
                state = 1 + (lower > 0.0) - (upper < 0.0)  # as `standings`
                if state == 2:
                    state += 1 + above - below
                states[at, test, state] += 1
                excluding[at, test] += above or below
                subset_states[row, state] += times[at]
                column_states[state] += times[at]
        subset_totals[row] += added
        column_total[0] += added
