"""Everything that a report shows: each outcome pooled, tried under other choices, and the evidence examined."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from metasacro.integrity.examination import examine
from metasacro.synthesis.manifest import manifest
from metasacro.synthesis.run import analyse
from metasacro.synthesis.sensitivity import sensitivity
from metasacro.synthesis.single_center.series import reanalyze_series
from metasacro.synthesis.workbench import bench
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.integrity.examination import Examination
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.sensitivity import Sensitivity
    from metasacro.synthesis.settings import Overrides
    from metasacro.synthesis.single_center.series import SeriesReanalysis
    from metasacro.synthesis.workbench import Bench


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pool:
    """One outcome with what was tried around it. `bench`: rows for the page; None where the page cannot pool."""

    analysis: Analysis
    sensitivity: Sensitivity
    bench: Bench | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Review:
    """One folder of evidence, answered in full. `series`: the index study; None where its record was left out."""

    evidence: EvidenceBase
    pools: tuple[Pool, ...]
    series: SeriesReanalysis | None
    examination: Examination
    manifest: Mapping[str, Any]

    @property
    def analyses(self) -> tuple[Analysis, ...]:
        """The outcomes, in the order of the protocol."""
        return tuple(pool.analysis for pool in self.pools)


def review(evidence: EvidenceBase, overrides: Overrides) -> Review:
    """Pool every outcome of the protocol, reanalyse its index study, and examine every record."""
    index = evidence.protocol.index_study.value
    asked = {name: getattr(overrides, name) for name in overrides.__slots__}
    return Review(
        evidence=evidence,
        pools=tuple(
            _pool(evidence, analyse(evidence, outcome, overrides), overrides) for outcome in evidence.protocol.outcomes
        ),
        series=reanalyze_series(evidence, index, **asked) if index in evidence.studies else None,
        examination=examine(evidence),
        manifest=manifest(evidence),
    )


def _pool(evidence: EvidenceBase, analysis: Analysis, overrides: Overrides) -> Pool:
    return Pool(
        analysis=analysis,
        sensitivity=sensitivity(evidence, analysis, overrides),
        bench=bench(evidence, analysis, overrides),
    )
