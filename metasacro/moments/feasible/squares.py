"""How many samples have each pair of a sum and a sum of squares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.feasible.lattice import Lattice
from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Cells held at once: 400 MB. A score from 0 to 10 with n = 100 needs a tenth of it.
MOST_CELLS = 50_000_000


def samples_by_sum_and_squares(lattice: Lattice, members: tuple[int, ...]) -> tuple[Floats, Floats, Floats]:
    """Attainable (Σ code, Σ code²) of the members and the number of samples of each, in three columns.

    A node holds a table laid out flat: a sum a row, a sum of squares about the middle code a column. Numbers of
    samples are exact below 2⁵³. Raises `Refusal` (MS386) where the tables would not fit.
    """
    middle = _middle(lattice, members)
    sum_spare, square_spare, lowest = _spares(lattice, members, middle)
    width = 1 + sum(square_spare[leaf][-1] for leaf in members)
    heights = [1 + sum(sum_spare[leaf][counts[leaf]] for leaf in members) for counts in lattice.counts]
    used = {target for taken in lattice.passes for _, target in taken.steps}
    if sum(heights[node] for node in used) * width > MOST_CELLS:
        raise Refusal("MS386", cells=sum(heights[node] for node in used) * width, most=MOST_CELLS)
    held = {0: np.ones(1)}
    for taken in lattice.passes:
        for source, target in taken.steps:
            moved = held[source]
            offset = 0
            if taken.leaf in members:
                at = lattice.counts[source][taken.leaf]
                rows = taken.code - lattice.leaves[taken.leaf].lower[at]
                offset = rows * width + (taken.code - middle) ** 2 - lowest[taken.leaf][at]
            if target not in held:
                held[target] = np.zeros(heights[target] * width)
            window = held[target][offset : offset + len(moved)]
            window += moved[: len(window)]  # what hangs over is empty: its squares are out of reach
    if lattice.end is None:
        return np.zeros(0), np.zeros(0), np.zeros(0)
    found = np.flatnonzero(held[lattice.end])
    first_sum = sum(sum(lattice.leaves[leaf].lower) for leaf in members)
    first_square = sum(sum(lowest[leaf]) for leaf in members)
    n = sum(lattice.leaves[leaf].n for leaf in members)
    sums = first_sum + (found // width).astype(np.float64)
    about_middle = first_square + (found % width).astype(np.float64)
    return sums, about_middle + 2.0 * middle * sums - n * middle**2, held[lattice.end][found]


def _middle(lattice: Lattice, members: tuple[int, ...]) -> int:
    """The code about which squares are smallest."""
    return (
        min(lattice.leaves[leaf].lower[0] for leaf in members) + max(lattice.leaves[leaf].upper[-1] for leaf in members)
    ) // 2


def _spares(
    lattice: Lattice, members: tuple[int, ...], middle: int
) -> tuple[dict[int, list[int]], dict[int, list[int]], dict[int, list[int]]]:
    """For each leaf: how far the first m values can raise the sum, and the squares; and the least square of each."""
    sums: dict[int, list[int]] = {}
    squares: dict[int, list[int]] = {}
    lowest: dict[int, list[int]] = {}
    for leaf in members:
        order = lattice.leaves[leaf]
        sums[leaf], squares[leaf], lowest[leaf] = [0], [0], []
        for low, high in zip(order.lower, order.upper, strict=True):
            nearest = min(max(low, middle), high)
            least = (nearest - middle) ** 2
            most = max((low - middle) ** 2, (high - middle) ** 2)
            lowest[leaf].append(least)
            sums[leaf].append(sums[leaf][-1] + high - low)
            squares[leaf].append(squares[leaf][-1] + most - least)
    return sums, squares, lowest
