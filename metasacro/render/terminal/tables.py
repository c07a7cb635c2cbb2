"""A table as rich text at a given width: columns give way before numbers do."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from metasacro.problems import Caution
from metasacro.render.terminal.forest import draw, ruler
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.views.table import Cell, Column, Kind, Row, Table

#: A colour says nothing that a sign does not say too.
STYLES = {
    Kind.LABEL: "",
    Kind.PRINTED: "",
    Kind.COMPUTED: "",
    Kind.ASSUMED: "dim",
    Kind.ANSWER: "bold cyan",
    Kind.PREDICTION: "cyan",
    Kind.SUBTOTAL: "",
    Kind.HEADING: "dim",
}
GUTTER = 2
INDENT = 2
#: Columns that the plot needs to be read, and beyond which more is only empty.
NARROWEST_PLOT, WIDEST_PLOT = 20, 60


def table_block(table: Table, width: int, glyphs: Glyphs) -> RenderableType:
    """Heading, rows, notes and cautions of one table."""
    parts: list[RenderableType] = []
    if table.title:
        parts.append(Text(glyphs.text(table.title), style="bold"))
    if table.subtitle:
        parts.append(Text(glyphs.text(table.subtitle), style="dim"))
    if table.title:
        parts.append(Text())
    if table.rows:
        parts.append(Padding(_grid(table, width - INDENT, glyphs), (0, 0, 0, INDENT)))
    parts += [_hanging(note, "dim" if note[:1] in "ᵠⁿᵗᶜˢ" else "", glyphs) for note in table.notes]
    if table.cautions:
        parts.append(_cautions(table.cautions, glyphs))
    return Group(*parts)


def _hanging(note: str, style: str, glyphs: Glyphs) -> RenderableType:
    return Padding(Text(glyphs.text(note), style=style), (0, 0, 0, INDENT))


def _cautions(cautions: Iterable[Caution], glyphs: Glyphs) -> RenderableType:
    lines = [
        Text.assemble((f"{glyphs.caution} {entry.code} ", "yellow"), glyphs.text(entry.message)) for entry in cautions
    ]
    return Padding(Group(*lines), (0, 0, 0, INDENT))


def _grid(table: Table, width: int, glyphs: Glyphs) -> Grid:
    columns, shortened, plot = _fit(table, width, glyphs)
    grid = Grid(box=None, show_edge=False, pad_edge=False, padding=(0, GUTTER, 0, 0), header_style="dim")
    for column in columns:
        grid.add_column(
            Text(glyphs.text(column.title)), justify="right" if column.right else "left", no_wrap=True, overflow="fold"
        )
    if plot:
        assert table.axis is not None, "a plot has an axis"
        grid.add_column(Text(ruler(table.axis, plot, glyphs)), no_wrap=True, width=plot)
    for row in table.rows:
        cells = [_text(row, column, shortened, glyphs) for column in columns]
        if plot and table.axis is not None:
            cells.append(Text(draw(row.mark, table.axis, plot, glyphs), style=STYLES[row.kind]))
        grid.add_row(*cells)
    return grid


def _text(row: Row, column: Column, shortened: bool, glyphs: Glyphs) -> Text:
    cell = row.cells.get(column.key)
    return Text(_words(cell, shortened, glyphs), style=STYLES[cell.kind]) if cell else Text()


def _words(cell: Cell, shortened: bool, glyphs: Glyphs) -> str:
    return glyphs.text(cell.short if shortened and cell.short is not None else cell.text)


def _fit(table: Table, width: int, glyphs: Glyphs) -> tuple[list[Column], bool, int]:
    """Which columns stay, whether their cells are shortened, and how wide the plot is."""
    columns = list(table.columns)
    wanted = NARROWEST_PLOT if table.axis is not None else 0
    for shortened, most in _steps(columns):
        kept = [column for column in columns if column.drop < most]
        taken = sum(_width(table, column, shortened, glyphs) + GUTTER for column in kept)
        plot = min(width - taken, WIDEST_PLOT)
        if plot >= (wanted or -GUTTER):
            return kept, shortened, plot if wanted else 0
    kept = [column for column in columns if column.drop == 0]
    return kept, True, 0


def _steps(columns: list[Column]) -> Iterable[tuple[bool, int]]:
    """From the fullest form to the leanest: shorten, then drop columns with the highest number first."""
    most = max(column.drop for column in columns)
    yield False, most + 1
    yield True, most + 1
    for limit in range(most, 0, -1):
        yield False, limit
        yield True, limit


def _width(table: Table, column: Column, shortened: bool, glyphs: Glyphs) -> int:
    cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
    # A heading over a group may run into the next columns.
    widths = [len(_words(cell, shortened, glyphs)) for cell in cells if cell.kind is not Kind.HEADING]
    return max([len(glyphs.text(column.title)), *widths])
