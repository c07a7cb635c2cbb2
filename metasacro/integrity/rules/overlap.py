"""Records that may hold the same patients, and whether somebody has said so."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from metasacro.integrity.rule import Answers, FolderRule, answer
from metasacro.integrity.shared_patients import shared_patients, traces
from metasacro.problems import Problem, problem

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study


def overlaps_are_recorded(base: EvidenceBase) -> Answers:
    """MS270, MS271: a suspicion stands in `overlaps` of one of the two. MS272: both records name each other."""
    pairs = tied(base)
    for pair in sorted(pairs):
        yield told(base, *(base.studies[name] for name in pair))
    alone = set(base.studies) - {name for pair in pairs for name in pair}
    yield from (None for _ in alone)


def tied(base: EvidenceBase) -> set[tuple[str, str]]:
    """Pairs of records with a trace in common, or of which one names the other."""
    holders: dict[str, list[str]] = {}
    for study in base.studies.values():
        for trace in traces(study, base.references.get(study.citation)):
            holders.setdefault(trace, []).append(study.id)
    pairs = {pair for names in holders.values() for pair in combinations(sorted(names), 2)}
    for study in base.studies.values():
        pairs.update(_pair(study.id, overlap.study) for overlap in study.overlaps if overlap.study in base.studies)
    return {pair for pair in pairs if pair[0] != pair[1]}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def told(base: EvidenceBase, first: Study, second: Study) -> Problem | None:
    """What `check` says of this pair; `None`: nothing."""
    named = [_names(first, second.id), _names(second, first.id)]
    if any(named):
        silent, naming = (second.id, first.id) if named[0] else (first.id, second.id)
        at = base.studies[silent].source.location
        return answer("MS272", all(named), at, trail=silent, study=silent, other=naming)
    references = [base.references.get(study.citation) for study in (first, second)]
    signs = shared_patients(first, second, *references)
    at, one, other = second.source.location, second.id, first.id
    if signs.same_paper:
        return problem("MS271", at, trail=one, study=one, other=other, signs=signs.same_paper)
    return answer("MS270", not signs.suspected, at, trail=one, study=one, other=other, signs=signs.told())


def _names(study: Study, other: str) -> bool:
    return any(overlap.study == other for overlap in study.overlaps)


OVERLAP = FolderRule(
    key="overlap",
    codes=("MS270", "MS271", "MS272"),
    question="Is every pair of records that may share patients recorded as such?",
    ask=overlaps_are_recorded,
)
