"""Pairs of records that may hold the same patients, each with the evidence for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from metasacro.evidence.printed import printed_summary
from metasacro.evidence.study import Result
from metasacro.integrity.rules.overlap import tied, told
from metasacro.integrity.shared_patients import SharedPatients, shared_patients
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.resolution import Resolution
    from metasacro.evidence.study import Characteristic, Study
    from metasacro.evidence.summary import Events, Summary
    from metasacro.problems import Location

#: One number can be equal by chance; from this many on, equal numbers alone make a candidate (a convention).
ENOUGH_EQUAL = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class EqualNumbers:
    """The same numbers, to the last printed digit, in two records."""

    what: str  #: "pain, baseline: 8.2 ± 1.9 of 27"
    places: tuple[Location | None, Location | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One record names the other under `overlaps`."""

    by: str
    reason: str
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two records, why they may share patients, and what their own files say about it."""

    first: Study
    second: Study
    signs: SharedPatients
    equal: tuple[EqualNumbers, ...]
    named: tuple[Named, ...]
    resolved: tuple[Resolution, ...]  #: that the finding of `check` was looked at


def overlap_candidates(base: EvidenceBase) -> tuple[Candidate, ...]:
    """Every pair that somebody suspects, that signs point to, or that prints the same numbers more than once."""
    equal = _equal_numbers(base)
    suspected = {pair for pair, found in equal.items() if len(found) >= ENOUGH_EQUAL}
    found = (_candidate(base, pair, equal.get(pair, ())) for pair in sorted(tied(base) | suspected))
    return tuple(
        candidate
        for candidate in found
        if candidate.named or candidate.signs.suspected or len(candidate.equal) >= ENOUGH_EQUAL
    )


def _candidate(base: EvidenceBase, pair: tuple[str, str], equal: tuple[EqualNumbers, ...]) -> Candidate:
    first, second = (base.studies[name] for name in pair)
    references = [base.references.get(study.citation) for study in (first, second)]
    return Candidate(
        first=first,
        second=second,
        signs=shared_patients(first, second, *references),
        equal=equal,
        named=tuple(
            Named(by=study.id, reason=overlap.reason, location=overlap.location)
            for study, other in ((first, second), (second, first))
            for overlap in study.overlaps
            if overlap.study == other.id
        ),
        resolved=tuple(_resolved(base, first, second)),
    )


def _resolved(base: EvidenceBase, first: Study, second: Study) -> Iterator[Resolution]:
    found = told(base, first, second)
    if found is not None:
        owner = base.studies[found.trail]
        yield from (decision for decision in owner.resolved if decision.settles(found))


def _equal_numbers(base: EvidenceBase) -> Mapping[tuple[str, str], tuple[EqualNumbers, ...]]:
    holders: dict[str, dict[str, Location | None]] = {}
    for study in base.studies.values():
        for what, at in _prints(study):
            holders.setdefault(what, {}).setdefault(study.id, at)
    pairs: dict[tuple[str, str], list[EqualNumbers]] = {}
    for what, places in sorted(holders.items()):
        for one, other in combinations(sorted(places), 2):
            pairs.setdefault((one, other), []).append(EqualNumbers(what=what, places=(places[one], places[other])))
    return {pair: tuple(found) for pair, found in pairs.items()}


def _prints(study: Study) -> Iterator[tuple[str, Location | None]]:
    """Everything printed that two groups of patients seldom have in common, in words."""
    for entry in study.entries:
        if entry.events is not None:
            yield from _counted(_name(entry), entry.events, entry.source.location)
        if isinstance(entry, Result):
            for when, summary in _summaries(entry):
                yield from _measured(f"{_name(entry)}, {when}", summary)
        elif entry.summary is not None:
            yield from _measured(_name(entry), entry.summary)


def _name(entry: Result | Characteristic) -> str:
    if not isinstance(entry, Result):
        return entry.name
    return f"{entry.outcome} ({entry.measure})" if entry.measure else entry.outcome


def _summaries(result: Result) -> Iterator[tuple[str, Summary]]:
    if result.baseline is not None:
        yield "baseline", result.baseline
    yield from (("after treatment", follow_up.summary) for follow_up in result.follow_ups)
    yield from (("change", change.summary) for change in result.changes)


def _measured(what: str, summary: Summary) -> Iterator[tuple[str, Location | None]]:
    """A summary with a spread: a mean alone is too often equal."""
    printed = printed_summary(summary)
    if summary.n is not None and " " in printed:
        yield f"{what}: {printed} of {summary.n}", summary.source.location


def _counted(what: str, events: Events, at: Location | None) -> Iterator[tuple[str, Location | None]]:
    """A count that is neither nobody nor everybody."""
    if events.events is not None and events.of is not None and 0 < events.events.value < events.of.value:
        yield f"{what}: {events.events} of {events.of}", at
