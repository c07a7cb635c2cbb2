"""From what is said of a whole record back to its lines: who, how many, and what does not add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.synthesis.lineage.leaves import of_number, of_source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from metasacro.evidence.study import Study
    from metasacro.problems import Location, Problem
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.questions import Questions


def of_record(study: Study) -> Trace:
    """Which record it is, and how many patients its outermost cohorts hold."""
    sizes = tuple(
        of_number(f"patients, {cohort.label}", cohort.n, cohort.source)
        for cohort in study.cohorts
        if cohort.part_of is None and cohort.n is not None
    )
    named = of_source("record", study.label, study.source)
    return Trace(what=f"the record {study.id}", printed=study.label, parts=(named, *sizes))


def of_opening(study: Study, questions: Questions, settings: Settings) -> Trace:
    """What stands above the reanalysis of a record."""
    asked = Trace(
        what="questions of integrity",
        numbers={"asked": questions.asked, "answers that do not fit": len(questions.findings)},
        how="every rule that the record can answer, at every place where it has an answer",
        origin=PROGRAM,
    )
    departures = tuple(
        Trace(what=name.replace("_", " "), printed=f"{getattr(settings, name)}", how=said.message, origin=COMMAND_LINE)
        for name, said in settings.departures.items()
    )
    findings = tuple(of_finding(problem, study) for problem in questions.findings)
    return Trace(what=f"reanalysis of {study.label}", parts=(of_record(study), asked, *findings, *departures))


def of_finding(problem: Problem, study: Study) -> Trace:
    """What does not add up, the line of the record where it was found, and the decision about it."""
    place = " · ".join(problem.trail.split(" · ")[1:])
    found = Trace(
        what=" ".join(part for part in (problem.code, place) if part),
        how=problem.message,
        sources=(_source(problem.location, study),),
    )
    decision = next((one for one in study.resolved if one.settles(problem)), None)
    if decision is None:
        return found
    decided = Trace(
        what="decided by a person",
        how=decision.told,
        sources=(Source(study=study.id, where="", seen="", location=decision.location),),
    )
    return Trace(what=found.what, how=found.how, parts=(found, decided))


def _source(location: Location | None, study: Study) -> Source:
    """The place in the paper is that of the last entry of the record that begins at or above the line."""
    if location is None:
        return study.source
    above = [
        (source.location.line, source)
        for source in _sources(study)
        if source.location is not None and source.location.line <= location.line
    ]
    nearest = max(above, key=lambda found: found[0])[1] if above else study.source
    return Source(study=study.id, where=nearest.where, seen=nearest.seen, location=location)


def _sources(study: Study) -> Iterator[Source]:
    yield from (cohort.source for cohort in study.cohorts)
    yield from (entry.source for entry in study.entries)
    yield from (comparison.source for comparison in study.comparisons)
    for result in study.results:
        if result.baseline is not None:
            yield result.baseline.source
        yield from (follow_up.summary.source for follow_up in (*result.follow_ups, *result.changes))
