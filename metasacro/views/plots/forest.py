"""A forest plot: its data are the forest table's, with the columns that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from metasacro.views.numbers import fixed
from metasacro.views.plots.plot import Plot
from metasacro.views.table import Kind, Mark, Row, Table

#: The column that is never left out: a row without a name says nothing.
NAMES = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestPlot(Plot):
    """Rows with their marks on one axis. `words`: what the axis shows; `rows`: what a row is, for the key."""

    words: str
    rows: str = "cohort (area: weight)"


def forest_plot(table: Table, columns: Sequence[str] = (), *, words: str = "") -> ForestPlot:
    """The plot of a forest table. `columns`: keys of those to show, in this order; all of them if none is named."""
    by_key = {column.key: column for column in table.columns}
    keys = [key for key in columns if key != NAMES]
    shown = replace(table, columns=(by_key[NAMES], *(by_key[key] for key in keys))) if columns else table
    return ForestPlot(id=table.id, title=table.title, alt=_alt(table), table=shown, words=words or _unit(table))


def unknown_columns(table: Table, columns: Sequence[str]) -> tuple[str, ...]:
    """Names that are no column of the table."""
    known = {column.key for column in table.columns}
    return tuple(name for name in columns if name not in known)


def _unit(table: Table) -> str:
    return table.axis.unit if table.axis is not None else ""


def _alt(table: Table) -> str:
    """`Forest plot. …: 6 rows from 3.6 to 7.3. Pooled: 5.3 [3.7, 6.9]. …`."""
    return " ".join((f"Forest plot. {table.title}.", *_range(table.rows), *_answers(table)))


def _range(rows: Sequence[Row]) -> Iterator[str]:
    """How far the estimates of the cohorts lie apart."""
    marks = [row.mark for row in rows if row.mark is not None and row.kind is Kind.COMPUTED]
    estimates = [mark.estimate for mark in marks if isinstance(mark, Mark) and mark.estimate is not None]
    if estimates:
        yield f"The cohorts’ estimates go from {fixed(min(estimates))} to {fixed(max(estimates))}."


def _answers(table: Table) -> Iterator[str]:
    """The pooled rows in words."""
    value = next((column.key for column in table.columns if column.key in ("effect", "rate")), "")
    for row in table.rows:
        if value in row.cells and row.kind in (Kind.ANSWER, Kind.PREDICTION):
            yield f"{row.cells[NAMES].text}: {row.cells[value].text.strip()}."
