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
    for x, values in zip(panels, (_means(rows), _sds(rows)), strict=True):
        lower, upper = nice(min(values), max(values))
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


def _means(rows: Sequence[FeasibleRow]) -> list[float]:
    return [value for row in rows for value in (*row.mean, *(one.mean for one in row.converted))]


def _sds(rows: Sequence[FeasibleRow]) -> list[float]:
    return [value for row in rows for value in (*row.sd, *(one.sd for one in row.converted))]


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
    if estimate is not None:
        sheet.marker(scale.at(estimate), y, "D", size=5, fill=INK, edge=PAPER, width=0.5)


def _key(sheet: Sheet, y: float, right: float) -> float:
    entries = (
        ("bar", "what samples that agree with the print can have"),
        ("D", "exact set"),
        ("o", "a published conversion, possible"),
        ("x", "a published conversion whose mean and SD no such sample has"),
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
