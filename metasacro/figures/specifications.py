"""The curve of specifications: answers in order, their intervals behind them, and below which choices made them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_cautions, draw_heading
from metasacro.figures.lettering import width
from metasacro.figures.paper import BLUE, FAINT, GREYS, GUTTER, INK, MARGIN, PAPER, QUIET, SMALL, TEXT, THIN, VERMILION
from metasacro.figures.scale import Scale, draw_left, nice
from metasacro.figures.sheet import Point, Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from metasacro.views.plots.specifications import CurvePoint, SpecificationsPlot

WIDTH, HEIGHT = 420.0, 190.0
ROW = 9.5
#: Where there are more specifications than this, neighbours share a column.
COLUMNS = 210
#: Share of a column's specifications with a choice → shade.
SHADES = ((0.0, "#dbe9f3"), (0.25, "#8fbbdb"), (0.5, "#3f88bd"), (0.75, "#0b4f82"))


def draw_specifications(plot: SpecificationsPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    names = [value for _, values in plot.options for value in values]
    heads = [name for name, _ in plot.options]
    left = (
        MARGIN + max([*(width(name, SMALL) + 8 for name in names), *(width(head, SMALL, True) for head in heads)]) + 8
    )
    left = max(left, MARGIN + 50)
    right = left + WIDTH
    top = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN) + GUTTER / 2
    up = _scale(plot, top)
    across = Scale(lower=0.0, upper=float(len(plot.points)), start=left, end=right)
    _curve(sheet, plot, across, up)
    draw_left(sheet, up, left, words=plot.y_words)
    below = _choices(sheet, plot, across, up.start + GUTTER)
    below = _key(sheet, plot, left, below + GUTTER)
    below = draw_cautions(sheet, plot.table, below, right - MARGIN)
    return sheet.figure(right + MARGIN, below + MARGIN)


def _scale(plot: SpecificationsPlot, top: float) -> Scale:
    """Holds no effect and nine in ten of the intervals; the widest are cut off, and the key says so."""
    lowers = sorted(point.lower for point in plot.points)
    uppers = sorted(point.upper for point in plot.points)
    few = len(lowers) // 20
    low = min(plot.no_effect, lowers[few], plot.points[0].estimate)
    high = max(plot.no_effect, uppers[-1 - few], plot.points[-1].estimate)
    lower, upper = nice(low, high)
    return Scale(lower=lower, upper=upper, start=top + HEIGHT, end=top)


def _curve(sheet: Sheet, plot: SpecificationsPlot, across: Scale, up: Scale) -> None:
    steps = _steps(plot.points)
    band: list[Point] = []
    for start, end, group in steps:
        high = up.at(max(point.upper for point in group))
        band += [(across.at(start), high), (across.at(end), high)]
    for start, end, group in reversed(steps):
        low = up.at(min(point.lower for point in group))
        band += [(across.at(end), low), (across.at(start), low)]
    sheet.polygon(band, fill=GREYS[1])
    for value, dashes, color in ((plot.no_effect, (), INK), (plot.important, (1.5, 2.0), QUIET)):
        if value is not None and up.holds(value):
            sheet.line(
                [(across.start, up.at(value)), (across.end, up.at(value))], color=color, width=0.8, dashes=dashes
            )
    line = [(across.at(at + 0.5), up.at(point.estimate)) for at, point in enumerate(plot.points)]
    if len(line) <= COLUMNS:
        sheet.markers(line, "o", size=2.5, fill=BLUE, edge=BLUE, width=0.0)
    else:
        sheet.line(line, color=BLUE, width=1.6)
    for at, point in enumerate(plot.points):
        if point.planned:
            x = across.at(at + 0.5)
            sheet.line([(x, up.at(point.lower)), (x, up.at(point.upper))], color=VERMILION, width=1.2)
            sheet.marker(x, up.at(point.estimate), "D", size=5.5, fill=VERMILION, edge=VERMILION)


def _steps(points: Sequence[CurvePoint]) -> list[tuple[int, int, Sequence[CurvePoint]]]:
    """Neighbours together, so that there are at most `COLUMNS` columns."""
    n = min(len(points), COLUMNS)
    edges = [round(at * len(points) / n) for at in range(n + 1)]
    return [(start, end, points[start:end]) for start, end in pairwise(edges)]


def _choices(sheet: Sheet, plot: SpecificationsPlot, across: Scale, y: float) -> float:
    """One line for each value of each choice, dark where many specifications of a column have it."""
    steps = _steps(plot.points)
    planned = next((at for at, point in enumerate(plot.points) if point.planned), None)
    places = _places(plot)
    for name, values in plot.options:
        y += SMALL * 1.5
        sheet.text(MARGIN, y, name, size=SMALL, bold=True)
        y += 3
        at = places[name]
        for value in values:
            sheet.line([(across.start, y + ROW / 2), (across.end, y + ROW / 2)], color=FAINT, width=THIN)
            _strip(sheet, [(s, e, [p.choices[at] == value for p in group]) for s, e, group in steps], across, y)
            chosen = planned is not None and plot.points[planned].choices[at] == value
            sheet.text(across.start - 6, y + ROW / 2 + SMALL * 0.36, value, size=SMALL, bold=chosen, align="right")
            if chosen and planned is not None:
                sheet.marker(across.at(planned + 0.5), y + ROW / 2, "D", size=5.5, fill=VERMILION, edge=PAPER)
            y += ROW
    return y


def _places(plot: SpecificationsPlot) -> dict[str, int]:
    """Option → its place among the choices of a point."""
    kinds = len(plot.points[0].choices)
    return {
        name: next(at for at in range(kinds) if {point.choices[at] for point in plot.points} == set(values))
        for name, values in plot.options
    }


def _strip(sheet: Sheet, columns: Sequence[tuple[int, int, list[bool]]], across: Scale, y: float) -> None:
    by_shade: dict[str, list[tuple[float, float, float, float]]] = {shade: [] for _, shade in SHADES}
    for start, end, has in columns:
        share = sum(has) / len(has)
        if share > 0:
            shade = next(color for least, color in reversed(SHADES) if share >= least)
            x = across.at(start)
            by_shade[shade].append((x, y + 1.2, across.at(end) - x, ROW - 2.4))
    for shade, boxes in by_shade.items():
        sheet.boxes(boxes, shade)


def _key(sheet: Sheet, plot: SpecificationsPlot, left: float, y: float) -> float:
    sheet.line([(left, y - 2.5), (left + 14, y - 2.5)], color=BLUE, width=1.6)
    sheet.text(left + 18, y, "estimate", size=SMALL)
    x = left + 18 + width("estimate", SMALL) + 14
    sheet.box(x, y - SMALL + 1, 14, SMALL, fill=GREYS[1])
    sheet.text(x + 18, y, "interval", size=SMALL)
    x += 18 + width("interval", SMALL) + 14
    if any(point.planned for point in plot.points):
        sheet.marker(x + 6, y - 2.5, "D", size=5.0, fill=VERMILION, edge=VERMILION)
        sheet.text(x + 16, y, "the protocol’s own, its choices in bold", size=SMALL)
    y += SMALL * 1.8
    sheet.text(left, y, "share of neighbours with the choice:", size=SMALL)
    x = left + width("share of neighbours with the choice:", SMALL) + 6
    for least, shade in SHADES:
        words = f"from {100 * least:.0f} %" if least else "some"
        sheet.box(x, y - SMALL + 1, 14, SMALL, fill=shade)
        sheet.text(x + 17, y, words, size=SMALL)
        x += 17 + width(words, SMALL) + 9
    return y + TEXT / 4
