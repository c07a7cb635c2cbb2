"""Dates of treatment, of publication and of follow-up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trail import trail_of, when
from metasacro.integrity.rule import Answers, FolderRule, answer
from metasacro.integrity.treatment_dates import days_meant

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study


def dates_follow_each_other(base: EvidenceBase) -> Answers:
    """MS260: treatment begins before it ends. MS261: it ends before publication. MS262: follow-up fits in between."""
    for study in base.studies.values():
        if study.accrual is None:
            continue
        first, last = (days_meant(text) for text in study.accrual)
        if first is None or last is None:
            continue
        at = study.source.location
        start, end = study.accrual
        yield answer("MS260", first[0] <= last[1], at, trail=study.id, start=start, end=end)
        cited = base.references.get(study.citation)
        year = cited.fields.get("year", "") if cited else ""
        if published := days_meant(year):
            fits = last[0] <= published[1]
            yield answer("MS261", fits, at, trail=study.id, end=end, year=year)
            yield from _follow_up(study, (published[1] - first[0]).days, start, year)


def _follow_up(study: Study, longest: int, start: str, year: str) -> Answers:
    for result in study.results:
        for entry in (*result.follow_ups, *result.changes):
            if entry.time is not None:
                yield answer(
                    "MS262",
                    entry.time.days <= longest,
                    entry.summary.source.location,
                    trail=trail_of(study, result, when(entry)),
                    time=entry.time,
                    start=start,
                    year=year,
                )


DATES = FolderRule(
    key="dates",
    codes=("MS260", "MS261", "MS262"),
    question="Do treatment, follow-up and publication follow each other?",
    ask=dates_follow_each_other,
)
