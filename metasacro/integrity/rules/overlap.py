"""Records that may hold the same patients, and whether somebody has said so."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from metasacro.integrity.rule import Answers, FolderRule, answer
from metasacro.integrity.shared_patients import shared_patients
from metasacro.problems import problem

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study


def overlaps_are_recorded(base: EvidenceBase) -> Answers:
    """MS270, MS271: a suspicion stands in `overlaps` of one of the two. MS272: both records name each other."""
    for first, second in combinations(base.studies.values(), 2):
        named = [_names(first, second.id), _names(second, first.id)]
        if any(named):
            silent, naming = (second.id, first.id) if named[0] else (first.id, second.id)
            at = base.studies[silent].source.location
            yield answer("MS272", all(named), at, trail=silent, study=silent, other=naming)
            continue
        references = [base.references.get(study.citation) for study in (first, second)]
        signs = shared_patients(first, second, *references)
        at, one, other = second.source.location, second.id, first.id
        if signs.same_paper:
            yield problem("MS271", at, trail=one, study=one, other=other, signs=signs.same_paper)
        else:
            fits = not signs.suspected
            yield answer("MS270", fits, at, trail=one, study=one, other=other, signs=signs.told())


def _names(study: Study, other: str) -> bool:
    return any(overlap.study == other for overlap in study.overlaps)


OVERLAP = FolderRule(
    key="overlap",
    codes=("MS270", "MS271", "MS272"),
    question="Is every pair of records that may share patients recorded as such?",
    ask=overlaps_are_recorded,
)
