"""What a sweep keeps of its specifications: sums, so that its memory does not grow with their number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np
from metasacro.synthesis.standing import Standing, standings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.synthesis.sweep_piece import SweepPiece

    Counts = NDArray[np.int64]

#: A pooled effect lies between the smallest and the largest effect, so that this many steps of equal width hold all
#: of them; a quantile read from them is right to one step.
BINS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SweepTally:
    """Counts by estimator and test, by column of effects, and by study; of some specifications, or of all."""

    number: int  #: specifications
    total: Floats  #: (methods,) sum of the estimates, one a subset
    squares: Floats  #: (methods,) sum of their squares
    smallest: float
    largest: float
    bins: Counts  #: (methods, BINS) estimates
    states: Counts  #: (methods, tests, conclusions)
    excluding: Counts  #: (methods, tests) intervals without the minimal important difference
    column_fits: Counts  #: (columns,) fits with the column
    column_total: Floats  #: (columns,) sum of their estimates
    column_states: Counts  #: (columns, conclusions) specifications with it
    inside: Counts  #: (studies,) fits with the study
    inside_total: Floats  #: (studies,) sum of estimates of fits with it
    inside_states: Counts  #: (studies, conclusions) specifications with it


def counted(
    estimates: Floats, halves: Floats, members: Booleans, columns: NDArray[np.intp], piece: SweepPiece
) -> SweepTally:
    """The tally of some rows, each a subset under a column: the array form of `sweep_loop`.

    Parameters
    ----------
    estimates, halves : (methods, n) and (methods, tests, n)
    members : (n, studies) who is in the subset
    columns : (n,)
    """
    lower, upper = estimates[:, None] - halves, estimates[:, None] + halves
    states = standings(lower, upper, piece.important)
    low, high = piece.ends
    places = np.clip(((estimates - low) * (BINS / (high - low))).astype(np.intp), 0, BINS - 1)
    of_subset = np.stack([(states == state).sum(axis=(0, 1)) for state in Standing], axis=-1)
    totals, number = estimates.sum(axis=0), len(piece.yi)
    bar = np.nan if piece.important is None else piece.important  # no interval leaves out what there is not
    return SweepTally(
        number=states.size,
        total=estimates.sum(axis=-1),
        squares=(estimates**2).sum(axis=-1),
        smallest=float(estimates.min()),
        largest=float(estimates.max()),
        bins=np.stack([np.bincount(row, minlength=BINS) for row in places]),
        states=np.stack([(states == state).sum(axis=-1) for state in Standing], axis=-1),
        excluding=((lower > bar) | (upper < bar)).sum(axis=-1),
        column_fits=np.bincount(columns, minlength=number) * len(estimates),
        column_total=np.bincount(columns, weights=totals, minlength=number).astype(np.float64),
        column_states=np.stack([of_subset[columns == at].sum(axis=0) for at in range(number)]),
        **by_study(members, np.full(len(members), len(estimates)), totals, of_subset),
    )


def by_study(members: Booleans, fits: Counts, totals: Floats, states: Counts) -> dict[str, Any]:
    """The fields of a tally that go by study, from the fits, sums and (n, conclusions) of each subset."""
    return {
        "inside": (members * fits[:, None]).sum(axis=0),
        "inside_total": (members * totals[:, None]).sum(axis=0),
        "inside_states": np.stack([states[inside].sum(axis=0) for inside in members.T]),
    }


def together(parts: Iterable[SweepTally]) -> SweepTally:
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
        excluding=one.excluding + other.excluding,
        column_fits=one.column_fits + other.column_fits,
        column_total=one.column_total + other.column_total,
        column_states=one.column_states + other.column_states,
        inside=one.inside + other.inside,
        inside_total=one.inside_total + other.inside_total,
        inside_states=one.inside_states + other.inside_states,
    )
