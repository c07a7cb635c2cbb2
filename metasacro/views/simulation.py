"""A simulation as a table: how often each interval held the truth, and how wide it was."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.views.direction import effect_in_unit
from metasacro.views.numbers import count, fixed, level_name, many, percent, significant
from metasacro.views.table import GAP, Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.simulation import SimulatedCell, Simulation


def simulation_table(found: Simulation) -> Table:
    """One row a test, under a heading for each truth."""
    analysis = found.analysis
    pooled = analysis.pooled
    assert pooled is not None, "a simulation has an answer to draw from"
    rows: list[Row] = []
    for truth, cells in groupby(found.cells, key=lambda cell: cell.truth):
        rows += [GAP] if rows else []
        heading = f"τ² {significant(truth.tau2) if truth.tau2 else '0'}, {truth.name}"
        rows.append(Row(cells={"test": Cell(text=heading, kind=Kind.HEADING)}))
        rows += [_row(cell) for cell in cells]
    error = max(cell.coverage.error for cell in found.cells)
    unconfirmed = sum(cell.coverage.unconfirmed for cell in found.cells)
    notes = [
        (
            f"true {effect_in_unit(analysis.outcome)}: as pooled; sampling variances: those of the "
            f"{many(len(analysis.rows), 'cohort')}; τ² estimated by {pooled.method} each time; effects normal"
        ),
        f"Monte Carlo error of a covered share: up to {percent(error, 2)} %; seed {count(found.seed)}",
        "`metasacro explain adhoc` says what an interval is",
        "new cohort: prediction intervals (metafor’s convention) that held the effect of a cohort like these",
    ]
    if unconfirmed:
        notes.append(f"{many(unconfirmed, 'fit')} whose τ² was not confirmed are counted (MS411)")
    return Table(
        id=f"{analysis.outcome.id}-simulation",
        title=f"{analysis.outcome.label}: how often {level_name(pooled.level)} intervals hold the truth",
        subtitle=f"{many(found.replicates, 'replicate')} of each row",
        columns=(
            Column(key="test", title="Interval"),
            Column(key="covered", title="covered", right=True),
            Column(key="width", title="mean width", right=True),
            Column(key="predicted", title="new cohort", right=True, drop=1),
            Column(key="zero", title="τ² as 0", right=True, drop=2),
        ),
        rows=tuple(rows),
        notes=tuple(notes),
        cautions=found.cautions,
    )


def _row(cell: SimulatedCell) -> Row:
    covered = cell.coverage
    name = cell.test + (", in force" if cell.planned else "")
    cells = {
        "test": Cell(text=name, kind=Kind.LABEL),
        "covered": Cell(text=f"{percent(covered.covered, 1)} %"),
        "width": Cell(text=fixed(covered.width, 2)),
        "predicted": Cell(text=f"{percent(covered.predicted, 1)} %"),
        "zero": Cell(text=f"{percent(covered.zero, 0)} %"),
    }
    return Row(cells=cells, kind=Kind.ANSWER if cell.planned else Kind.COMPUTED)
