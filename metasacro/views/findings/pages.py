"""The summary of findings for a screen: the table, then the reasons and the questions in full sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.views.findings.prompts import prompts
from metasacro.views.findings.table import findings_table, signed
from metasacro.views.table import Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis

    Lines = Callable[[Analysis], Iterator[str]]


def findings_tables(analyses: Sequence[Analysis]) -> list[Table]:
    """Long words stand below the table, an outcome at a time, where they wrap."""
    return [
        findings_table(analyses),
        *_words("reasons", "Reasons for the certainty, as recorded", analyses, _reasons),
        *_words("questions", "What the figures ask those who judge; the program never grades", analyses, _questions),
    ]


def _words(id: str, title: str, analyses: Sequence[Analysis], lines_of: Lines) -> list[Table]:
    """A title, then the lines of each outcome below its label; nothing where there is no line."""
    made = [
        Table(
            id=f"{id}_{analysis.outcome.id}",
            title=analysis.outcome.label,
            subtitle="",
            columns=(),
            rows=(),
            notes=lines,
        )
        for analysis in analyses
        if (lines := tuple(lines_of(analysis)))
    ]
    return [Table(id=id, title="", subtitle=title, columns=(), rows=()), *made] if made else []


def _reasons(analysis: Analysis) -> Iterator[str]:
    if certainty := analysis.outcome.certainty:
        for reason in certainty.reasons:
            yield f"{reason.domain} {signed(reason.change)}: {reason.reason}"


def _questions(analysis: Analysis) -> Iterator[str]:
    """One line a domain."""
    for domain, group in groupby(prompts(analysis), key=lambda prompt: prompt.domain):
        yield f"{domain}: {'; '.join(prompt.text for prompt in group)}"
