"""From an outcome's units to points on the sheet, with the numbers that stand at an axis."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.ticker import MaxNLocator

from metasacro.figures.lettering import width
from metasacro.figures.paper import SMALL, THIN
from metasacro.figures.sheet import Sheet
from metasacro.views.numbers import fixed

TICK = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """`lower` lies at `start`, `upper` at `end`; either may be the larger one."""

    lower: float
    upper: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; what lies beyond an end, or is not finite, lies at that end."""
        share = (value - self.lower) / (self.upper - self.lower)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def holds(self, value: float) -> bool:
        return min(self.lower, self.upper) <= value <= max(self.lower, self.upper)

    def ticks(self, most: int) -> tuple[tuple[float, str], ...]:
        """Round values on the scale with their words, at most so many."""
        low, high = sorted((self.lower, self.upper))
        slack = (high - low) * 1e-9
        values = MaxNLocator(nbins=max(most - 1, 1), steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        kept = [float(value) for value in values if low - slack <= value <= high + slack]
        step = kept[1] - kept[0] if len(kept) > 1 else 1.0
        decimals = next((n for n in range(7) if math.isclose(step, round(step, n), rel_tol=1e-6)), 7)
        return tuple((value, fixed(value, decimals)) for value in kept)


def nice(lower: float, upper: float, most: int = 6) -> tuple[float, float]:
    """The ends, moved outwards to round numbers."""
    if lower == upper:
        lower, upper = lower - 0.5, upper + 0.5
    values = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(lower, upper)
    return float(values[0]), float(values[-1])


def draw_below(sheet: Sheet, scale: Scale, y: float, *, words: str = "", most: int = 7) -> float:
    """A horizontal axis at `y`, with numbers and words below it; where it ends."""
    sheet.line([(scale.start, y), (scale.end, y)], width=THIN)
    below = y + TICK + SMALL + 1
    for value, text in _roomy(scale, most):
        x = scale.at(value)
        sheet.line([(x, y), (x, y + TICK)], width=THIN)
        sheet.text(x, below, text, size=SMALL, align="center")
    if words:
        below += SMALL * 1.5
        sheet.text((scale.start + scale.end) / 2, below, words, size=SMALL, align="center")
    return below + 3


def draw_left(sheet: Sheet, scale: Scale, x: float, *, words: str = "", most: int = 7) -> None:
    """A vertical axis at `x`, with numbers and words left of it."""
    sheet.line([(x, scale.start), (x, scale.end)], width=THIN)
    ticks = scale.ticks(most)
    for value, text in ticks:
        y = scale.at(value)
        sheet.line([(x - TICK, y), (x, y)], width=THIN)
        sheet.text(x - TICK - 2, y + SMALL * 0.36, text, size=SMALL, align="right")
    if words:
        room = max((width(text, SMALL) for _, text in ticks), default=0.0)
        sheet.text(x - room - TICK - 10, (scale.start + scale.end) / 2, words, size=SMALL, align="center", rotation=90)


def _roomy(scale: Scale, most: int) -> tuple[tuple[float, str], ...]:
    """As many ticks as stand beside each other without touching."""
    for number in range(most, 1, -1):
        ticks = scale.ticks(number)
        places = [(scale.at(value), width(text, SMALL)) for value, text in ticks]
        gaps = [b - a - (wa + wb) / 2 for (a, wa), (b, wb) in pairwise(places)]
        if all(gap > 5 for gap in gaps):
            return ticks
    return ticks[:1]
