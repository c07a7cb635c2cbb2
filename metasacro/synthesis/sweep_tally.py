"""What a sweep keeps of each piece of specifications: sums, so that its memory does not grow with their number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.pooling.every_test import intervals_of_every_test
from metasacro.synthesis.standing import Standing, standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Booleans, Floats

    Counts = NDArray[np.int64]

#: A pooled effect lies between the smallest and the largest effect, so that this many steps of equal width hold all
#: of them; a quantile read from them is right to one step.
BINS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepPiece:
    """Subsets of the cohorts of one column of effects, for every estimator and test."""

    column: int
    start: int  #: place of the first subset among all
    yi: Floats  #: (k,) turned so that more is better
    vi: Floats  #: (k,)
    subsets: NDArray[np.uint64]  #: bit i: study i is in
    study_of: NDArray[np.intp]  #: (k,) to which study a cohort belongs
    methods: tuple[str, ...]
    tests: tuple[str, ...]
    level: float
    important: float | None
    ends: tuple[float, float]  #: of the bins


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweptPiece:
    """What a piece gives."""

    tally: SweepTally
    subset_totals: Floats  #: (n,) for each subset, the sum of its estimates over the estimators of τ²


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepTally:
    """Counts by estimator and test, and by study; of one piece, of one column, or of all."""

    number: int  #: specifications
    total: Floats  #: (methods,) sum of the estimates, one a subset
    squares: Floats  #: (methods,) sum of their squares
    smallest: float
    largest: float
    bins: Counts  #: (methods, BINS) estimates
    states: Counts  #: (methods, tests, conclusions)
    inside: Counts  #: (studies,) fits with the study
    inside_total: Floats  #: (studies,) sum of estimates of fits with it
    inside_states: Counts  #: (studies, conclusions) specifications with it
    excluding: Counts  #: (methods, tests) intervals without the minimal important difference


def sweep_piece(piece: SweepPiece) -> SweptPiece:
    """Fit every specification of the piece, and count."""
    members = membership(piece.subsets, int(piece.study_of.max()) + 1)
    estimates, halves = intervals_of_every_test(
        piece.yi,
        piece.vi,
        keep=members[:, piece.study_of],
        methods=piece.methods,
        tests=piece.tests,
        level=piece.level,
    )
    lower, upper = estimates[:, None] - halves, estimates[:, None] + halves
    states = standings(lower, upper, piece.important)
    low, high = piece.ends
    places = np.clip(((estimates - low) * (BINS / (high - low))).astype(np.intp), 0, BINS - 1)
    beside = members.astype(np.float64)
    of_fits = [(states == state).sum(axis=(0, 1)) for state in Standing]
    bar = np.inf if piece.important is None else piece.important
    counted = SweepTally(
        number=states.size,
        total=estimates.sum(axis=-1),
        squares=(estimates**2).sum(axis=-1),
        smallest=float(estimates.min()),
        largest=float(estimates.max()),
        bins=np.stack([np.bincount(row, minlength=BINS) for row in places]),
        states=np.stack([(states == state).sum(axis=-1) for state in Standing], axis=-1),
        inside=members.sum(axis=0) * len(piece.methods),
        inside_total=estimates.sum(axis=0) @ beside,
        inside_states=np.stack([fits @ members for fits in of_fits], axis=-1),
        excluding=((lower > bar) | (upper < bar)).sum(axis=-1),
    )
    return SweptPiece(tally=counted, subset_totals=estimates.sum(axis=0))


def membership(subsets: NDArray[np.uint64], studies: int) -> Booleans:
    """(n, studies): which studies each subset holds.

    >>> membership(np.array([3, 4], dtype=np.uint64), 3).tolist()
    [[True, True, False], [False, False, True]]
    """
    inside: Booleans = (subsets[:, None] >> np.arange(studies, dtype=np.uint64)) & np.uint64(1) == 1
    return inside


def together(parts: Sequence[SweepTally]) -> SweepTally:
    """One tally of several, added in their order."""
    return reduce(_both, parts)


def _both(one: SweepTally, other: SweepTally) -> SweepTally:
    return SweepTally(
        number=one.number + other.number,
        total=one.total + other.total,
        squares=one.squares + other.squares,
        smallest=min(one.smallest, other.smallest),
        largest=max(one.largest, other.largest),
        bins=one.bins + other.bins,
        states=one.states + other.states,
        inside=one.inside + other.inside,
        inside_total=one.inside_total + other.inside_total,
        inside_states=one.inside_states + other.inside_states,
        excluding=one.excluding + other.excluding,
    )
