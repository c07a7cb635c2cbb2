"""A person's decision about a finding, recorded beside the evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.problems import Problem, Severity
from metasacro.problems.printable import printable
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location

#: Contradictions that stop a record, yet can be what a paper prints. The others leave nothing that could be computed
#: with (a count above its denominator, quantiles out of order, cohorts that contain themselves).
RESOLVABLE_ERRORS = frozenset({"MS203", "MS204", "MS205", "MS206", "MS207", "MS210", "MS211"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """That a finding was looked at, and why it stands. `about` limits it to findings whose trail has these words."""

    code: str
    reason: str
    about: str
    by: str
    date: str
    location: Location | None

    def settles(self, found: Problem) -> bool:
        """Whether this decision is about that finding."""
        if found.code != self.code or (found.severity is Severity.ERROR and found.code not in RESOLVABLE_ERRORS):
            return False
        steps = found.trail.split(" · ")
        return all(word in steps for word in self.about.split(" · ")) if self.about else True

    @property
    def told(self) -> str:
        """The reason, with who decided and when."""
        signed = ", ".join(part for part in (self.by, self.date) if part)
        return f"{self.reason} ({signed})" if signed else self.reason


def settled(found: Iterable[Problem], decisions: Iterable[Resolution]) -> Iterator[Problem]:
    """The same findings; those that a person has decided are `resolved` and carry the reason."""
    decisions = tuple(decisions)
    for finding in found:
        decision = next((decision for decision in decisions if decision.settles(finding)), None)
        yield replace(finding, severity=Severity.RESOLVED, decision=printable(decision.told)) if decision else finding
