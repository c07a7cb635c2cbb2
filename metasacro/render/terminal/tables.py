"""A table as rich text: heading, rows with their plot, notes and cautions."""

from __future__ import annotations

from rich.cells import cell_len, set_cell_size
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from metasacro.problems import Caution
from metasacro.render.terminal.fit import GUTTER, Fit, fit, words
from metasacro.render.terminal.forest import draw, ruler
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.views.table import Column, Kind, Row, Table

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
    Kind.BAR: "",
}
INDENT = 2


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
        parts.append(Padding(Group(*_lines(table, width - INDENT, glyphs)), (0, 0, 0, INDENT)))
    parts += [_hanging(note, "dim" if note[:1] in "ᵠⁿᵗᶜˢ" else "", glyphs) for note in table.notes]
    parts += [_caution(entry, glyphs) for entry in table.cautions]
    return Group(*parts)


def _hanging(note: str, style: str, glyphs: Glyphs) -> RenderableType:
    return Padding(Text(glyphs.text(note), style=style), (0, 0, 0, INDENT))


def _caution(entry: Caution, glyphs: Glyphs) -> RenderableType:
    line = Text.assemble((f"{glyphs.caution} {entry.code} ", "yellow"), glyphs.text(entry.message))
    return Padding(line, (0, 0, 0, INDENT))


def _lines(table: Table, width: int, glyphs: Glyphs) -> list[Text]:
    """Header and rows, each a line that never wraps. A heading over a group runs on into the next columns."""
    form = fit(table, width, glyphs)
    header = Text(no_wrap=True, overflow="crop", style="dim")
    for column, room in zip(form.columns, form.widths, strict=True):
        header.append(_padded(glyphs.text(column.title), column, room))
    if form.plot and table.axis is not None:
        header.append(ruler(table.axis, form.plot, glyphs))
    return [header, *(_line(row, table, form, width, glyphs) for row in table.rows)]


def _line(row: Row, table: Table, form: Fit, width: int, glyphs: Glyphs) -> Text:
    line = Text(no_wrap=True, overflow="crop")
    heading = next((cell for cell in row.cells.values() if cell.kind is Kind.HEADING), None)
    if heading is not None:
        return line.append(glyphs.text(heading.text), STYLES[heading.kind])
    for column, room in zip(form.columns, form.widths, strict=True):
        cell = row.cells.get(column.key)
        text = _padded(words(cell, form, glyphs) if cell else "", column, room)
        left = width - line.cell_len
        if cell_len(text.rstrip()) > left:
            if any(sign.isdigit() for sign in text):  # half a number would be another number
                return line.append(glyphs.more)
            return line.append(set_cell_size(text, max(left - len(glyphs.more), 0)).rstrip() + glyphs.more)
        line.append(text, STYLES[cell.kind] if cell else "")
    if form.plot and table.axis is not None:
        line.append(draw(row.mark, table.axis, form.plot, glyphs), STYLES[row.kind])
    return line


def _padded(text: str, column: Column, room: int) -> str:
    gap = " " * (room - cell_len(text))
    return (gap + text if column.right else text + gap) + " " * GUTTER
