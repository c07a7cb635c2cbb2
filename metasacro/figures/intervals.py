"""An interval round an estimate, as each kind of row is drawn, and the key that says which is which."""

from __future__ import annotations

import math
from collections.abc import Sequence

from metasacro.figures.lettering import width
from metasacro.figures.paper import BLUE, INK, LINE, MARGIN, PAPER, QUIET, SMALL, THICK, VERMILION
from metasacro.figures.scale import Scale
from metasacro.figures.sheet import Sheet
from metasacro.views.numbers import fixed
from metasacro.views.table import Kind, Mark

#: Markers of cohorts, in points: the area grows with the weight.
SMALLEST, LARGEST = 3.0, 8.5
DIAMOND = 4.5
ARROW = 4.0

#: Kind of mark → what the key says, in the order of the key.
MEANINGS = {
    Kind.COMPUTED: "",  # what the plot calls its rows
    Kind.ASSUMED: "cohort, converted from a median",
    Kind.ANSWER: "pooled",
    Kind.SUBTOTAL: "subgroup",
    Kind.PREDICTION: "prediction interval",
}


def draw_mark(sheet: Sheet, mark: Mark, scale: Scale, y: float) -> None:
    """The mark of one row at this height."""
    if mark.kind in (Kind.ANSWER, Kind.SUBTOTAL):
        _diamond(sheet, mark, scale, y)
    elif mark.kind is Kind.PREDICTION:
        _whisker(sheet, mark, scale, y, VERMILION, THICK, (2.0, 1.5))
    else:
        _whisker(sheet, mark, scale, y, BLUE, LINE, ())
        if mark.estimate is not None and scale.holds(mark.estimate):
            _square(sheet, scale.at(mark.estimate), y, mark)


def _square(sheet: Sheet, x: float, y: float, mark: Mark) -> None:
    size = SMALLEST + (LARGEST - SMALLEST) * math.sqrt(min(max(mark.weight, 0.0), 1.0))
    hollow = mark.kind is Kind.ASSUMED
    sheet.marker(x, y, "s", size=size, fill=PAPER if hollow else BLUE, edge=BLUE, width=1.2 if hollow else 0.0)


def _whisker(
    sheet: Sheet, mark: Mark, scale: Scale, y: float, color: str, thickness: float, dashes: tuple[float, ...]
) -> None:
    left, right = scale.at(mark.lower), scale.at(mark.upper)
    sheet.line([(left, y), (right, y)], color=color, width=thickness, dashes=dashes)
    _ends(sheet, mark, scale, y, color, bar=mark.kind is Kind.PREDICTION)


def _ends(sheet: Sheet, mark: Mark, scale: Scale, y: float, color: str, *, bar: bool) -> None:
    """An arrow where the interval goes on beyond the axis; else, with `bar`, a short bar."""
    for value, beyond, side in (
        (mark.lower, mark.lower < scale.lower, 1.0),
        (mark.upper, mark.upper > scale.upper, -1.0),
    ):
        x = scale.at(value)
        if beyond:
            sheet.polygon([(x, y), (x + side * ARROW, y - ARROW / 2), (x + side * ARROW, y + ARROW / 2)], fill=color)
        elif bar:
            sheet.line([(x, y - 2.5), (x, y + 2.5)], color=color, width=LINE)


def _diamond(sheet: Sheet, mark: Mark, scale: Scale, y: float) -> None:
    """From end to end of the interval; cut off at the ends of the axis, with arrows."""
    if mark.estimate is None:
        return
    corners = [(value, y + rise) for value, rise in (
        (mark.lower, 0.0), (mark.estimate, -DIAMOND), (mark.upper, 0.0), (mark.estimate, DIAMOND)
    )]  # fmt: skip
    per_unit = (scale.end - scale.start) / (scale.upper - scale.lower)
    points = [(scale.start + (value - scale.lower) * per_unit, height) for value, height in corners]
    answer = mark.kind is Kind.ANSWER
    color = VERMILION if answer else INK
    finite = all(math.isfinite(x) for x, _ in points)
    if finite:
        fill = color if answer else PAPER
        sheet.polygon(points, fill=fill, edge=color, width=0.9, inside=(scale.start, scale.end))
    else:
        sheet.line([(scale.at(mark.lower), y), (scale.at(mark.upper), y)], color=color)
    _ends(sheet, mark, scale, y, color, bar=False)


def draw_key(sheet: Sheet, marks: Sequence[Mark], rows: str, y: float, right: float, important: float | None) -> float:
    """What the shapes mean, those that occur; where the last line ends."""
    found = {mark.kind for mark in marks}
    left, step = MARGIN, 22.0
    x = left
    for kind, meaning in MEANINGS.items():
        if kind not in found:
            continue
        words = meaning or rows
        room = step + width(words, SMALL) + 14
        if x > left and x + room > right:
            x, y = left, y + SMALL * 1.7
        draw_mark(
            sheet,
            Mark(lower=0.1, upper=0.9, estimate=None if kind is Kind.PREDICTION else 0.5, kind=kind, weight=0.4),
            Scale(lower=0.0, upper=1.0, start=x, end=x + step - 4),
            y - SMALL * 0.36,
        )
        sheet.text(x + step, y, words, size=SMALL)
        x += room
    if important is not None:
        words = f"MID: minimal important difference, {fixed(important, 0 if important == round(important) else 1)}"
        if x > left and x + step + width(words, SMALL) > right:
            x, y = left, y + SMALL * 1.7
        middle = x + (step - 4) / 2
        sheet.line([(middle, y - SMALL), (middle, y + 2)], color=QUIET, width=0.8, dashes=(1.5, 2.0))
        sheet.text(x + step, y, words, size=SMALL)
    return y + 2 if found else y - SMALL
