"""Traffic lights of each study, and below them how the studies divide on each item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import Light
from metasacro.figures.heading import draw_heading, draw_notes
from metasacro.figures.lettering import width, wrapped
from metasacro.figures.lights import COLOURS, SIZE, draw_light, draw_light_key
from metasacro.figures.paper import FAINT, GUTTER, INK, LEADING, MARGIN, QUIET, SMALL, TEXT, THIN
from metasacro.figures.scale import Scale, draw_below
from metasacro.figures.sheet import Sheet
from metasacro.views.numbers import percent
from metasacro.views.plots.risk_of_bias import SIGNS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.risk_of_bias import LightsPlot

ROW, CELL = 16.0, 24.0
WIDEST_NAME = 170.0
BARS = 250.0
#: Nothing is narrower: the heading needs room.
NARROWEST = 400.0


def draw_risk_of_bias(plot: LightsPlot) -> Figure:
    """The figure."""
    sheet = Sheet()
    names = [wrapped(row.label, WIDEST_NAME, TEXT) for row in plot.rows]
    items = [f"{number} {name}" for number, name in plot.items]
    room = max([width(line, TEXT) for lines in names for line in lines] + [width(item, TEXT) for item in items])
    left = MARGIN + room + GUTTER
    right = max(left + CELL * len(plot.items), left + BARS, NARROWEST)
    y = draw_heading(sheet, plot.title, plot.table.subtitle, right - MARGIN) + TEXT
    for at, (number, _) in enumerate(plot.items):
        sheet.text(left + CELL * (at + 0.5), y, number, bold=True, align="center")
    sheet.line([(MARGIN, y + 4), (left + CELL * len(plot.items), y + 4)], width=THIN)
    y = _lights(sheet, plot, names, left, y + 6)
    y = draw_light_key(sheet, MARGIN, y + GUTTER + 4, right) + GUTTER
    y = _bars(sheet, plot, items, left, y)
    y = draw_notes(sheet, plot.notes, y, right - MARGIN)
    return sheet.figure(right + MARGIN, y + MARGIN)


def _lights(sheet: Sheet, plot: LightsPlot, names: list[tuple[str, ...]], left: float, y: float) -> float:
    for row, lines in zip(plot.rows, names, strict=True):
        height = max(ROW, len(lines) * TEXT * LEADING + 4)
        middle = y + height / 2
        first = middle - (len(lines) - 1) * TEXT * LEADING / 2 + TEXT * 0.36
        for at, line in enumerate(lines):
            sheet.text(MARGIN, first + at * TEXT * LEADING, line, color=INK if row.appraised else QUIET)
        if row.appraised:
            for at, light in enumerate(row.lights):
                draw_light(sheet, light, left + CELL * (at + 0.5), middle)
        else:
            sheet.text(left + CELL * 0.5 - SIZE / 2, middle + TEXT * 0.36, str(Light.NOT_APPRAISED), color=QUIET)
        y += height
    return y


def _bars(sheet: Sheet, plot: LightsPlot, items: list[str], left: float, y: float) -> float:
    """For each item, how the studies divide; the sign of each part stands in it."""
    y += TEXT
    sheet.text(MARGIN, y, f"Share of the {len(plot.rows)} studies", bold=True)
    y += 6
    scale = Scale(lower=0.0, upper=100.0, start=left, end=left + BARS)
    for name, shares in zip(items, plot.shares, strict=True):
        sheet.text(MARGIN, y + ROW / 2 + TEXT * 0.36, name)
        start = 0.0
        for light, share in shares:
            if share <= 0:
                continue
            x, end = scale.at(start), scale.at(start + 100 * share)
            sheet.box(x, y + 2, end - x, ROW - 4, fill=COLOURS[light], edge=FAINT)
            words = f"{SIGNS[light]} {percent(share, 0)} %".strip()
            if width(words, SMALL) + 4 < end - x:
                sheet.text((x + end) / 2, y + ROW / 2 + SMALL * 0.36, words, size=SMALL, align="center")
            start += 100 * share
        y += ROW
    return draw_below(sheet, scale, y + 2, words="% of studies", most=6)
