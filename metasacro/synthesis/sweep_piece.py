"""A piece of a sweep: some of the subsets, under every column of effects, estimator of τ² and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.synthesis.sweep_loop import count_by_loop
from metasacro.synthesis.sweep_tally import SweepTally, counted, together

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepPiece:
    """What has to be known to do it, by whoever does."""

    yi: Floats  #: (columns, k) turned so that more is better
    vi: Floats  #: (columns, k)
    subsets: NDArray[np.uint64]  #: (n,) bit i: study i is in; each with two cohorts or more
    study_of: NDArray[np.intp]  #: (k,) to which study a cohort belongs
    methods: tuple[str, ...]
    tests: tuple[str, ...]
    level: float
    important: float | None
    ends: tuple[float, float]  #: of the bins
    looped: bool  #: by the compiled loop


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweptPiece:
    """What a piece gives."""

    tally: SweepTally
    subset_totals: Floats  #: (n,) for each subset, the sum of its estimates over columns and estimators of τ²


def sweep_piece(piece: SweepPiece) -> SweptPiece:
    """Fit every specification of the piece, and count."""
    members = membership(piece.subsets, int(piece.study_of.max()) + 1)
    if not piece.looped:
        totals = np.zeros(len(members))
        rows = np.nonzero(np.ones((len(piece.yi), len(members)), dtype=np.bool_))
        return SweptPiece(tally=_by_arrays(piece, members, rows, totals), subset_totals=totals)
    found = count_by_loop(piece, members)
    totals, parts = found.subset_totals, list(found.tallies(piece, members))
    left = np.nonzero(~found.settled)
    if len(left[0]):
        parts.append(_by_arrays(piece, members, left, totals))
    return SweptPiece(tally=together(parts), subset_totals=totals)


def _by_arrays(piece: SweepPiece, members: Booleans, rows: tuple[NDArray[np.intp], ...], totals: Floats) -> SweepTally:
    """The tally of some rows, each a column and a subset; their sums are added to `totals`, (n,)."""
    columns, subsets = rows
    inside = members[subsets]
    estimates, halves = intervals_of_every_test(
        piece.yi[columns],
        piece.vi[columns],
        keep=inside[:, piece.study_of],
        methods=piece.methods,
        tests=piece.tests,
        level=piece.level,
    )
    np.add.at(totals, subsets, estimates.sum(axis=0))
    return counted(estimates, halves, inside, columns, piece)


def membership(subsets: NDArray[np.uint64], studies: int) -> Booleans:
    """(n, studies): which studies each subset holds.

    >>> membership(np.array([3, 4], dtype=np.uint64), 3).tolist()
    [[True, True, False], [False, False, True]]
    """
    inside: Booleans = (subsets[:, None] >> np.arange(studies, dtype=np.uint64)) & np.uint64(1) == 1
    return inside
