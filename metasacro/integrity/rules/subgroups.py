"""Two parts with a P value each, and none for their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trail import trail_of, when
from metasacro.integrity.rule import Answers, StudyRule, answer

if TYPE_CHECKING:
    from metasacro.evidence.study import PValue, Result, Study

#: The convention by which papers call one part improved and the other not.
LIMIT = 0.05


def parts_are_compared(study: Study) -> Answers:
    """MS257: where one part's P is below .05 and its sibling's is not, the record says how they were compared."""
    compared = {(each.outcome, frozenset(each.cohorts)) for each in study.comparisons if each.of != "baseline"}
    for position, one in enumerate(study.results):
        for other in study.results[position + 1 :]:
            if not _siblings(study, one, other):
                continue
            for first in one.follow_ups:
                for second in other.follow_ups:
                    same = (first.time and first.time.days) == (second.time and second.time.days)
                    if not same or first.p is None or second.p is None:
                        continue
                    verdicts = is_significant(first.p), is_significant(second.p)
                    if None in verdicts:
                        continue
                    yield answer(
                        "MS257",
                        verdicts[0] == verdicts[1] or (one.outcome, frozenset((one.cohort, other.cohort))) in compared,
                        second.summary.source.location,
                        trail=trail_of(study, other, when(second)),
                        p=first.p.text,
                        first=one.cohort,
                        other_p=second.p.text,
                        second=other.cohort,
                    )


def _siblings(study: Study, one: Result, other: Result) -> bool:
    """The same measure in two parts of one whole."""
    wholes = [study.cohort(result.cohort).part_of for result in (one, other)]
    alike = (one.outcome, one.measure) == (other.outcome, other.measure)
    return alike and one.cohort != other.cohort and wholes[0] is not None and wholes[0] == wholes[1]


def is_significant(p: PValue) -> bool | None:
    """Whether P is below the limit; `None` where the print allows both, as `> .03` and `< .1` do."""
    if p.relation in ("<", "≤"):
        return True if p.value < LIMIT or (p.value == LIMIT and p.relation == "<") else None
    if p.relation in (">", "≥"):
        return False if p.value >= LIMIT else None
    return p.value < LIMIT


SUBGROUPS = StudyRule(
    key="subgroups",
    codes=("MS257",),
    question="Are parts of which one is called improved and the other not compared with each other?",
    ask=parts_are_compared,
)
