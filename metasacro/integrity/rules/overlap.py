"""Records that may hold the same patients, and whether somebody has said so."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from metasacro.integrity.rule import Answers, FolderRule
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
            one, other = (second, first) if named[0] else (first, second)
            yield (
                None
                if all(named)
                else problem("MS272", one.source.location, trail=one.id, study=one.id, other=other.id)
            )
            continue
        references = [base.references.get(study.citation) for study in (first, second)]
        signs = shared_patients(first, second, *references)
        if not signs.suspected:
            yield None
        elif signs.same_paper:
            yield problem(
                "MS271",
                second.source.location,
                trail=second.id,
                study=second.id,
                other=first.id,
                signs=signs.same_paper,
            )
        else:
            yield problem(
                "MS270", second.source.location, trail=second.id, study=second.id, other=first.id, signs=signs.told()
            )


def _names(study: Study, other: str) -> bool:
    return any(overlap.study == other for overlap in study.overlaps)


OVERLAP = FolderRule(
    key="overlap",
    codes=("MS270", "MS271", "MS272"),
    question="Is every pair of records that may share patients recorded as such?",
    ask=overlaps_are_recorded,
)
