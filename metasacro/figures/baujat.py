"""Baujat's plot: right is heterogeneous, up is influential."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_cautions, draw_heading
from metasacro.figures.labels import Room, draw_labels
from metasacro.figures.paper import BLUE, FAINT, GUTTER, MARGIN, PAPER, THIN
from metasacro.figures.scale import Scale, draw_below, draw_left, nice
from metasacro.figures.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.baujat import BaujatPlot

WIDTH, HEIGHT, LEFT = 380.0, 270.0, 62.0


def draw_baujat(plot: BaujatPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    right = LEFT + WIDTH
    top = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN) + GUTTER / 2
    far = nice(0.0, max(point.heterogeneity for point in plot.points) * 1.05 or 1.0)[1]
    high = nice(0.0, max(point.influence for point in plot.points) * 1.05 or 1.0)[1]
    across = Scale(lower=0.0, upper=far, start=LEFT, end=right)
    up = Scale(lower=0.0, upper=high, start=top + HEIGHT, end=top)
    for value, _ in up.ticks(7):
        sheet.line([(LEFT, up.at(value)), (right, up.at(value))], color=FAINT, width=THIN)
    places = [(across.at(point.heterogeneity), up.at(point.influence), point.label) for point in plot.points]
    for x, y, _ in places:
        sheet.marker(x, y, "o", size=5.5, fill=BLUE, edge=PAPER, width=0.6)
    inside = Room(left=LEFT + 2, top=top - GUTTER / 2, right=right + MARGIN - 2, bottom=top + HEIGHT - 1)
    outermost = sorted(places, key=lambda place: (LEFT - place[0]) / WIDTH + (place[1] - top) / HEIGHT)
    draw_labels(sheet, outermost, inside)
    draw_left(sheet, up, LEFT, words=plot.y_words)
    below = draw_below(sheet, across, up.start, words=plot.x_words)
    below = draw_cautions(sheet, plot.table, below, right - MARGIN)
    return sheet.figure(right + MARGIN, below + MARGIN)
