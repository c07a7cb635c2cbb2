"""A table between bars, with its words above and below; the plot is left to the figure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from metasacro.render.markdown.text import line, markdown_text, prose, strong
from metasacro.views.table import Cell, Kind, Row, Table

#: What a cell's text becomes: the text, or a link to where its numbers come from.
Linked = Callable[[str, Cell], str]

#: Kinds of rows that a reader looks for first.
HEAVY = {Kind.ANSWER}
#: Up to six.
TITLE_LEVEL = 3


def table_markdown(table: Table) -> str:
    """One table."""
    return "\n\n".join(blocks(table)) + "\n"


def tables_markdown(tables: Sequence[Table], footer: str = "") -> str:
    """Tables one after another, in one document."""
    parts = [block for table in tables for block in blocks(table)]
    return "\n\n".join([*parts, *([line(prose(footer))] if footer else [])]) + "\n"


def blocks(table: Table, linked: Linked | None = None, level: int = TITLE_LEVEL) -> list[str]:
    """Heading, table, notes and cautions, each a block of Markdown."""
    parts = []
    if table.title.strip():
        parts.append(f"{'#' * level} {markdown_text(table.title).strip()}")
    if table.subtitle.strip():
        parts.append(line(prose(table.subtitle)))
    if table.columns and table.rows:
        parts.append("\n".join(_rows(table, linked or _plain)))
    below = [prose(note) for note in table.notes]
    below += [f"{strong(markdown_text(entry.code))} {prose(entry.message)}" for entry in table.cautions]
    return [*parts, points(below)] if below else parts


def _plain(text: str, cell: Cell) -> str:  # noqa: ARG001 - as `Linked`, for who links nothing
    return text


def points(marked: Sequence[str]) -> str:
    """A list."""
    return "\n".join(f"- {line(point)}" for point in marked)


def _rows(table: Table, linked: Linked) -> list[str]:
    titles = [markdown_text(column.title).strip() for column in table.columns]
    rules = ["---:" if column.right else "---" for column in table.columns]
    rows = [_cells(row, table, linked) for row in table.rows if row.cells]
    return [f"| {' | '.join(cells)} |" for cells in (titles, rules, *rows)]


def _cells(row: Row, table: Table, linked: Linked) -> list[str]:
    heading = next((cell for cell in row.cells.values() if cell.kind is Kind.HEADING), None)
    if heading is not None:
        return [strong(markdown_text(heading.text).strip(), alone=True), *[""] * (len(table.columns) - 1)]
    return [_cell(row, row.cells.get(column.key), linked) for column in table.columns]


def _cell(row: Row, cell: Cell | None, linked: Linked) -> str:
    if cell is None:
        return ""
    text = linked(markdown_text(cell.text).strip(), cell)
    return strong(text, alone=True) if row.kind in HEAVY or cell.kind in HEAVY else text
