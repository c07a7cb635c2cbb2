"""All tables of one run of `pool`, in the order of reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.numbers import many
from metasacro.views.panel import panel_tables
from metasacro.views.table import Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.reanalysis import Reanalysis


def outcome_tables(analyses: Sequence[Analysis], evidence: EvidenceBase) -> list[Table]:
    """One forest table an outcome."""
    period = str(evidence.protocol.time.target)
    return [
        forest_counts(analysis) if analysis.outcome.measure == "PLO" else forest_scores(analysis, period)
        for analysis in analyses
    ]


def reanalysis_tables(reanalysis: Reanalysis | None, evidence: EvidenceBase) -> list[Table]:
    """The panel of the index study."""
    return list(panel_tables(reanalysis, evidence.protocol)) if reanalysis else []


def footer(analyses: Sequence[Analysis], evidence: EvidenceBase) -> str:
    """Where it came from, and where to read more."""
    code = next((entry.code for analysis in analyses for entry in analysis.cautions), "REML")
    return (
        f"evidence: {evidence.folder}, {many(len(evidence.studies), 'record')} · `metasacro explain {code}` says more"
    )
