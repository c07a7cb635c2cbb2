"""Samples that agree with a print, drawn at random from all of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from metasacro.moments.feasible.lattice import Lattice
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Ints


@dataclass(slots=True)
class _Arrivals:
    """The steps that end at one node, in the order in which the walk takes them."""

    places: list[int] = field(default_factory=list)
    totals: list[float] = field(default_factory=list)  #: log weight of all paths that arrived so far
    origins: list[tuple[int, int, int]] = field(default_factory=list)  #: node, leaf, code


def drawn_samples(
    lattice: Lattice, size: int, generator: np.random.Generator, *, tilt: float = 0.0
) -> tuple[Ints, ...]:
    """`size` agreeing samples: for each leaf an array (size, n) of codes, every row in ascending order.

    A sample is one path of the lattice. Walked forwards, each node learns the weight of the paths that reach it; walked
    backwards from the end, each step is drawn in proportion to what arrived by it. With `tilt` 0 every sample (a
    multiset a leaf) is equally likely; else a sample weighs exp(tilt · Σ codes / highest code), which looks among the
    high (positive) or the low sums.

    >>> from metasacro.moments.feasible.one_cohort import feasible_moments
    >>> vas = feasible_moments(5, lower=0, upper=10, q1="8", median="9", q3="10")
    >>> samples, = drawn_samples(vas.lattice, 3, np.random.default_rng(1))
    >>> samples.shape, set(samples[:, 2].tolist())
    ((3, 5), {9})
    """
    arrivals = _arrivals(lattice, tilt)
    drawn = tuple(np.zeros((size, leaf.n), dtype=np.int64) for leaf in lattice.leaves)
    if lattice.end is None:
        return tuple(codes[:0] for codes in drawn)
    with np.errstate(divide="ignore"):  # a lot of 0 is the first arrival's
        lots = np.log(generator.random((size, sum(lattice.counts[lattice.end])))).tolist()
    for row, of_row in enumerate(lots):
        node, place = lattice.end, len(lattice.passes) + sum(len(taken.steps) for taken in lattice.passes)
        for lot in of_row:
            here = arrivals[node]
            earlier = bisect_left(here.places, place)
            at = min(bisect_right(here.totals, lot + here.totals[earlier - 1], 0, earlier), earlier - 1)
            place = here.places[at]
            node, leaf, code = here.origins[at]
            drawn[leaf][row, lattice.counts[node][leaf]] = code
    return drawn


def _arrivals(lattice: Lattice, tilt: float) -> dict[int, _Arrivals]:
    """What each node learns on the way forwards."""
    found: dict[int, _Arrivals] = {}
    top = max((taken.code for taken in lattice.passes), default=1) or 1
    place = 0
    for taken in lattice.passes:
        log_factor = tilt * taken.code / top  # products of hundreds of factors leave the range of doubles
        for source, target in taken.steps:
            reached = found[source].totals[-1] if source in found else 0.0  # only the start has no arrivals
            here = found.setdefault(target, _Arrivals())
            here.places.append(place)
            here.totals.append(float(np.logaddexp(here.totals[-1] if here.totals else -np.inf, reached + log_factor)))
            here.origins.append((source, taken.leaf, taken.code))
            place += 1
    return found
