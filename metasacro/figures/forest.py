"""The forest plot: a table with an axis beside it, as wide as its words and as high as its rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from metasacro.figures.heading import draw_heading, draw_notes
from metasacro.figures.intervals import draw_key, draw_mark
from metasacro.figures.lettering import width, wrapped
from metasacro.figures.lights import draw_light, draw_light_key
from metasacro.figures.paper import FAINT, GUTTER, INK, LEADING, MARGIN, QUIET, SMALL, TEXT, THIN, VERMILION
from metasacro.figures.scale import Scale, draw_below
from metasacro.figures.sheet import Sheet
from metasacro.views.plots.forest import LIGHTS
from metasacro.views.plots.plot import departures
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from metasacro.views.plots.forest import ForestPlot, Lights

#: Room of names, in points; longer ones take more lines.
WIDEST_NAME = 170.0
PLOT_WIDTH = 230.0
LINE_HEIGHT = TEXT * LEADING
ROW, GAP_ROW = 15.0, 7.0
#: Room of a traffic light.
LIGHT = 15.0
#: Notes that a reader of the plot needs: what its marks mean, and how far the cohorts differ.
NOTES = "ᵠⁿᵗᶜˢτ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a column stands. `bracket`: where the intervals of its cells begin; None where it has none."""

    column: Column
    x: float
    width: float
    bracket: float | None


def draw_forest(plot: ForestPlot) -> Figure:
    """The figure."""
    sheet, table = Sheet(), _drawn(plot.table)
    names = _names(table)
    places = _places(table, names)
    left = places[-1].x + places[-1].width + GUTTER
    right = left + PLOT_WIDTH if table.axis is not None else left - GUTTER
    edge = right if plot.lights is None else right + GUTTER + LIGHT * len(plot.lights.items)
    top = draw_heading(sheet, table.title, table.subtitle, edge - MARGIN)
    top = _header(sheet, places, top, right, table)
    middles, bottom = _middles(names, table.rows, top)
    if table.axis is not None:
        scale = Scale(lower=table.axis.lower, upper=table.axis.upper, start=left, end=right)
        _guides(sheet, scale, table, top, bottom)
    for row, lines, middle in zip(table.rows, names, middles, strict=True):
        _words(sheet, row, lines, middle, places)
        if row.mark is not None and table.axis is not None:
            draw_mark(sheet, row.mark, scale, middle)
    if plot.lights is not None:
        _lights(sheet, plot.lights, middles, right + GUTTER, top)
    if table.axis is not None:
        below = draw_below(sheet, scale, bottom, words=plot.words)
        below = draw_key(
            sheet, [row.mark for row in table.rows if row.mark], plot.rows, below + GUTTER, edge, table.axis.important
        )
    else:
        below = bottom
    notes = [note for note in table.notes if note[:1] in NOTES]
    notes += [f"{entry.code} {entry.message}" for entry in departures(table.cautions)]
    if plot.lights is not None:
        below = draw_light_key(sheet, MARGIN, below + GUTTER + 4, edge)
        notes.append(plot.lights.note)
    below = draw_notes(sheet, notes, below, edge - MARGIN)
    return sheet.figure(edge + MARGIN, below + MARGIN)


def _drawn(table: Table) -> Table:
    """Without the column of lights, which are drawn beside the axis."""
    return replace(table, columns=tuple(column for column in table.columns if column.key != LIGHTS))


def _lights(sheet: Sheet, lights: Lights, middles: list[float], left: float, top: float) -> None:
    """A column for each item, with its number above."""
    for at, number in enumerate(lights.items):
        sheet.text(left + LIGHT * (at + 0.5), top - 6, number, bold=True, align="center")
    sheet.line([(left, top - 2), (left + LIGHT * len(lights.items), top - 2)], width=THIN)
    for row, middle in zip(lights.rows, middles, strict=False):
        for at, light in enumerate(row):
            draw_light(sheet, light, left + LIGHT * (at + 0.5), middle)


def _names(table: Table) -> tuple[tuple[str, ...], ...]:
    """The lines of each row's first column."""
    first = table.columns[0].key
    return tuple(() if first not in row.cells else _name(row.cells[first]) for row in table.rows)


def _name(cell: Cell) -> tuple[str, ...]:
    if cell.kind is Kind.HEADING:
        return (cell.text,)
    return wrapped(cell.text, WIDEST_NAME, TEXT, _bold(cell.kind))


def _bold(kind: Kind) -> bool:
    return kind is Kind.ANSWER


def _split(text: str) -> tuple[str, str]:
    """What stands before an interval, and the interval."""
    before, bracket, after = text.partition("[")
    return before.strip(), bracket + after


