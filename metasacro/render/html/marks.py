"""Where a row's interval stands on the axis of its table, in percent of the axis: what a row draws.

Lengths along the axis are in percent and heights in pixels, so that a drawing fits whatever width its column has.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass
from metasacro.views.table import Kind

if TYPE_CHECKING:
    from metasacro.views.table import Axis, Mark

#: Half the side of the lightest marker, and what the heaviest has more, in pixels. The area grows with the weight.
LEAST_HALF, MORE_HALF = 2.0, 4.0

#: A diamond is never narrower than this share of the axis to either side, in percent.
LEAST_DIAMOND = 1.2

#: Beyond the axis by more than this many percent nothing is seen of a diamond's end.
FAR = 1000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A row's interval, marker or diamond. Texts are numbers of the drawing, with two decimals."""

    kind: str
    low: str
    high: str
    width: str
    estimate: str
    half: str  #: of the marker's side
    diamond: str  #: its corners
    left: bool  #: the interval goes on beyond the axis
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A number above the axis."""

    at: str
    text: str
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """The axis itself: its lines, which every row repeats, and its numbers."""

    lower: float
    upper: float
    no_effect: str
    important: str
    labels: tuple[Label, ...]


#: Width of a digit, and of the narrowest column of drawings, in pixels.
DIGIT, NARROWEST = 7.0, 150.0


def percent_of(value: float, axis: Axis) -> float:
    """Where a value stands on the axis, in percent, whether inside it or not."""
    width = axis.upper - axis.lower
    return 100.0 * (value - axis.lower) / width if width > 0 else 0.0


def drawn(mark: Mark, axis: Axis) -> Drawn:
    """The drawing of one row."""
    low, high = (percent_of(value, axis) for value in (mark.lower, mark.upper))
    middle = percent_of(mark.estimate, axis) if mark.estimate is not None else None
    inside = middle is not None and -1e-9 <= middle <= 100 + 1e-9
    return Drawn(
        kind=mark.kind.value,
        low=_text(_clipped(low)),
        high=_text(_clipped(high)),
        width=_text(max(_clipped(high) - _clipped(low), 0.0)),
        estimate=_text(middle) if middle is not None and inside else "",
        half=_text(LEAST_HALF + MORE_HALF * math.sqrt(min(max(mark.weight, 0.0), 1.0))),
        diamond=_diamond(low, high, middle) if mark.kind in (Kind.ANSWER, Kind.SUBTOTAL) else "",
        left=low < -1e-9,
        right=high > 100 + 1e-9,
    )


def ruler(axis: Axis) -> Ruler:
    """The lines and numbers of the axis; a number that would touch another is left out."""
    no_effect, important = (
        _text(percent_of(value, axis)) if value is not None and axis.lower <= value <= axis.upper else ""
        for value in (axis.no_effect, axis.important)
    )
    unit = f" {axis.unit}" if axis.unit else ""
    wanted = [(axis.upper, f"{_number(axis.upper)}{unit}"), (axis.lower, _number(axis.lower))]
    if no_effect and axis.no_effect is not None:
        wanted.append((axis.no_effect, _number(axis.no_effect)))
    if important and axis.important is not None:
        wanted.append((axis.important, f"{_number(axis.important)} MID"))
    labels: list[Label] = []
    taken: list[tuple[float, float]] = []
    for value, text in wanted:
        at, width = percent_of(value, axis), 100 * DIGIT * len(text) / NARROWEST
        start = min(max(at - width / 2, 0.0), 100.0 - width)
        if all(start > end or start + width < begin for begin, end in taken):
            taken.append((start, start + width))
            anchor = "start" if start <= 0 else "end" if start + width >= 100 else "middle"
            at = {"start": 0.0, "middle": at, "end": 100.0}[anchor]
            labels.append(Label(at=_text(at), text=text, anchor=anchor))
    return Ruler(lower=axis.lower, upper=axis.upper, no_effect=no_effect, important=important, labels=tuple(labels))


def _diamond(low: float, high: float, middle: float | None) -> str:
    """Four corners; the ends may lie beyond the axis, where the drawing is cut."""
    low, high = max(low, -FAR), min(high, FAR)
    at = (low + high) / 2 if middle is None else min(max(middle, low), high)
    left, right = min(low, at - LEAST_DIAMOND), max(high, at + LEAST_DIAMOND)
    return f"{_text(left)},6 {_text(at)},0 {_text(right)},6 {_text(at)},12"


def _clipped(percent: float) -> float:
    return min(max(percent, 0.0), 100.0)


def _text(value: float) -> str:
    return f"{value:.2f}"


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "−")
