"""Two samples of the same patients, paired in every possible way: the extreme sums of squared changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.feasible.order_statistics import OrderStatistics, Pin
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def extreme_squares(before: OrderStatistics, after: OrderStatistics, top: int, *, greatest: bool) -> tuple[int, Floats]:
    """(first, values): values[t] is the least Σd² where Σd = first + t, or minus the greatest; inf where no pair is.

    d = after − before, in codes. Given both samples Σd is fixed, and Σd² = Σa² + Σb² − 2Σab is least where both are
    sorted the same way, greatest where they are sorted in opposite ways (the rearrangement inequality). So one walk
    through both samples, upwards in one and upwards or downwards in the other, meets the extreme over all samples and
    pairings. A step's table has an entry for each pair of present values and each sum so far.
    """
    other = mirrored(after, top) if greatest else after
    held = np.zeros((1, 1, 1))
    first = 0
    rows = columns = range(1)
    for at in range(before.n):
        ranges = [range(side.lower[at], side.upper[at] + 1) for side in (before, other)]
        held = _reach(held, 0, rows, ranges[0], before.pins.get(at, ()))
        held = _reach(held, 1, columns, ranges[1], other.pins.get(at, ()))
        rows, columns = ranges
        changes = [[(top - column if greatest else column) - row for column in columns] for row in rows]
        lowest, highest = min(map(min, changes)), max(map(max, changes))
        width = held.shape[2]
        moved = np.full((len(rows), len(columns), width + highest - lowest), np.inf)
        for r, line in enumerate(changes):
            for c, d in enumerate(line):
                moved[r, c, d - lowest : d - lowest + width] = held[r, c] + (-(d**2) if greatest else d**2)
        held = moved
        first += lowest
    return first, held.min(axis=(0, 1))


def cells(before: OrderStatistics, after: OrderStatistics) -> int:
    """The size of the largest table of the walk."""
    spans = [
        (high - low + 1, top - bottom + 1)
        for low, high, bottom, top in zip(before.lower, before.upper, after.lower, after.upper, strict=True)
    ]
    return max(rows for rows, _ in spans) * max(columns for _, columns in spans) * sum(r + c for r, c in spans)


def _reach(held: Floats, axis: int, present: range, following: range, pins: tuple[Pin, ...]) -> Floats:
    """For each following value the least entry among the present values that may stand before it."""
    planes = []
    for code in following:
        low, high = present[0], min(code, present[-1])
        for pin in pins:
            low = max(low, -((pin.right * code - pin.low) // pin.left))
            high = min(high, (pin.high - pin.right * code) // pin.left)
        allowed = held.take(range(low - present[0], high - present[0] + 1), axis=axis) if low <= high else None
        shape = [size for at, size in enumerate(held.shape) if at != axis]
        planes.append(np.full(shape, np.inf) if allowed is None else allowed.min(axis=axis))
    return np.stack(planes, axis=axis)


def mirrored(order: OrderStatistics, top: int) -> OrderStatistics:
    """The same sample on the scale turned upside down: x becomes top − x."""
    pins = {
        order.n - j: tuple(
            Pin(
                j=order.n - j,
                left=pin.right,
                right=pin.left,
                low=(pin.left + pin.right) * top - pin.high,
                high=(pin.left + pin.right) * top - pin.low,
            )
            for pin in those
        )
        for j, those in order.pins.items()
    }
    return OrderStatistics(
        n=order.n,
        pins=pins,
        single=frozenset(order.n + 1 - j for j in order.single),
        lower=tuple(top - code for code in reversed(order.upper)),
        upper=tuple(top - code for code in reversed(order.lower)),
    )
