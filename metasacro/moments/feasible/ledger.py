"""Sums along the paths of a lattice: how many samples there are, and what their sums and sums of squares can be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from metasacro.moments.feasible.lattice import Lattice
from metasacro.numerics.arrays import np
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class BySum:
    """Something known for each attainable sum of codes: entry t belongs to the sum `first` + t."""

    first: int
    values: Floats  #: (planes, sums)


def count_samples(lattice: Lattice) -> int:
    """The number of samples (multisets a leaf), exactly.

    >>> from metasacro.moments.feasible.one_cohort import feasible_moments
    >>> feasible_moments(3, lower=0, upper=2, median="1").count
    4
    """
    paths = [0] * len(lattice.counts)
    if lattice.end is None:
        return 0
    paths[0] = 1
    for taken in lattice.passes:
        for source, target in taken.steps:
            paths[target] += paths[source]
    return paths[lattice.end]


def least_and_greatest_squares(lattice: Lattice, members: tuple[int, ...]) -> BySum:
    """For each sum of the members' codes: the least sum of squares, and minus the greatest; inf where no sample is."""
    squares = {taken.code: np.array([[float(taken.code**2)], [-float(taken.code**2)]]) for taken in lattice.passes}
    return _fold(lattice, members, 2, np.minimum, np.inf, np.zeros((2, 1)), lambda held, code: held + squares[code])


def samples_by_sum(lattice: Lattice, members: tuple[int, ...]) -> BySum:
    """For each sum: the number of samples, and their summed Σx²."""

    def carry(held: Floats, code: int) -> Floats:
        count, squares = held
        return np.stack((count, squares + float(code**2) * count))

    return _fold(lattice, members, 2, np.add, 0.0, np.array([[1.0], [0.0]]), carry)


def _fold(
    lattice: Lattice,
    members: tuple[int, ...],
    planes: int,
    combine: np.ufunc,
    nothing: float,
    start: Floats,
    carry: Callable[[Floats, int], Floats],
) -> BySum:
    """Walk all paths at once. At t a node's array tells of the sum that lies t above the members' lowest codes."""
    spare = [_running(order.lower, order.upper) for order in lattice.leaves]
    held: dict[int, Floats] = {0: start}
    for taken in lattice.passes:
        inside = taken.leaf in members
        lower = lattice.leaves[taken.leaf].lower
        for source, target in taken.steps:
            moved = held[source]
            if inside:
                moved = carry(moved, taken.code)
            if target not in held:
                counts = lattice.counts[target]
                width = 1 + sum(spare[leaf][counts[leaf]] for leaf in members)
                held[target] = np.full((planes, width), nothing)
            offset = taken.code - lower[lattice.counts[source][taken.leaf]] if inside else 0
            window = held[target][:, offset : offset + moved.shape[1]]
            combine(window, moved, out=window)
    first = sum(sum(lattice.leaves[leaf].lower) for leaf in members)
    end = lattice.end
    return BySum(first=first, values=held[end] if end is not None else np.zeros((planes, 0)))


def _running(lower: tuple[int, ...], upper: tuple[int, ...]) -> list[int]:
    """How far the sum of the first m values can rise above its lowest, for m = 0 … n."""
    totals = [0]
    for low, high in zip(lower, upper, strict=True):
        totals.append(totals[-1] + high - low)
    return totals
