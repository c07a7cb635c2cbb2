"""Which columns of a table fit a width: columns give way before numbers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rich.cells import cell_len, set_cell_size

from metasacro.render.terminal.glyphs import Glyphs
from metasacro.values.frozen import dataclass
from metasacro.views.table import Cell, Column, Kind, Table

GUTTER = 2
#: Names of studies may be long; numbers must not suffer for it.
WIDEST_LABEL, NARROWEST_LABEL = 34, 10
#: Columns that the plot needs to be read, and beyond which more is only empty.
NARROWEST_PLOT, WIDEST_PLOT = 16, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The columns that stay with their widths, and what is left for the plot (0: none)."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    plot: int
    shortened: bool
    widest_label: int


def fit(table: Table, width: int, glyphs: Glyphs) -> Fit:
    """The fullest form of the table that is no wider than `width`.

    In this order: cells take their short form, columns go (the highest `drop` first), the plot goes, names are cut.
    Where the plot yields it goes first.
    """
    for candidate, plotted in _attempts(table, glyphs):
        room = width - sum(candidate.widths) - GUTTER * len(candidate.columns)
        if plotted and room >= NARROWEST_PLOT:
            return replace(candidate, plot=min(room, WIDEST_PLOT))
        if not plotted and room >= -GUTTER:
            return candidate
    lacking = sum(candidate.widths) + GUTTER * (len(candidate.columns) - 1) - width
    return _form(table, 0, True, max(NARROWEST_LABEL, candidate.widths[0] - lacking), glyphs)


def fits(table: Table, width: int, glyphs: Glyphs) -> bool:
    """Whether any form of the table is no wider than `width`, so that no number is cut."""
    form = fit(table, width, glyphs)
    return sum(form.widths) + GUTTER * (len(form.columns) - 1) + form.plot <= width


def words(cell: Cell, form: Fit, glyphs: Glyphs) -> str:
    """The cell's text in this form of the table."""
    return _words(cell, form.shortened, form.widest_label, glyphs)


def _attempts(table: Table, glyphs: Glyphs) -> Iterator[tuple[Fit, bool]]:
    """Forms with and without the plot, in the order in which they are wanted."""
    plots = (True, False) if table.axis is not None else (False,)
    if table.plot_yields:
        yield from ((form, plot) for form in _forms(table, glyphs) for plot in plots)
    else:
        yield from ((form, plot) for plot in plots for form in _forms(table, glyphs))


def _forms(table: Table, glyphs: Glyphs) -> Iterator[Fit]:
    for limit in range(max(column.drop for column in table.columns), -1, -1):
        for shortened in (False, True):
            yield _form(table, limit, shortened, WIDEST_LABEL, glyphs)


def _form(table: Table, limit: int, shortened: bool, widest_label: int, glyphs: Glyphs) -> Fit:
    columns = tuple(column for column in table.columns if column.drop <= limit)
    widths = []
    for column in columns:
        cells = [row.cells[column.key] for row in table.rows if column.key in row.cells]
        texts = [_words(cell, shortened, widest_label, glyphs) for cell in cells if cell.kind is not Kind.HEADING]
        widths.append(max(cell_len(text) for text in (glyphs.text(column.title), *texts)))
    return Fit(columns=columns, widths=tuple(widths), plot=0, shortened=shortened, widest_label=widest_label)


def _words(cell: Cell, shortened: bool, widest_label: int, glyphs: Glyphs) -> str:
    text = glyphs.text(cell.short if shortened and cell.short is not None else cell.text)
    if cell.kind is Kind.LABEL and cell_len(text) > widest_label:
        return set_cell_size(text, widest_label - len(glyphs.more)).rstrip() + glyphs.more
    return text
