"""The index study by itself and among the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.leaves import of_source
from metasacro.views.report.parts import Section
from metasacro.views.single_center.pages import series_tables
from metasacro.views.single_center.places import place_tables

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.synthesis.single_center.series import SeriesReanalysis
    from metasacro.views.report.parts import Block


def series_section(found: SeriesReanalysis, evidence: EvidenceBase, pictures: tuple[Block, ...] = ()) -> Section:
    """The tables of `metasacro reanalyze`; the forest plot stands with its outcome."""
    places = place_tables(found.places, found.settings) if found.places else []
    study = found.study
    return Section(
        id="series",
        title=f"Reanalysis of the single-center cohort: {study.label}",
        blocks=(*series_tables(found, evidence), *pictures, *places),
        trace=of_source("record", study.id, study.source),
    )
