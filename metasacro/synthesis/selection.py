"""Which cohorts enter a pool, so that no patient enters twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from metasacro.problems import caution
from metasacro.synthesis.rows import CountRow, Entry, LeftOut, ScoreRow

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.protocol import Outcome
    from metasacro.evidence.study import Study

Row = TypeVar("Row", ScoreRow, CountRow)

#: A result without `measure` measures the outcome as a whole.
OVERALL = "overall"


def select(
    evidence: EvidenceBase,
    outcome: Outcome,
    studies: Iterable[str],
    parts: bool,
    row_of: Callable[[Entry], Row | LeftOut],
) -> tuple[tuple[Row, ...], tuple[LeftOut, ...]]:
    """The rows of one pool, in the order of the protocol, and what was left out.

    In each record: the preferred measure; then, among cohorts whose values can be used, the largest (or with
    `parts` the smallest that together make up the whole). A cohort inside a chosen whole is counted there.
    """
    rows: list[Row] = []
    left_out: list[LeftOut] = []
    for name in studies:
        study = evidence.studies.get(name)
        if study is None:  # skipped because of an error, which the caller was told
            continue
        if (other := _overlap(evidence, outcome, study)) is not None:
            left_out.append(other)
            continue
        entries, unpreferred = _preferred(study, outcome)
        made = [row_of(entry) for entry in entries]
        usable = [row for row in made if not isinstance(row, LeftOut)]
        chosen, overlapping = _disjoint(_smallest(usable) if parts else _largest(usable))
        rows.extend(chosen)
        left_out.extend(unpreferred)
        left_out.extend(overlapping)
        unused = [
            row
            for entry, row in zip(entries, made, strict=True)
            if isinstance(row, LeftOut) and not any(_nested(entry, other.entry) for other in chosen)
        ]
        left_out.extend(unused or ([] if chosen else [_silent(study)]))
    return tuple(rows), tuple(left_out)


def _overlap(evidence: EvidenceBase, outcome: Outcome, study: Study) -> LeftOut | None:
    """The protocol's decision that this record's patients are counted in another one."""
    for decision in evidence.protocol.overlaps:
        if decision.outcome == outcome.id and study.id in decision.leave_out and decision.keep in evidence.studies:
            keep = evidence.studies[decision.keep].label
            return LeftOut(label=study.label, reason=caution("MS435", keep=keep), source=study.source)
    return None


def _silent(study: Study) -> LeftOut:
    return LeftOut(label=study.label, reason=caution("MS433"), source=study.source)


def _preferred(study: Study, outcome: Outcome) -> tuple[list[Entry], list[LeftOut]]:
    """The record's results for the outcome by its first preferred measure; the other measures are left out."""
    entries = [
        Entry(study=study, cohort=study.cohort(result.cohort), result=result)
        for result in study.results
        if result.outcome == outcome.id
    ]
    measures = [entry.result.measure or OVERALL for entry in entries]
    wanted = next((measure for measure in outcome.measures or (OVERALL,) if measure in measures), None)
    chosen = [entry for entry, measure in zip(entries, measures, strict=True) if measure == wanted]
    others = [
        LeftOut(label=entry.label, reason=caution("MS432"), source=entry.result.source)
        for entry, measure in zip(entries, measures, strict=True)
        if measure != wanted
    ]
    return chosen, others


def _largest(rows: list[Row]) -> list[Row]:
    """Rows whose cohort lies in no other row's cohort."""
    names = {row.entry.cohort.id for row in rows}
    return [row for row in rows if not names.intersection(row.entry.study.wholes_of(row.entry.cohort.id))]


def _nested(one: Entry, other: Entry) -> bool:
    """Whether two results of one record are of one cohort, or of a cohort and its part."""
    mine, theirs = one.cohort.id, other.cohort.id
    return mine == theirs or theirs in one.study.wholes_of(mine) or mine in one.study.wholes_of(theirs)


def _disjoint(rows: list[Row]) -> tuple[list[Row], list[LeftOut]]:
    """Parts that hold more patients than their whole overlap: only the largest of them stays."""
    left_out: list[LeftOut] = []
    for whole in rows[0].entry.study.cohorts if rows else ():
        inside = [row for row in rows if whole.id in row.entry.study.wholes_of(row.entry.cohort.id)]
        if whole.n and sum(row.n for row in inside) > whole.n.value:
            inside.remove(max(inside, key=lambda row: row.n))
            left_out += [LeftOut(label=row.entry.label, reason=caution("MS432"), source=row.source) for row in inside]
            out = {row.entry.cohort.id for row in inside}
            rows = [row for row in rows if row.entry.cohort.id not in out]
    return rows, left_out


def _smallest(rows: list[Row]) -> list[Row]:
    """Each largest row, replaced by its parts where these are reported and add up to it."""
    chosen: list[Row] = []
    for whole in _largest(rows):
        inside = [row for row in rows if row.entry.cohort.part_of == whole.entry.cohort.id]
        complete = sum(row.n for row in inside) == whole.n
        chosen.extend(_smallest(inside) if inside and complete else [whole])
    return chosen
