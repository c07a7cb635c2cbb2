"""The axis that the rows of a forest plot share."""

from __future__ import annotations

import math
from collections.abc import Iterable

from metasacro.views.table import Axis, Kind, Mark


def points_axis(marks: Iterable[Mark], scale: tuple[float, float] | None, important: float | None, unit: str) -> Axis:
    """Holds no effect, every cohort's interval, and the width of the scale where one is known."""
    shown = [mark for mark in marks if mark.kind is not Kind.PREDICTION]
    low = min(0.0, *(mark.lower for mark in shown)) if shown else 0.0
    high = max(0.0, *(mark.upper for mark in shown)) if shown else 1.0
    if scale is not None:
        high = max(high, scale[1] - scale[0]) if high > -low else high
        low = min(low, scale[0] - scale[1]) if -low > high else low
    return Axis(lower=_down(low), upper=_up(high), no_effect=0.0, important=important, unit=unit)


def percent_axis(marks: Iterable[Mark]) -> Axis:
    """From 0 to a round percentage that holds most intervals; the widest may run off the edge, and say so."""
    uppers = sorted(mark.upper for mark in marks if mark.kind is not Kind.PREDICTION)
    high = min(100.0, _up(uppers[-1])) if uppers else 100.0
    return Axis(lower=0.0, upper=high, no_effect=None, important=None, unit="%")


def _up(value: float) -> float:
    """The next round number: 1, 2 or 5 times a power of ten, or a multiple that is close."""
    if value <= 0:
        return 0.0
    power: float = 10.0 ** math.floor(math.log10(value))
    steps = (step * power for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-12))
    return next(steps, value)  # below the smallest power of ten there is no round number


def _down(value: float) -> float:
    return -_up(-value) if value < 0 else 0.0
