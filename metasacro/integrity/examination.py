"""The evidence under every rule: what was asked, what was found, and what a person has already decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.resolution import settled
from metasacro.evidence.trail import PROTOCOL
from metasacro.integrity.rule import FolderRule
from metasacro.integrity.rule_list import RULES
from metasacro.problems import Problem, Severity, problem
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.resolution import Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """How many questions were put to the evidence, and the answers that need a reader."""

    questions: int
    findings: tuple[Problem, ...]  #: open ones and resolved ones, in the order of files and lines

    @property
    def open(self) -> tuple[Problem, ...]:
        """The findings that nobody has decided about."""
        return tuple(found for found in self.findings if found.severity is not Severity.RESOLVED)


def examine(evidence: EvidenceBase) -> Examination:
    """Put every rule to every record."""
    answers = list(_answers(evidence))
    found = [answer for answer in answers if answer is not None]
    told: list[Problem] = []
    for study in evidence.studies.values():
        told += _decided(study.id, study.resolved, found, evidence.problems)
    told += _decided(PROTOCOL, evidence.protocol.resolved, found, evidence.problems)
    return Examination(questions=len(answers), findings=tuple(told))


def _decided(
    owner: str, decisions: tuple[Resolution, ...], found: Iterable[Problem], of_reading: Iterable[Problem]
) -> list[Problem]:
    """The findings about one file, with what its `resolved` says about them."""
    own = [finding for finding in found if _owner(finding) == owner]
    return [*sorted(settled(own, decisions), key=_place), *_idle(owner, decisions, own, of_reading)]


def check(evidence: EvidenceBase) -> list[Problem]:
    """Every problem of evidence that could be used: what reading found, then what does not add up.

    Findings that a record resolves are among them, with the severity `resolved`.

    >>> from metasacro import load
    >>> from metasacro.problems import Severity
    >>> any(found.severity is Severity.ERROR for found in check(load()))
    False
    """
    return [*evidence.problems, *examine(evidence).findings]


def _answers(evidence: EvidenceBase) -> Iterator[Problem | None]:
    for rule in RULES:
        if isinstance(rule, FolderRule):
            yield from rule.ask(evidence)
        else:
            for study in evidence.studies.values():
                yield from rule.ask(study)


def _idle(
    owner: str, decisions: Iterable[Resolution], found: Iterable[Problem], of_reading: Iterable[Problem]
) -> Iterator[Problem]:
    """MS220: decisions about nothing that was found."""
    while_reading = [each for each in of_reading if each.severity is Severity.RESOLVED]
    own = [*found, *(each for each in while_reading if _owner(each) == owner)]
    for decision in decisions:
        if not any(decision.settles(finding) for finding in own):
            yield problem("MS220", decision.location, trail=owner, hint=_hint(decision), named=decision.code)


def _owner(found: Problem) -> str:
    """The record that a finding is about, or the protocol."""
    return found.trail.split(" · ")[0]


def _hint(decision: Resolution) -> str:
    return f"is it about something else than `{decision.about}`?" if decision.about else ""


def _place(found: Problem) -> tuple[int, int]:
    return (found.location.line, found.location.column) if found.location else (0, 0)
