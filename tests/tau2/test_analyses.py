"""Batches as rows: their shapes, their degrees of freedom, and who solves them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from metasacro.numerics.arrays import Booleans, Floats
from metasacro.tau2 import analyses
from metasacro.tau2.analyses import dependent_columns, estimated, full_rank, laid_out, tables

Y = np.array([0.31, 1.92, 0.43, -0.85, 0.7])
V = np.array([0.04, 0.09, 0.05, 0.02, 0.07])
X = np.column_stack([np.ones(5), [1.0, 4.0, 2.0, 1.0, 3.0]])
MASK = np.array([True, True, False, True, True])


def test_rows_of_a_batch_and_their_degrees_of_freedom() -> None:
    shape, (y, v, use), df = laid_out(np.stack([[Y, 2 * Y]] * 3), V, np.stack([MASK, [True] * 5]))
    assert shape == (3, 2)
    assert (y.shape, v.shape, use.shape) == ((6, 5), (6, 5), (6, 5))
    assert df.tolist() == [3.0, 4.0] * 3
    assert y[0] == pytest.approx(np.where(MASK, Y - Y[MASK].mean(), 0.0), abs=1e-15)
    assert y[5] == pytest.approx(2 * (Y - Y.mean()), abs=1e-15)
    assert use[4].tolist() == MASK.tolist()


def test_rows_beside_designs() -> None:
    """The residuals of the unweighted regression; a design, a mask and effects may each be the only batch."""
    designs = np.stack([X, X[:, ::-1] * [1.0, 5.0], np.column_stack([np.ones(5), np.ones(5)])])
    shape, (y, v, use, x), df = laid_out(Y, V, np.stack([[MASK], [np.ones(5, dtype=bool)]]), designs)
    assert shape == (2, 3)
    assert (y.shape, v.shape, use.shape, x.shape) == ((6, 5), (6, 5), (6, 5), (6, 5, 2))
    assert df.tolist() == pytest.approx([2.0, 2.0, np.nan, 3.0, 3.0, np.nan], nan_ok=True)
    fitted = X[MASK] @ np.linalg.lstsq(X[MASK], Y[MASK], rcond=None)[0]
    assert y[0, MASK] == pytest.approx(Y[MASK] - fitted, abs=1e-14)
    assert y[0, 2] == 0.0
    assert y[3] == pytest.approx(Y - X @ np.linalg.lstsq(X, Y, rcond=None)[0], abs=1e-14)
    assert x[0].tolist() == (X * MASK[:, None]).tolist()
    one, rows, _ = laid_out(Y.astype(np.float32), V, None, X.astype(np.float32))
    assert (one, {row.dtype for row in rows}) == ((), {np.dtype(np.float64)})
    missing, (left, *_), _ = laid_out(np.where(MASK, Y, np.nan), V, MASK, X)
    assert (missing, left[0].tolist()) == ((), y[0].tolist())
    whole = laid_out([1, 2, 4], [1, 1, 1], None, [[1], [1], [1]])
    assert whole[1][0][0] == pytest.approx([-4 / 3, -1 / 3, 5 / 3], abs=1e-15)


@pytest.mark.parametrize(
    ("y", "v", "keep", "shape", "sizes"),
    [
        (Y, V, None, (), (1, 1, 1)),
        (np.stack([Y, Y]), V, None, (2,), (2, 1, 1)),
        (np.stack([Y, Y]), V[None], MASK[None, None], (1, 2), (2, 1, 1)),
        (Y[None, None, None], V, MASK, (1, 1, 1), (1, 1, 1)),
        (Y, np.stack([V] * 3), np.stack([MASK] * 3), (3,), (1, 3, 3)),
        (np.stack([Y, 2 * Y])[:, None], V, np.stack([MASK, ~MASK, MASK]), (2, 3), (6, 1, 6)),
        (Y, 0.5, None, (), (1, 1, 1)),
        (Y, V[:, None], None, (5,), (1, 5, 1)),
        (np.ones((5, 1)), V, None, (5,), (5, 1, 1)),
        (np.ones((2, 1)), 0.5, MASK, (2,), (2, 1, 1)),
    ],
)
def test_tables_for_loops(y: Any, v: Any, keep: Any, shape: tuple[int, ...], sizes: tuple[int, int, int]) -> None:
    """One row where it stands for all."""
    found = tables(y, v, keep, shape)
    assert tuple(map(len, found)) == sizes
    for table, given in zip(found, (y, v, True if keep is None else keep), strict=True):
        assert table.shape[1] == 5
        assert table.flags.c_contiguous
        deep = np.broadcast_to(given, np.broadcast_shapes(np.shape(given), (*shape, 5)))
        wide = deep.reshape(-1, 5)
        assert np.broadcast_to(table, wide.shape).tolist() == wide.tolist()
    assert [table.dtype for table in found] == [np.float64, np.float64, np.bool_]


def test_tables_of_one_cohort() -> None:
    assert [len(table) for table in tables(np.ones((3, 1)), [0.1], None, (3,))] == [3, 1, 1]


def test_tables_of_whole_numbers_are_as_loops_read_them() -> None:
    found = tables([1, 2], [1, 1], [2, 0], ())
    assert [table.tolist() for table in found] == [[[1.0, 2.0]], [[1.0, 1.0]], [[True, False]]]
    assert [table.dtype for table in found] == [np.float64, np.float64, np.bool_]


@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e9])
def test_a_column_has_to_rise_above_the_plane_of_those_before_it(unit: float) -> None:
    """By more than 1e-11 of its own length."""
    for rise, depends in ((1e-12, True), (0.9e-11, True), (1.2e-11, False), (1.0, False)):
        apart = np.sqrt(2.0) * rise
        x = np.column_stack([np.ones(4), unit * np.array([1.0, 1.0, 1.0 + apart, 1.0 - apart])])
        assert dependent_columns(x).tolist() == [False, depends]
        assert bool(full_rank(x)) is not depends


def test_columns_that_say_nothing_new() -> None:
    x = np.array([[1.0, 0.0, 2.0, 0.0], [1.0, 0.0, 2.0, 1.0], [1.0, 0.0, 2.0, 5.0]])
    assert dependent_columns(np.stack([x, x[:, ::-1]])).tolist() == [
        [False, True, True, False],
        [False, False, True, True],
    ]
    assert full_rank(np.stack([x[:, [0, 3]], x[:, [0, 2]]])).tolist() == [True, False]
    wide = np.array([[[1.0, 0.0, 3.0], [0.0, 1.0, 1.0]], [[1.0, 2.0, 3.0], [2.0, 4.0, 1.0]]])
    assert dependent_columns(wide).tolist() == [[False, False, True], [False, True, False]]
    deep = dependent_columns(np.ones((2, 2, 1, 3)))
    assert (deep.tolist(), deep.dtype) == ([[[False, True, True]] * 2] * 2, np.bool_)


def test_a_column_after_one_that_says_nothing_is_judged_by_itself() -> None:
    """Against the rank of the columns up to each, in designs of an intercept and zeros and ones."""
    rng = np.random.default_rng(0)
    several = 0
    for _ in range(200):
        x = np.column_stack([np.ones(6), rng.integers(0, 2, (6, 5))])
        ranks = [0, *(int(np.linalg.matrix_rank(x[:, : j + 1])) for j in range(6))]
        assert dependent_columns(x).tolist() == [ranks[j + 1] == ranks[j] for j in range(6)]
        several += ranks[-1] < 5
    assert several > 20
    assert dependent_columns(np.array([[1.0, 2.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])).tolist() == [
        False,
        True,
        False,
    ]


class Solver:
    """Answers with the number of its call, and keeps what it was given."""

    def __init__(self) -> None:
        self.calls: list[tuple[Floats, ...]] = []

    def __call__(self, *given: Floats) -> tuple[Floats, Floats, Booleans]:
        self.calls.append(given)
        n = len(self.calls)
        return np.full(given[0].shape, n), np.full(given[0].shape, 0.1 * n), np.ones(given[0].shape, dtype=np.bool_)


def test_large_batches_are_solved_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses, "_CHUNK", 2)
    monkeypatch.setattr(analyses, "_ENTRIES", 1)  # which only bounds what a design needs
    keep = np.ones((7, 5), dtype=np.bool_)
    keep[1], keep[4] = False, [True, False, False, False, False]
    solver, effects = Solver(), np.arange(7.0)[:, None] * Y
    found = estimated(solver, effects, V, keep, None, np.arange(5), 7.0 * np.arange(7)[:, None])
    assert [len(df) for df, *_ in solver.calls] == [2, 2, 1]
    assert found.tau2.tolist() == pytest.approx([1, np.nan, 1, 2, np.nan, 2, 3], nan_ok=True)
    assert found.se.tolist() == pytest.approx([0.1, np.nan, 0.1, 0.2, np.nan, 0.2, 0.3], nan_ok=True)
    assert found.converged.tolist() == [True, False, True, True, False, True, True]
    assert found.converged.dtype == np.bool_
    df, first, second, y, v, use = solver.calls[1]
    assert df.tolist() == [4.0, 4.0]
    assert first.tolist() == [[0.0, 1.0, 2.0, 3.0, 4.0]] * 2
    assert (first.dtype, second.tolist()) == (np.float64, [[21.0] * 5, [35.0] * 5])
    assert y == pytest.approx(np.outer([3.0, 5.0], Y - Y.mean()), abs=1e-15)
    assert (v.tolist(), use.tolist()) == ([V.tolist()] * 2, [[1.0] * 5] * 2)
    deep = estimated(solver, effects.reshape(7, 1, 5), V)
    assert {deep.tau2.shape, deep.se.shape, deep.converged.shape} == {(7, 1)}


def test_rows_without_a_number_or_a_degree_of_freedom_are_not_solved() -> None:
    y, v, keep = np.stack([Y] * 5), np.stack([V] * 5), np.ones((5, 5), dtype=np.bool_)
    y[0, 1], v[1, 2], keep[2, 2:], keep[3, 1:] = np.nan, np.inf, False, False
    solver = Solver()
    found = estimated(solver, y, v, keep)
    assert solver.calls[0][0].tolist() == [1.0, 4.0]
    assert found.tau2.tolist() == pytest.approx([np.nan, np.nan, 1, np.nan, 1], nan_ok=True)
    assert found.converged.tolist() == [False, False, True, False, True]


@pytest.mark.parametrize(("entries", "sizes"), [(75, [3, 3, 1]), (74, [2, 2, 2, 1]), (9, [1] * 7), (10**6, [4, 3])])
def test_beside_designs_pieces_are_as_small_as_their_matrices_are_large(
    monkeypatch: pytest.MonkeyPatch, entries: int, sizes: list[int]
) -> None:
    monkeypatch.setattr(analyses, "_CHUNK", 4)
    monkeypatch.setattr(analyses, "_ENTRIES", entries)
    solver = Solver()
    assert estimated(solver, np.stack([Y] * 7), V, None, X, in_loop=lambda *_: None).tau2.shape == (7,)
    assert [len(df) for df, *_ in solver.calls] == sizes
    assert {len(given) for given in solver.calls} == {5}


class Loops:
    """Of batches of 30 numbers or more, and rows side by side from 31 on: what is asked, and answers of 9 and of 7."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sizes: list[int] = []
        self.kinds: list[tuple[str, int]] = []
        monkeypatch.setattr(analyses, "worthwhile", lambda numbers: (self.sizes.append(numbers), numbers >= 30)[1])
        monkeypatch.setattr(analyses, "in_lanes", lambda numbers, k: (self.sizes.append(k), numbers > 30)[1])
        monkeypatch.setattr(analyses, "compiled", lambda loop: loop)
        monkeypatch.setattr(analyses, "row_fits", self.fits)

    def fits(self, kind: str, table: tuple[Any, ...], n: int) -> SimpleNamespace:
        """The third and the last are not confirmed."""
        self.kinds.append((kind, n))
        k = np.broadcast_to(table[2], (n, 5)).sum(axis=1).astype(float)
        tau2, se = np.where(k < 2, np.nan, 7.0), np.where(k < 2, np.nan, 0.7)
        return SimpleNamespace(k=k, tau2=tau2, se=se, settled=np.arange(n) % 5 != 2)

    @staticmethod
    def loop(
        yi: Floats, vi: Floats, of: Booleans, tau2: Floats, se: Floats, settled: Booleans, alone: Booleans
    ) -> None:
        """The sixth is not settled."""
        assert (yi.shape, vi.shape, of.shape) == ((1, 5), (1, 5), (6, 5))
        assert (settled.dtype, alone.dtype, tau2.size, se.size) == (np.bool_, np.bool_, 6, 6)
        alone[:] = of.sum(axis=1) < 2
        tau2[:], se[:], settled[:] = np.where(alone, np.nan, 9.0), np.where(alone, np.nan, 0.9), ~alone
        settled[5] = False