def _places(table: Table, names: tuple[tuple[str, ...], ...]) -> tuple[Place, ...]:
    x, places = MARGIN, []
    for at, column in enumerate(table.columns):
        title = width(column.title, TEXT, True)
        if at == 0:
            rows = zip(names, table.rows, strict=True)
            lines = [(line, row.kind) for lines, row in rows if not _is_heading(row) for line in lines]
            room, bracket = max([title, *(width(line, TEXT, _bold(kind)) for line, kind in lines)]), None
        else:
            cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
            cells = [cell for cell in cells if cell.text.strip()]
            room, bracket = _room(cells)
            if bracket is not None:
                bracket += x
            room = max(room, title)
        places.append(Place(column=column, x=x, width=room, bracket=bracket))
        x += room + GUTTER
    return tuple(places)


def _room(cells: list[Cell]) -> tuple[float, float | None]:
    """How wide the cells are, and how far from their left end intervals begin where all of them have one."""
    if cells and all("[" in cell.text for cell in cells) and any(cell.kind is Kind.ANSWER for cell in cells):
        parts = [(_split(cell.text), _bold(cell.kind)) for cell in cells]
        before = max(width(left, TEXT, bold) for (left, _), bold in parts) + width(" ", TEXT)
        return before + max(width(right, TEXT, bold) for (_, right), bold in parts), before
    return max((width(cell.text, TEXT, _bold(cell.kind)) for cell in cells), default=0.0), None


def _is_heading(row: Row) -> bool:
    return any(cell.kind is Kind.HEADING for cell in row.cells.values())


def _header(sheet: Sheet, places: tuple[Place, ...], top: float, right: float, table: Table) -> float:
    baseline = top + TEXT
    for place in places:
        x = place.x + place.width if place.column.right else place.x
        sheet.text(x, baseline, place.column.title, bold=True, align="right" if place.column.right else "left")
    if table.axis is not None and table.axis.important is not None:
        scale = Scale(lower=table.axis.lower, upper=table.axis.upper, start=right - PLOT_WIDTH, end=right)
        if scale.holds(table.axis.important):
            sheet.text(scale.at(table.axis.important), baseline, "MID", size=SMALL, color=QUIET, align="center")
    sheet.line([(MARGIN, baseline + 4), (right, baseline + 4)], width=THIN)
    return baseline + 6


def _middles(names: tuple[tuple[str, ...], ...], rows: tuple[Row, ...], top: float) -> tuple[list[float], float]:
    """The middle of each row, and where the last one ends."""
    middles, y = [], top
    for lines, row in zip(names, rows, strict=True):
        height = max(ROW, len(lines) * LINE_HEIGHT + 4) if row.cells else GAP_ROW
        middles.append(y + height / 2)
        y += height
    return middles, y + 2


def _guides(sheet: Sheet, scale: Scale, table: Table, top: float, bottom: float) -> None:
    """No effect, the minimal important difference, and the pooled answer through all rows."""
    assert table.axis is not None, "asked of tables with an axis"
    answer = next((row.mark for row in table.rows if row.mark and row.kind is Kind.ANSWER), None)
    lines: list[tuple[float | None, str, float, tuple[float, ...]]] = [
        (table.axis.no_effect, INK, 0.8, ()),
        (table.axis.important, QUIET, 0.8, (1.5, 2.0)),
        (answer.estimate if answer else None, VERMILION, 0.7, (5.0, 2.5)),
    ]
    for value, color, thickness, dashes in lines:
        if value is not None and scale.holds(value):
            x = scale.at(value)
            sheet.line([(x, top), (x, bottom)], color=color, width=thickness, dashes=dashes)
    sheet.line([(MARGIN, bottom), (scale.start - GUTTER / 2, bottom)], color=FAINT, width=THIN)


def _words(sheet: Sheet, row: Row, lines: tuple[str, ...], middle: float, places: tuple[Place, ...]) -> None:
    first = middle - (len(lines) - 1) * LINE_HEIGHT / 2 + TEXT * 0.36
    for at, line in enumerate(lines):
        cell = row.cells[places[0].column.key]
        color = QUIET if cell.kind is Kind.HEADING else INK
        sheet.text(MARGIN, first + at * LINE_HEIGHT, line, bold=_bold(cell.kind), color=color)
    for place in places[1:]:
        if place.column.key in row.cells:
            _cell(sheet, row.cells[place.column.key], place, middle + TEXT * 0.36)


def _cell(sheet: Sheet, cell: Cell, place: Place, y: float) -> None:
    bold = _bold(cell.kind)
    if place.bracket is not None:
        before, interval = _split(cell.text)
        sheet.text(place.bracket - width(" ", TEXT), y, before, bold=bold, align="right")
        sheet.text(place.bracket, y, interval, bold=bold)
        return
    x = place.x + place.width if place.column.right else place.x
    sheet.text(x, y, cell.text, bold=bold, align="right" if place.column.right else "left")
