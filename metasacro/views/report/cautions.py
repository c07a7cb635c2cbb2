"""Every caution of the pooled answers once, with what it means and what would mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.problems import CATALOGUE
from metasacro.synthesis.lineage.answers import of_analysis
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis

COLUMNS = (
    Column(key="code", title="Code"),
    Column(key="outcome", title="Outcome"),
    Column(key="message", title="What it says"),
    Column(key="why", title="Why it matters", drop=2),
    Column(key="fix", title="What to do", drop=1),
)


def cautions_section(analyses: Sequence[Analysis]) -> Section:
    """By code; a caution of several outcomes is told for each."""
    told = sorted(
        ((entry, analysis) for analysis in analyses for entry in analysis.cautions), key=lambda pair: pair[0].code
    )
    table = Table(
        id="cautions",
        title="By code",
        subtitle="",
        columns=COLUMNS,
        rows=tuple(
            Row(
                cells={
                    "code": Cell(text=entry.code, kind=Kind.LABEL, trace=of_analysis(analysis)),
                    "outcome": Cell(text=analysis.outcome.label, kind=Kind.LABEL),
                    "message": Cell(text=entry.message, trace=of_analysis(analysis)),
                    "why": Cell(text=CATALOGUE[entry.code].why, trace=of_analysis(analysis)),
                    "fix": Cell(text=CATALOGUE[entry.code].fix, trace=of_analysis(analysis)),
                }
            )
            for entry, analysis in told
        ),
    )
    lead = "What a reader must know before an answer is used. `metasacro explain CODE` says more about each."
    return Section(id="cautions", title="Cautions", blocks=(said(lead), table))
