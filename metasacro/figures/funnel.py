"""The funnel with its contours: the surer a cohort, the higher it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_cautions, draw_heading
from metasacro.figures.labels import Room, draw_labels
from metasacro.figures.lettering import width
from metasacro.figures.paper import BLUE, GREYS, GUTTER, INK, MARGIN, PAPER, QUIET, SMALL, THIN, VERMILION
from metasacro.figures.scale import Scale, draw_below, draw_left, nice
from metasacro.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.funnel import FunnelPlot

WIDTH, HEIGHT, LEFT = 380.0, 250.0, 62.0


def draw_funnel(plot: FunnelPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    right = LEFT + WIDTH
    top = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN) + GUTTER / 2
    deepest = nice(0.0, max(point.error for point in plot.points) * 1.05)[1]
    up = Scale(lower=0.0, upper=deepest, start=top, end=top + HEIGHT)
    across = _across(plot, deepest, right)
    _contours(sheet, plot, across, up, deepest)
    foot = [(plot.estimate + side * plot.slope * deepest, deepest) for side in (-1.0, 1.0)]
    for x, y in foot:
        sheet.line(_cut(across, up, plot.estimate, x, y), color=VERMILION, width=1.0, dashes=(4.0, 2.0))
    middle = across.at(plot.estimate)
    sheet.line([(middle, up.start), (middle, up.end)], color=VERMILION, width=1.0)
    if across.holds(0.0):
        sheet.line([(across.at(0.0), up.start), (across.at(0.0), up.end)], color=INK, width=0.8)
    for point in plot.points:
        fill = PAPER if point.converted else BLUE
        sheet.marker(across.at(point.effect), up.at(point.error), "o", size=5.5, fill=fill, edge=BLUE, width=1.2)
    places = [(across.at(point.effect), up.at(point.error), point.label) for point in plot.points]
    inside = Room(left=LEFT, top=up.start, right=right, bottom=up.end)
    draw_labels(sheet, sorted(places, key=lambda place: -abs(place[0] - middle)), inside, _lines(plot, across, up))
    sheet.line([(LEFT, up.start), (right, up.start)], width=THIN)
    draw_left(sheet, up, LEFT, words=plot.y_words)
    below = draw_below(sheet, across, up.end, words=plot.x_words)
    below = _key(sheet, plot, below + GUTTER, right)
    below = draw_cautions(sheet, plot.table, below, right - MARGIN)
    return sheet.figure(right + MARGIN, below + MARGIN)


def _across(plot: FunnelPlot, deepest: float, right: float) -> Scale:
    effects = [point.effect for point in plot.points]
    reach = plot.slope * deepest
    low = min(0.0, *effects, plot.estimate - reach)
    high = max(0.0, *effects, plot.estimate + reach)
    lower, upper = nice(low, high, 8)
    return Scale(lower=lower, upper=upper, start=LEFT, end=right)


def _lines(plot: FunnelPlot, across: Scale, up: Scale) -> list[Room]:
    """Where the lines run, in short pieces: names keep off them."""
    rooms = []
    for step in range(51):
        error = up.upper * step / 50
        y = up.at(error)
        for side in (-1.0, 0.0, 1.0):
            x = across.at(plot.estimate + side * plot.slope * error)
            rooms.append(Room(left=x - 1, top=y - 3, right=x + 1, bottom=y + 3))
    return rooms


def _cut(across: Scale, up: Scale, apex: float, x: float, y: float) -> list[tuple[float, float]]:
    """From the apex of the funnel to its foot, which the axis holds."""
    return [(across.at(apex), up.at(0.0)), (across.at(x), up.at(y))]


def _contours(sheet: Sheet, plot: FunnelPlot, across: Scale, up: Scale, deepest: float) -> None:
    """Regions of P round no effect, the outermost first; each covers the middle of the one before."""
    sheet.box(across.start, up.start, across.end - across.start, up.end - up.start, fill=GREYS[0])
    shades = (PAPER, GREYS[3], GREYS[2])
    for (_, errors), shade in reversed(list(zip(plot.contours, shades, strict=True))):
        half = errors * deepest
        per_unit = (across.end - across.start) / (across.upper - across.lower)
        zero = across.start - across.lower * per_unit
        corners = [(zero, up.start), (zero + half * per_unit, up.end), (zero - half * per_unit, up.end)]
        sheet.polygon(corners, fill=shade, inside=(across.start, across.end))


def _key(sheet: Sheet, plot: FunnelPlot, y: float, right: float) -> float:
    """What the shades, lines and markers mean."""
    p = [words for words, _ in plot.contours]
    shades = (
        (PAPER, f"P > {p[0]}"),
        (GREYS[3], f"{p[1]} to {p[0]}"),
        (GREYS[2], f"{p[2]} to {p[1]}"),
        (GREYS[0], f"P < {p[2]}"),
    )
    x = LEFT
    for shade, words in shades:
        sheet.box(x, y - SMALL + 1, 12, SMALL, fill=shade, edge=QUIET)
        sheet.text(x + 16, y, words, size=SMALL)
        x += 16 + width(words, SMALL) + 12
    x, y = LEFT, y + SMALL * 1.8
    entries = [("o", BLUE, "cohort")] + [("o", PAPER, "converted from a median")] * any(
        point.converted for point in plot.points
    )
    for shape, fill, words in entries:
        sheet.marker(x + 6, y - SMALL * 0.36, shape, size=5.5, fill=fill, edge=BLUE, width=1.2)
        sheet.text(x + 16, y, words, size=SMALL)
        x += 16 + width(words, SMALL) + 12
    for dashes, words in (((), "pooled"), ((4.0, 2.0), "where cohorts lie without heterogeneity")):
        if x + 20 + width(words, SMALL) > right:
            x, y = LEFT, y + SMALL * 1.8
        sheet.line([(x, y - SMALL * 0.36), (x + 14, y - SMALL * 0.36)], color=VERMILION, dashes=dashes)
        sheet.text(x + 18, y, words, size=SMALL)
        x += 18 + width(words, SMALL) + 12
    return y + 2