#: Masks of eight rows: the fourth and the fifth have too few cohorts, the last two have two.
KEEP = np.stack([MASK] * 8)
KEEP[3], KEEP[4], KEEP[6:] = False, np.arange(5) == 0, np.arange(5) < 2


def test_a_loop_solves_batches_of_numbers_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    loops, solver = Loops(monkeypatch), Solver()
    few = estimated(solver, Y, V, KEEP[:5], in_loop=loops.loop, kind="REML")
    assert (loops.sizes, len(solver.calls), few.tau2[0]) == ([25], 1, 1.0)
    by_loop = estimated(solver, Y, V, KEEP[:6].reshape(3, 2, 5), in_loop=loops.loop, kind="REML")
    assert (loops.sizes[1:3], loops.kinds) == ([30, 5], [])
    expected = np.array([[9, 9], [9, np.nan], [np.nan, 2]])
    assert by_loop.tau2 == pytest.approx(expected, nan_ok=True)
    assert by_loop.se == pytest.approx(0.1 * expected, nan_ok=True)
    assert by_loop.converged.tolist() == [[True, True], [True, False], [False, True]]


def test_many_short_rows_are_solved_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    loops, solver = Loops(monkeypatch), Solver()
    found = estimated(solver, Y, V, KEEP.reshape(4, 2, 5), in_loop=loops.loop, kind="REML")
    assert (loops.sizes[:2], loops.kinds) == ([40, 5], [("REML", 8)])
    expected = np.array([[7, 7], [1, np.nan], [np.nan, 7], [7, 1]])
    assert found.tau2 == pytest.approx(expected, nan_ok=True)
    assert found.se == pytest.approx(0.1 * expected, nan_ok=True)
    assert found.converged.tolist() == [[True, True], [True, False], [False, True], [True, True]]
    assert estimated(solver, Y, np.stack([V] * 8), in_loop=loops.loop, kind="ML").tau2.shape == (8,)
    assert estimated(solver, np.stack([Y] * 8).reshape(2, 4, 5), V, in_loop=loops.loop, kind="DL").tau2.shape == (2, 4)
    assert loops.kinds[1:] == [("ML", 8), ("DL", 8)]


def test_beside_designs_and_without_a_loop_no_loop_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    loops, solver = Loops(monkeypatch), Solver()
    estimated(solver, np.stack([Y] * 8), V, None, X, in_loop=loops.loop, kind="REML")
    estimated(solver, np.stack([Y] * 8), V)
    assert (loops.sizes, len(solver.calls)) == ([], 2)


def test_rows_of_tables_of_one_row_are_that_row() -> None:
    few = analyses.chosen((np.arange(10.0).reshape(2, 5), V[None], MASK[None]), np.array([1]))
    assert [table.tolist() for table in few] == [[[5.0, 6.0, 7.0, 8.0, 9.0]], [V.tolist()], [MASK.tolist()]]
    alone = analyses.chosen((Y[None], V[None], np.stack([MASK, ~MASK, MASK])), np.array([0, 1]))
    assert [len(table) for table in alone] == [1, 1, 2]
