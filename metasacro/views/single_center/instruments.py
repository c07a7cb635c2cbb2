"""Sections of one instrument side by side, and tables without empty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.views.table import Cell, Kind, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.lineage.single_center.sections import Traced
    from metasacro.synthesis.single_center.series import ScoreSection
    from metasacro.views.table import Column


def by_instrument(sections: Sequence[ScoreSection]) -> list[list[ScoreSection]]:
    """The times of one instrument together, in the order of the record."""
    found: dict[tuple[str, str], list[ScoreSection]] = {}
    for section in sections:
        group = section.exact.group
        found.setdefault((group.outcome, group.title), []).append(section)
    return list(found.values())


def heading(sections: Sequence[ScoreSection]) -> str:
    """The instrument, and the time where there is one only."""
    group = sections[0].exact.group
    return f"{group.title}, {group.time}" if len(sections) == 1 and group.time else group.title


def heading_row(sections: Sequence[ScoreSection], traced: Traced) -> Row:
    """The heading above the rows of these sections."""
    traces = traced[sections[0]]
    trace = traces.timed_heading if len(sections) == 1 else traces.heading
    return Row(cells={"cohort": Cell(text=heading(sections), kind=Kind.HEADING, trace=trace)})


def label_cell(section: ScoreSection, at: int, beside: Sequence[ScoreSection], traced: Traced) -> Cell:
    """The cohort, and the time where there are several."""
    group, traces = section.exact.group, traced[section]
    name = group.name_of(group.pairs[at])
    if len(beside) == 1:
        return Cell(text=name, kind=Kind.LABEL, trace=traces.cohorts[at])
    return Cell(text=f"{name}, {group.time or 'time not stated'}", kind=Kind.LABEL, trace=traces.timed_cohorts[at])


def filled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns in which some row says something; the first always stays."""
    told = {key for row in rows for key, cell in row.cells.items() if cell.text}
    return tuple(column for place, column in enumerate(columns) if place == 0 or column.key in told)
