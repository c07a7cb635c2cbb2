"""Feasible ranges as bars, and what conversions make of the same print as markers on them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_heading
from metasacro.figures.lettering import width, wrapped
from metasacro.figures.paper import BLUE, FAINT, GREYS, GUTTER, INK, LEADING, MARGIN, PAPER, QUIET, SMALL, TEXT, THIN
from metasacro.figures.paper import VERMILION as WRONG
from metasacro.figures.scale import Scale, draw_below, nice
from metasacro.figures.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.figure import Figure

    from metasacro.views.plots.feasible import Converted, FeasiblePlot, FeasibleRow

PANEL, ROW = 200.0, 16.0
WIDEST_NAME = 150.0


def draw_feasible(plot: FeasiblePlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    names = {row: wrapped(row.label, WIDEST_NAME, TEXT) for row in plot.rows}
    room = max(width(line, TEXT) for lines in names.values() for line in lines)
    left = MARGIN + room + GUTTER
    panels = (left, left + PANEL + 2 * GUTTER)
    right = panels[1] + PANEL
    y = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN)
    for x, title in zip(panels, ("mean", "SD"), strict=True):
        sheet.text(x, y + TEXT, title, bold=True)
    y += TEXT + 4
    for group, members in groupby(plot.rows, key=lambda row: row.group):
        y = _group(sheet, group, list(members), names, panels, y) + GUTTER / 2
    y = _key(sheet, y + GUTTER, right)
    return sheet.figure(right + MARGIN, y + MARGIN)


def _group(
    sheet: Sheet,
    title: str,
    rows: Sequence[FeasibleRow],
    names: dict[FeasibleRow, tuple[str, ...]],
    panels: tuple[float, float],
    y: float,
) -> float:
    """One instrument, on axes of its own."""
    for line in wrapped(title, panels[1] + PANEL - MARGIN, TEXT, True):
        y += TEXT * LEADING
        sheet.text(MARGIN, y, line, bold=True)
    y += 4
    heights = [max(ROW, len(names[row]) * TEXT * LEADING + 4) for row in rows]
    bottom = y + sum(heights)
    scales = []
    ranges = (
        _ends([row.mean for row in rows], [one.mean for row in rows for one in row.converted]),
        _ends([row.sd for row in rows], [one.sd for row in rows for one in row.converted]),
    )
    for x, values in zip(panels, ranges, strict=True):
        lower, upper = nice(*values)
        scales.append(Scale(lower=lower, upper=upper, start=x, end=x + PANEL))
        for value, _ in scales[-1].ticks(6):
            sheet.line([(scales[-1].at(value), y), (scales[-1].at(value), bottom)], color=FAINT, width=THIN)
    for row, height in zip(rows, heights, strict=True):
        middle = y + height / 2
        first = middle - (len(names[row]) - 1) * TEXT * LEADING / 2 + TEXT * 0.36
        for at, line in enumerate(names[row]):
            sheet.text(MARGIN, first + at * TEXT * LEADING, line)
        _row(sheet, scales[0], middle, row.mean, row.estimate and row.estimate[0], row.converted, lambda one: one.mean)
        _row(sheet, scales[1], middle, row.sd, row.estimate and row.estimate[1], row.converted, lambda one: one.sd)
        y += height
    return max(draw_below(sheet, scale, bottom, most=6) for scale in scales)


def _ends(bars: Sequence[tuple[float, float]], markers: Sequence[float]) -> tuple[float, float]:
    """Holds every bar, and markers up to two thirds of the bars' span beyond them; farther ones stand at the edge."""
    low, high = min(lower for lower, _ in bars), max(upper for _, upper in bars)
    beyond = (high - low) * 2 / 3
    near = [value for value in markers if low - beyond <= value <= high + beyond]
    return min(low, *near, high), max(high, *near, low)


def _row(
    sheet: Sheet,
    scale: Scale,
    y: float,
    ends: tuple[float, float],
    estimate: float | None,
    converted: Sequence[Converted],
    value_of: Callable[[Converted], float],
) -> None:
    low, high = scale.at(ends[0]), scale.at(ends[1])
    sheet.box(low, y - 3, max(high - low, 1.0), 6, fill=GREYS[2], edge=QUIET)
    for possible in (True, False):
        places = [(scale.at(value_of(one)), y) for one in converted if one.possible is possible]
        if places and possible:
            sheet.markers(places, "o", size=5, fill=PAPER, edge=BLUE, width=1.1)
        elif places:
            sheet.markers(places, "x", size=5, edge=WRONG, width=1.2)
    for one in converted:
        if not scale.holds(value_of(one)):
            side = 1.0 if value_of(one) > scale.upper else -1.0
            x = scale.at(value_of(one)) + side * 3
            sheet.polygon([(x, y - 2.5), (x, y + 2.5), (x + side * 4, y)], fill=WRONG)
    if estimate is not None:
        sheet.marker(scale.at(estimate), y, "D", size=5, fill=INK, edge=PAPER, width=0.5)


def _key(sheet: Sheet, y: float, right: float) -> float:
    entries = (
        ("bar", "what samples that agree with the print can have"),
        ("D", "exact set"),
        ("o", "a published conversion, possible"),
        ("x", "a published conversion whose mean and SD no such sample has (with an arrow: beyond the axis)"),
    )
    x = MARGIN
    for shape, words in entries:
        if x > MARGIN and x + 20 + width(words, SMALL) > right:
            x, y = MARGIN, y + SMALL * 1.8
        middle = y - SMALL * 0.36
        if shape == "bar":
            sheet.box(x, middle - 3, 14, 6, fill=GREYS[2], edge=QUIET)
        elif shape == "x":
            sheet.marker(x + 7, middle, "x", size=5, edge=WRONG, width=1.2)
        else:
            fill, edge = (INK, PAPER) if shape == "D" else (PAPER, BLUE)
            sheet.marker(x + 7, middle, shape, size=5, fill=fill, edge=edge, width=1.1)
        sheet.text(x + 20, y, words, size=SMALL)
        x += 20 + width(words, SMALL) + 14
    return y + 2
