"""The questions of integrity, put to one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.resolution import settled
from metasacro.integrity.rule import StudyRule
from metasacro.integrity.rule_list import RULES
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.study import Study
    from metasacro.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How many were asked, and what does not add up; what a person has decided carries the decision."""

    asked: int
    findings: tuple[Problem, ...]


def questions(study: Study) -> Questions:
    """Every rule that one record can answer."""
    answers = [answer for rule in RULES if isinstance(rule, StudyRule) for answer in rule.ask(study)]
    found = [answer for answer in answers if answer is not None]
    return Questions(asked=len(answers), findings=tuple(settled(found, study.resolved)))
