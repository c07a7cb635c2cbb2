"""Tables as CSV: what the cells say, below their columns' titles."""

from __future__ import annotations

from collections.abc import Sequence

from metasacro.render.csv_text import csv_text
from metasacro.views.table import Kind, Row, Table


def table_csv(table: Table) -> str:
    """The rows of one table; a heading over a group stands in the first column."""
    keys = [column.key for column in table.columns]
    titles = _unique([column.title for column in table.columns])
    rows = [dict(zip(titles, _cells(row, keys), strict=True)) for row in table.rows if row.cells]
    return csv_text(titles, rows)


def tables_csv(tables: Sequence[Table]) -> str:
    """Tables with columns, one after another: an empty line, the title, then the table."""
    parts = []
    for table in tables:
        if table.columns:
            title = table.title or table.subtitle
            parts.append((csv_text([title], []) if title else "") + table_csv(table))
    return "\n".join(parts)


def _cells(row: Row, keys: Sequence[str]) -> list[str]:
    heading = next((cell for cell in row.cells.values() if cell.kind is Kind.HEADING), None)
    if heading is not None:
        return [heading.text, *[""] * (len(keys) - 1)]
    return [row.cells[key].text if key in row.cells else "" for key in keys]


def _unique(titles: Sequence[str]) -> list[str]:
    """Titles that tell the columns apart: the second `n` is `n (2)`."""
    made: list[str] = []
    for title in titles:
        name, count = title, 2
        while name in made:
            name, count = f"{title} ({count})", count + 1
        made.append(name)
    return made
