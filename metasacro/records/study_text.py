"""A record's text becomes a `Study`, or the list of what must be mended first."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from pathlib import PurePath

from metasacro.evidence.reported import Source
from metasacro.evidence.resolution import settled
from metasacro.evidence.study import (
    Adjudicated,
    Band,
    Characteristic,
    Cohort,
    Comparison,
    Discrepancy,
    FollowUp,
    Overlap,
    PValue,
    Result,
    Study,
)
from metasacro.evidence.summary import Events, LevelCount, MeanSummary, MedianSummary, Summary
from metasacro.problems import Problem, Severity, problem
from metasacro.records.decisions import read_decisions
from metasacro.records.file_text import FileText
from metasacro.records.judgements import appraisal_problems, read_appraisals
from metasacro.records.problem_list import first_problems
from metasacro.records.rules.all_rules import RULES
from metasacro.records.shape import NOT_REPORTED
from metasacro.records.study_fields import STUDY
from metasacro.records.summaries import read_summary
from metasacro.records.tables import Row, TableReader
from metasacro.records.yaml_text import parse_yaml


def read_study(source: FileText) -> tuple[Study | None, list[Problem]]:
    """The record, or `None`, with every problem found in it."""
    document = parse_yaml(source)
    if isinstance(document, Problem):
        return None, [document]
    reader = TableReader(document)
    row = reader.read(STUDY)
    problems = reader.problems
    if row is None or any(found.severity is Severity.ERROR for found in problems):
        return None, problems
    stem = PurePath(source.file).stem
    if row["study"] != stem:
        problems.append(problem("MS128", row.at("study"), trail=row.trail, study=row["study"], stem=stem))
    problems.extend(appraisal_problems(row))
    study = _Builder(row, problems).study()
    contradictions = settled(chain.from_iterable(rule(study) for rule in RULES), study.resolved)
    problems = first_problems(chain(problems, contradictions))
    return (None if any(found.severity is Severity.ERROR for found in problems) else study), problems


class _Builder:
    """Puts the rows of one record together; `problems` gains what a single field could not show."""

    def __init__(self, row: Row, problems: list[Problem]) -> None:
        self._row = row
        self._problems = problems

    def study(self) -> Study:
        row = self._row
        accrual = row["accrual"]
        return Study(
            id=row["study"],
            label=row["label"],
            citation=row["citation"],
            seen=row["seen"],
            design=row["design"] or "",
            centre=row["centre"] or "",
            accrual=(accrual["from"], accrual["to"]) if accrual else None,
            accrual_source=self._source(accrual) if accrual else None,
            guidance=row["guidance"] or "",
            software=row["software"] or "",
            registration=row["registration"] or "",
            read_at=row["read_at"] or (),
            cohorts=tuple(self._cohort(entry) for entry in row["cohorts"]),
            characteristics=tuple(self._characteristic(entry) for entry in row["characteristics"] or ()),
            results=tuple(self._result(entry) for entry in row["results"] or ()),
            comparisons=tuple(self._comparison(entry) for entry in row["comparisons"] or ()),
            discrepancies=tuple(
                Discrepancy(
                    about=entry["about"], says=entry["says"], counted=entry["counted"] or "", outcome=entry["outcome"]
                )
                for entry in row["discrepancies"] or ()
            ),
            overlaps=tuple(
                Overlap(study=entry["study"], reason=entry["reason"], location=entry.at("study"))
                for entry in row["overlaps"] or ()
            ),
            resolved=read_decisions(row),
            notes=row["notes"] or (),
            source=self._source(row),
            risk_of_bias=read_appraisals(row),
            adjudicated=tuple(_adjudicated(entry) for entry in row["adjudicated"] or ()),
        )

    def _source(self, row: Row, above: Source | None = None) -> Source:
        """Where a row's values stand; what it does not say itself holds from the entry above it."""
        return Source(
            study=self._row["study"],
            where=row["where"] or (above.where if above else ""),
            seen=row["seen"] or (above.seen if above else self._row["seen"]),
            location=row.location,
        )

    def _cohort(self, row: Row) -> Cohort:
        return Cohort(
            id=row["cohort"],
            label=row["label"] or row["cohort"],
            part_of=row["part_of"],
            etiology=row["etiology"],
            n=row["n"],
            assumed=row["assumed"] or {},
            source=self._source(row),
        )

    def _characteristic(self, row: Row) -> Characteristic:
        source = self._source(row)
        events = self._events(row, source)
        # What a summary consists of leads to the summary's own rules; an entry with nothing is told so.
        summary = self._summary(row, source) if events is None or "mean" in row or "median" in row else None
        band = row["band"]
        return Characteristic(
            name=row["name"],
            cohort=row["cohort"],
            events=events,
            summary=summary,
            measured_in=row["measured_in"] or "",
            scale=row["scale"],
            step=row["step"],
            band=Band(of=band["of"], lower=band["from"], upper=band["below"]) if band else None,
            assumed=row["assumed"] or {},
            source=source,
        )

    def _result(self, row: Row) -> Result:
        source = self._source(row)
        baseline = row["baseline"]
        return Result(
            outcome=row["outcome"],
            cohort=row["cohort"],
            measure=row["measure"],
            instrument=row["instrument"] or "",
            scale=row["scale"],
            step=row["step"],
            definition=row["definition"] or "",
            baseline=self._summary(baseline, self._source(baseline, source)) if baseline else None,
            follow_ups=tuple(found for entry in row["follow_up"] or () if (found := self._follow_up(entry, source))),
            changes=tuple(found for entry in row["change"] or () if (found := self._follow_up(entry, source))),
            unit=row["unit"],
            events=self._events(row, source),
            levels=tuple(
                LevelCount(
                    level=entry["level"],
                    count=entry["count"],
                    percent=entry["percent"],
                    derived=(entry["derived"] or {}).get("count", ""),
                )
                for entry in row["levels"] or ()
            ),
            assumed=row["assumed"] or {},
            derived=row["derived"] or {},
            source=source,
        )

    def _follow_up(self, row: Row, above: Source) -> FollowUp | None:
        summary = self._summary(row, self._source(row, above))
        if summary is None:
            return None
        return FollowUp(
            time=row["time"],
            time_printed=row["time_printed"] or "",
            summary=summary,
            p=_tested(row),
            correlation=row["r"],
        )

    def _summary(self, row: Row, source: Source) -> Summary | None:
        summary = read_summary(row, source)
        if isinstance(summary, MeanSummary | MedianSummary):
            return summary
        self._problems.extend(summary)
        return None

    def _events(self, row: Row, source: Source) -> Events | None:
        if not any(name in row for name in ("events", "of", "percent")):
            if "counted" in row:
                self._problems.append(_no_count(row, "counted", "`counted` stands without a count"))
            return None
        for name, other in (("of", "events"), ("events", "of")):
            if name not in row and other in row and "levels" not in row:
                self._problems.append(_no_count(row, other, f"`{other}` stands without `{name}`"))
        counted = row["counted"]
        return Events(
            events=row["events"],
            of=row["of"],
            unit=row["unit"],
            percent=row["percent"],
            counted=counted["events"] if counted else None,
            counted_reason=counted["reason"] if counted else "",
            source=source,
        )

    def _comparison(self, row: Row) -> Comparison:
        first, second = row["cohorts"]
        return Comparison(
            outcome=row["outcome"], cohorts=(first, second), of=row["of"], p=_tested(row), source=self._source(row)
        )


def _adjudicated(row: Row) -> Adjudicated:
    return Adjudicated(
        field=row["field"],
        a=said_by(row, "a"),
        b=said_by(row, "b"),
        decision=row["decision"],
        reason=row["reason"],
        by=row["by"] or "",
        location=row.at("decision"),
    )


def said_by(row: Row, reader: str) -> str | None:
    """What reader `a` or `b` had, where it may be `not reported`; `None`: nothing."""
    if reader not in row:
        return None
    said: str | None = row[reader]
    return NOT_REPORTED if said is None else said


def _no_count(row: Row, name: str, reason: str) -> Problem:
    hint = "write `events`, `of` and `unit`; what the paper does not say is `not reported`"
    return problem("MS123", row.at(name), trail=row.trail, hint=hint, reason=reason)


def _tested(row: Row) -> PValue | None:
    printed: PValue | None = row["p"]
    return None if printed is None else replace(printed, test=row["test"] or "")
