"""Sections of one instrument side by side, and tables without empty columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.single_center.score_groups import Pair
    from metasacro.synthesis.single_center.series import ScoreSection
    from metasacro.views.table import Column, Row


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


def row_name(section: ScoreSection, pair: Pair, beside: Sequence[ScoreSection]) -> str:
    """The cohort, and the time where there are several."""
    name = section.exact.group.name_of(pair)
    return name if len(beside) == 1 else f"{name}, {section.exact.group.time or 'time not stated'}"


def filled(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns in which some row says something; the first always stays."""
    told = {key for row in rows for key, cell in row.cells.items() if cell.text}
    return tuple(column for place, column in enumerate(columns) if place == 0 or column.key in told)
