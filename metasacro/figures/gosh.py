"""GOSH: two clouds of subsets on the same axes, darker where there are more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_cautions, draw_heading
from metasacro.figures.lettering import width, wrapped
from metasacro.figures.paper import FAINT, GUTTER, LEADING, MARGIN, QUIET, SMALL, TEXT, THIN, VERMILION
from metasacro.figures.scale import Scale, draw_below, draw_left, nice
from metasacro.figures.sheet import Sheet
from metasacro.views.numbers import count, fixed

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.gosh import Cloud, GoshPlot

WIDTH, HEIGHT, LEFT = 230.0, 190.0, 56.0
#: Shares of the fullest square → shade, from few to many. The steps are powers, because most squares are thin.
SHADES = ((0.0, "#d3e4f0"), (0.03, "#9cc3e0"), (0.1, "#5b9dc9"), (0.3, "#1f6fa8"), (0.6, "#083d66"))


def draw_gosh(plot: GoshPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    starts = (LEFT, LEFT + WIDTH + 2 * GUTTER)
    right = starts[1] + WIDTH
    top = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN)
    titles = [wrapped(f"{cloud.title}: {count(cloud.subsets)}", WIDTH, TEXT, True) for cloud in plot.clouds]
    top += max(len(lines) for lines in titles) * TEXT * LEADING + 4
    up = Scale(lower=plot.y[0], upper=plot.y[1], start=top + HEIGHT, end=top)
    ends = nice(*plot.x)
    for start, cloud, lines in zip(starts, plot.clouds, titles, strict=True):
        first = top - 4 - (len(lines) - 1) * TEXT * LEADING
        for at, line in enumerate(lines):
            sheet.text(start, first + at * TEXT * LEADING, line, bold=True)
        across = Scale(lower=ends[0], upper=ends[1], start=start, end=start + WIDTH)
        for value, _ in up.ticks(6):
            sheet.line([(start, up.at(value)), (start + WIDTH, up.at(value))], color=FAINT, width=THIN)
        _cloud(sheet, cloud, across, up)
        middle = across.at(plot.estimate)
        sheet.line([(middle, top), (middle, top + HEIGHT)], color=VERMILION, dashes=(4.0, 2.0))
        below = draw_below(sheet, across, top + HEIGHT, words=plot.x_words, most=6)
    draw_left(sheet, up, LEFT, words=plot.y_words, most=6)
    below = _key(sheet, plot, below + GUTTER)
    below = draw_cautions(sheet, plot.table, below, right - MARGIN)
    return sheet.figure(right + MARGIN, below + MARGIN)


def _cloud(sheet: Sheet, cloud: Cloud, across: Scale, up: Scale) -> None:
    """Squares of one shade are one shape."""
    by_shade: dict[str, list[tuple[float, float, float, float]]] = {shade: [] for _, shade in SHADES}
    for each in cloud.bins:
        left, right = across.at(each.x), across.at(each.x + each.width)
        low, high = up.at(each.y), up.at(each.y + each.height)
        shade = next(color for share, color in reversed(SHADES) if each.share >= share)
        by_shade[shade].append((left, high, right - left, low - high))
    for shade, places in by_shade.items():
        sheet.boxes(places, shade)


def _key(sheet: Sheet, plot: GoshPlot, y: float) -> float:
    sheet.text(LEFT, y, "few subsets", size=SMALL)
    x = LEFT + width("few subsets", SMALL) + 5
    for _, shade in SHADES:
        sheet.box(x, y - SMALL + 1, 14, SMALL, fill=shade)
        x += 14
    sheet.text(x + 5, y, "many", size=SMALL)
    x += 5 + width("many", SMALL) + 20
    sheet.line([(x, y - SMALL * 0.36), (x + 16, y - SMALL * 0.36)], color=VERMILION, dashes=(4.0, 2.0))
    sheet.text(x + 20, y, f"all cohorts, {fixed(plot.estimate)}", size=SMALL, color=QUIET)
    return y + 2
