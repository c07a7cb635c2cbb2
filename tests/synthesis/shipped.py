"""The shipped evidence, read and pooled once for all tests of a run."""

from functools import cache

from metasacro import load
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.synthesis.analysis import Analysis
from metasacro.synthesis.reanalysis import Reanalysis, reanalyze
from metasacro.synthesis.run import analyse
from metasacro.synthesis.settings import Overrides


@cache
def evidence() -> EvidenceBase:
    """What `load()` returns."""
    return load()


@cache
def analyses(study_set: str | None = None) -> tuple[Analysis, ...]:
    """Every outcome of the protocol."""
    wanted = evidence().protocol.outcomes
    return tuple(analyse(evidence(), outcome, Overrides(study_set=study_set)) for outcome in wanted)


def analysis(outcome: str, study_set: str | None = None) -> Analysis:
    """One outcome of the protocol."""
    return next(found for found in analyses(study_set) if found.outcome.id == outcome)


@cache
def panel(study_set: str | None = None) -> Reanalysis:
    """The index study beside the pool."""
    return reanalyze(evidence(), evidence().protocol.index_study.value, analyses(study_set))
