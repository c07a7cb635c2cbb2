"""A batch of analyses laid out as rows, and an estimator run over all of them in pieces of bounded memory."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Any, TypeAlias

from metasacro.numerics.arrays import np
from metasacro.numerics.loops import compiled, worthwhile
from metasacro.tau2.estimate import Tau2
from metasacro.tau2.projection import off_plane
from metasacro.tau2.row_fits import in_lanes, row_fits
from metasacro.tau2.weighted_residuals import cohorts, rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats, Ints

    #: y, v, use, each (n, k), and the design (n, k, p) if there is one.
    Rows: TypeAlias = tuple[Floats, ...]

    Solved: TypeAlias = tuple[Floats, Floats, Booleans]

#: Analyses worked on at once: bounds the memory of a batch of any size to a few megabytes an array.
_CHUNK = 20_000

#: Entries of k × k matrices, which a design needs, made at once.
_ENTRIES = 4_000_000

#: How far a column, scaled to length 1, must rise above the plane of those before it.
_RISE = 1e-11


def laid_out(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None = None, design: ArrayLike | None = None
) -> tuple[tuple[int, ...], Rows, Floats]:
    """The shape (...) of a batch, its rows, and the residual degrees of freedom of each row: k − 1, or k − p.

    Effects are measured from their unweighted mean, or from the unweighted regression on the design, so that a shift
    of any size costs no digits. A row whose design has not full rank among its cohorts has `nan` degrees of freedom.

    >>> shape, rows, df = laid_out([[0.1, 0.9, 0.4]], [0.04, 0.09, 0.05])
    >>> shape, len(rows), df.tolist()
    ((1,), 3, [2.0])
    """
    y, v, use = cohorts(yi, vi, keep)
    shape = y.shape[:-1]
    if design is None:
        y, v, use = rows_of(y, v, use)
        return shape, (y, v, use), use.sum(axis=-1) - 1.0
    x = np.asarray(design, dtype=np.float64)
    shape = np.broadcast_shapes(shape, x.shape[:-2])
    k, p = x.shape[-2:]
    plain = np.where(use > 0, np.asarray(yi, dtype=np.float64), 0.0)
    y, v, use = (np.broadcast_to(array, (*shape, k)).reshape(-1, k) for array in (plain, v, use))
    x = np.broadcast_to(x, (*shape, k, p)).reshape(-1, k, p) * use[..., None]
    df = np.where(full_rank(x), use.sum(axis=-1) - p, np.nan)
    return shape, (off_plane(y, use, x), v, use, x), df


def tables(
    yi: ArrayLike, vi: ArrayLike, keep: ArrayLike | None, shape: tuple[int, ...]
) -> tuple[Floats, Floats, Booleans]:
    """`yi`, `vi` and `keep` for a compiled loop: (n, k), or (1, k) where one row stands for all of `shape`.

    >>> [table.shape for table in tables([[0.1, 0.9], [0.2, 0.3]], [0.04, 0.09], None, (2,))]
    [(2, 2), (1, 2), (1, 2)]
    """
    keep = True if keep is None else keep
    k = np.broadcast_shapes(np.shape(yi), np.shape(vi), np.shape(keep))[-1]

    def rows(values: ArrayLike, kind: type) -> Any:
        array: Any = np.asarray(values, dtype=kind)
        if prod(array.shape[:-1]) == 1:
            return np.ascontiguousarray(np.broadcast_to(array.ravel(), (1, k)))
        return np.ascontiguousarray(np.broadcast_to(array, (*shape, k)).reshape(-1, k))

    return rows(yi, np.float64), rows(vi, np.float64), rows(keep, np.bool_)


def full_rank(x: Floats) -> Booleans:
    """Whether no column lies in the plane of those before it; (...) for a design (..., k, p)."""
    return np.asarray(~dependent_columns(x).any(axis=-1))


def dependent_columns(x: Floats) -> Booleans:
    """Which columns say nothing that those before them do not say already; (..., p) for a design (..., k, p).

    >>> dependent_columns(np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 1.0], [1.0, 2.0, 5.0]])).tolist()
    [False, True, False]
    """
    length = np.sqrt((x**2).sum(axis=-2, keepdims=True))
    basis = x / np.where(length > 0, length, np.inf)
    dependent = np.zeros((*x.shape[:-2], x.shape[-1]), dtype=np.bool_)
    for j in range(x.shape[-1]):
        before, column = basis[..., :j], basis[..., j : j + 1]
        for _ in range(2):  # the second pass removes what rounding left in the plane
            column = column - before @ (np.swapaxes(before, -1, -2) @ column)
        rise = np.sqrt((column**2).sum(axis=-2, keepdims=True))
        flat = rise < _RISE
        dependent[..., j] = flat[..., 0, 0]
        basis[..., j : j + 1] = column / np.where(flat, np.inf, rise)  # 0 where it says nothing new
    return dependent


def estimated(
    solve: Callable[..., Solved],
    yi: ArrayLike,
    vi: ArrayLike,
    keep: ArrayLike | None = None,
    design: ArrayLike | None = None,
    *more: ArrayLike,
    in_loop: Callable[..., None] | None = None,
    kind: str = "",
) -> Tau2:
    """`solve(df, *more, *rows)` → (tau2, se, converged) over all rows with a degree of freedom and without a `nan`.

    Elsewhere both numbers are `nan`. `more` are arrays (..., k) that go along with the rows, such as weights. `in_loop`
    is the compiled form, for large batches without a design, and `kind` its name among `row_fits`, where rows are many
    and short; what they do not confirm is solved again here.
    """
    if in_loop is not None and design is None:
        whole = np.broadcast_shapes(*(np.shape(of) for of in (yi, vi, keep) if of is not None))
        if worthwhile(prod(whole)):
            table = tables(yi, vi, keep, whole[:-1])
            if not in_lanes(prod(whole), whole[-1]):
                return _by_loop(solve, in_loop, table, whole[:-1])
            fits = row_fits(kind, table, prod(whole[:-1]))
            return _again(solve, table, whole[:-1], fits.tau2, fits.se, fits.settled & (fits.k >= 2), fits.k < 2)
    shape, rows, df = laid_out(yi, vi, keep, design)
    k = rows[0].shape[-1]
    also = [np.broadcast_to(np.asarray(a, dtype=np.float64), (*shape, k)).reshape(-1, k) for a in more]
    tau2, se = np.full(df.shape, np.nan), np.full(df.shape, np.nan)
    converged = np.zeros(df.shape, dtype=np.bool_)
    some = np.flatnonzero((df >= 1) & np.isfinite(rows[0] + rows[1]).all(axis=-1))
    chunk = _CHUNK if design is None else max(1, min(_CHUNK, _ENTRIES // (k * k)))
    for start in range(0, some.size, chunk):
        part = some[start : start + chunk]
        cut = (array[part] for array in (*also, *rows))
        tau2[part], se[part], converged[part] = solve(df[part], *cut)
    return Tau2(tau2=tau2.reshape(shape), se=se.reshape(shape), converged=converged.reshape(shape))


def _by_loop(
    solve: Callable[..., Solved],
    in_loop: Callable[..., None],
    rows: tuple[Floats, Floats, Booleans],
    shape: tuple[int, ...],
) -> Tau2:
    n = prod(shape)
    tau2, se = np.empty(n), np.empty(n)
    converged, alone = np.empty(n, dtype=np.bool_), np.empty(n, dtype=np.bool_)
    compiled(in_loop)(*rows, tau2, se, converged, alone)
    return _again(solve, rows, shape, tau2, se, converged, alone)


def _again(
    solve: Callable[..., Solved],
    rows: tuple[Floats, Floats, Booleans],
    shape: tuple[int, ...],
    tau2: Floats,
    se: Floats,
    converged: Booleans,
    alone: Booleans,
) -> Tau2:
    """With the rows that a loop left, but those of fewer than two cohorts, solved in arrays."""
    left = np.flatnonzero(~converged & ~alone)
    if left.size:
        again = estimated(solve, *chosen(rows, left))
        tau2[left], se[left], converged[left] = again.tau2, again.se, again.converged
    return Tau2(tau2=tau2.reshape(shape), se=se.reshape(shape), converged=converged.reshape(shape))


def chosen(rows: tuple[Floats, Floats, Booleans], some: Ints) -> tuple[Any, ...]:
    """Some rows of tables of n rows or of 1."""
    return tuple(table if len(table) == 1 else table[some] for table in rows)
