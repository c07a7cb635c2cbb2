"""A forest plot: its data are the forest table's, with the columns that were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, Light
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass
from metasacro.views.numbers import fixed
from metasacro.views.plots.plot import Plot
from metasacro.views.plots.risk_of_bias import SIGNS, lights_of, tool_of
from metasacro.views.table import Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis

#: The column that is never left out: a row without a name says nothing.
NAMES = "study"
#: The column of lights, which a figure draws and a terminal writes as signs.
LIGHTS = "risk_of_bias"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """What readers judged of the study of each cohort, for the first rows of the table; `note` names the items."""

    items: tuple[str, ...]
    rows: tuple[tuple[Light, ...], ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestPlot(Plot):
    """Rows with their marks on one axis. `words`: what the axis shows; `rows`: what a row is, for the key."""

    words: str
    rows: str = "cohort (area: weight)"
    lights: Lights | None = None


def forest_plot(table: Table, columns: Sequence[str] = (), *, words: str = "") -> ForestPlot:
    """The plot of a forest table. `columns`: keys of those to show, in this order; all of them if none is named."""
    by_key = {column.key: column for column in table.columns}
    keys = [key for key in columns if key != NAMES]
    shown = replace(table, columns=(by_key[NAMES], *(by_key[key] for key in keys))) if columns else table
    return ForestPlot(id=table.id, title=table.title, alt=_alt(table), table=shown, words=words or _unit(table))


def with_lights(plot: ForestPlot, analysis: Analysis, tool: str | None = None) -> ForestPlot:
    """The plot with the lights of each cohort's study; raises `Refusal` (MS605) where no study has any."""
    studies = [row.entry.study for row in analysis.rows]
    used = tool_of(studies, tool)
    if used is None:
        raise Refusal("MS605", study_set=analysis.settings.study_set, tool=tool or next(iter(APPRAISAL_TOOLS)))
    lights = Lights(
        items=tuple(str(item.number) for item in used.items),
        rows=tuple(lights_of(study, used) for study in studies),
        note=f"{used.name}: " + "; ".join(f"{item.number} {item.column}" for item in used.items),
    )
    shown = [
        Row(cells={**row.cells, LIGHTS: Cell(text=" ".join(SIGNS[light] or "·" for light in found))}, mark=row.mark)
        for row, found in zip(plot.table.rows, lights.rows, strict=False)
    ]
    column = Column(key=LIGHTS, title=f"risk of bias, items 1–{len(used.items)}", drop=1)
    table = replace(
        plot.table,
        columns=(*plot.table.columns, column),
        rows=(*shown, *plot.table.rows[len(shown) :]),
        notes=(*plot.table.notes, lights.note),
    )
    appraised = len({study.id for study in studies if any(found.tool is used for found in study.risk_of_bias)})
    alt = f"{plot.alt} Risk of bias was appraised in {appraised} of {analysis.studies} studies."
    return replace(plot, table=table, alt=alt, lights=lights)


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
    if len(estimates) > 1:
        yield f"The cohorts’ estimates go from {fixed(min(estimates))} to {fixed(max(estimates))}."


def _answers(table: Table) -> Iterator[str]:
    """The pooled rows in words."""
    value = next((column.key for column in table.columns if column.key in ("effect", "rate")), "")
    for row in table.rows:
        if value in row.cells and row.kind in (Kind.ANSWER, Kind.PREDICTION):
            yield f"{row.cells[NAMES].text}: {row.cells[value].text.strip()}."
