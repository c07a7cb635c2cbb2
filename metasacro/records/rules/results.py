"""Rules of results: each stands once, says one kind of thing, and fits its cohort."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Result, Study
from metasacro.evidence.trail import trail_of
from metasacro.problems import Problem, problem


def result_stands_once(study: Study) -> Iterator[Problem]:
    """One entry for each outcome, cohort, measure and unit; one follow-up for each time."""
    seen: set[tuple[str, str, str | None, str | None]] = set()
    for result in study.results:
        key = (result.outcome, result.cohort, result.measure, result.events.unit if result.events else None)
        if key in seen:
            yield problem("MS135", result.source.location, trail=trail_of(study, result), what="this result")
        seen.add(key)
        for entries in (result.follow_ups, result.changes):
            times = [entry.time.days if entry.time else None for entry in entries]
            for position, entry in enumerate(entries):
                if times[position] in times[:position]:
                    at = entry.summary.source.location
                    yield problem("MS135", at, trail=trail_of(study, result), what="this time")


def one_kind_of_result(study: Study) -> Iterator[Problem]:
    """Scores, or a count, or levels with a denominator; never nothing."""
    for result in study.results:
        scores = result.baseline is not None or bool(result.follow_ups) or bool(result.changes)
        if scores and result.events is not None:
            yield problem(
                "MS123",
                result.source.location,
                trail=trail_of(study, result),
                reason="it has scores and a count",
                hint="write two entries",
            )
        if not scores and result.events is None:
            reason, hint = _what_is_missing(result)
            yield problem("MS123", result.source.location, trail=trail_of(study, result), reason=reason, hint=hint)


def _what_is_missing(result: Result) -> tuple[str, str]:
    if result.levels:
        return "its levels have no denominator", "write `of` and `unit` beside `levels`"
    return "it has neither scores nor a count", "write `baseline` and `follow_up`, or `events`, `of` and `unit`"


def denominator_fits_cohort(study: Study) -> Iterator[Problem]:
    """Nobody is measured who is not in the cohort."""
    sizes = {cohort.id: cohort.n for cohort in study.cohorts}
    for result in study.results:
        whole = sizes.get(result.cohort)
        for n in _numbers_measured(result):
            if whole and n and n.value > whole.value:
                yield problem(
                    "MS205", n.location, trail=trail_of(study, result), n=n, cohort=result.cohort, cohort_n=whole
                )


def _numbers_measured(result: Result) -> Iterator[Reported | None]:
    if result.baseline:
        yield result.baseline.n
    for entry in (*result.follow_ups, *result.changes):
        yield entry.summary.n
    if result.events and result.events.unit == "patients":
        yield result.events.of
