"""The study: a population after the other, its cohorts and its pools."""

from __future__ import annotations

from metasacro.synthesis.conversions import RECOMMENDED
from tests.simulation.conversion.cells import SIZES, Cell
from tests.simulation.conversion.outcomes import Cohorts, answers_of, cohorts_of
from tests.simulation.conversion.pools import pools_of
from tests.simulation.conversion.tables import Line, cohort_line, pool_line


def lines_of(cells: list[Cell]) -> tuple[list[Line], list[Line]]:
    """The lines of the cells of one population: of its cohorts, and of its pools where it has all sizes."""
    made = [cohorts_of(cell) for cell in cells]
    of_cohorts = [line for cell, cohorts in zip(cells, made, strict=True) for line in cohort_lines(cell, cohorts)]
    pools = pools_of(cells, made) if len(cells) == len(SIZES) else {}
    return of_cohorts, [pool_line(cells[0], key, answers) for key, answers in pools.items()]


def cohort_lines(cell: Cell, cohorts: Cohorts) -> list[Line]:
    """A line for each summary and method."""
    own = cell.samples().mean(axis=1)
    return [
        cohort_line(cell, summary, method, answers_of(cell, made, own, cohorts.get((summary, RECOMMENDED), made)))
        for (summary, method), made in cohorts.items()
    ]
