"""The summary of findings for a screen: the table, then the reasons and the questions in full sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.views.findings.prompts import prompts
from metasacro.views.findings.table import findings_table
from metasacro.views.table import Table

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Outcome
    from metasacro.synthesis.analysis import Analysis


def findings_tables(analyses: Sequence[Analysis]) -> list[Table]:
    """Long words stand below the table, where they wrap."""
    table = findings_table(analyses)
    columns = tuple(column for column in table.columns if column.key != "reasons")
    return [
        replace(table, columns=columns, notes=(*_reasons(analyses), *table.notes)),
        _words("questions", "Questions for those who judge certainty", tuple(_questions(analyses))),
    ]


def _words(id: str, title: str, lines: tuple[str, ...]) -> Table:
    subtitle = "each with the figure that raises it; the program asks and never grades"
    return Table(id=id, title=title, subtitle=subtitle, columns=(), rows=(), notes=lines)


def _reasons(analyses: Sequence[Analysis]) -> Iterator[str]:
    for analysis in analyses:
        if told := reasons_of(analysis.outcome):
            yield f"{analysis.outcome.label}: {told}"


def reasons_of(outcome: Outcome) -> str:
    """Why people gave this level, by domain."""
    if outcome.certainty is None:
        return ""
    return "; ".join(f"{reason.domain}: {reason.reason}" for reason in outcome.certainty.reasons)


def _questions(analyses: Sequence[Analysis]) -> Iterator[str]:
    """One line an outcome and domain."""
    for analysis in analyses:
        for domain, group in groupby(prompts(analysis), key=lambda prompt: prompt.domain):
            yield f"{analysis.outcome.label}, {domain}: {'; '.join(prompt.text for prompt in group)}"
