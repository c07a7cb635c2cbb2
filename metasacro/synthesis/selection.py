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
    picked: dict[str, tuple[list[Row], list[LeftOut]]] = {}
    for name in studies:
        study = evidence.studies.get(name)
        if study is not None:  # else skipped because of an error, which the caller was told
            picked[name] = _pick(study, outcome, parts, row_of)
    _apply_overlaps(evidence, outcome, picked)
    rows = tuple(row for chosen, _ in picked.values() for row in chosen)
    left_out = tuple(entry for _, others in picked.values() for entry in others)
    return rows, left_out


def _pick(
    study: Study, outcome: Outcome, parts: bool, row_of: Callable[[Entry], Row | LeftOut]
) -> tuple[list[Row], list[LeftOut]]:
    """The rows of one record, and what of it is left out."""
    entries = [
        Entry(study=study, cohort=study.cohort(result.cohort), result=result)
        for result in study.results
        if result.outcome == outcome.id
    ]
    if not entries:
        return [], [LeftOut(label=study.label, reason=caution("MS433"), source=study.source)]
    made: list[tuple[Entry, Row | LeftOut]] = [(entry, row_of(entry)) for entry in entries]
    others: list[LeftOut]
    overlapping: list[LeftOut]
    wanted, others = _preferred(made, outcome)
    usable: list[Row] = [row for _, row in wanted if not isinstance(row, LeftOut)]
    chosen, overlapping = _disjoint(_smallest(usable) if parts else _largest(usable))
    unused: list[LeftOut] = [
        row
        for entry, row in wanted
        if isinstance(row, LeftOut) and not any(_nested(entry, other.entry) for other in chosen)
    ]
    return chosen, [*others, *overlapping, *unused]


def _apply_overlaps(
    evidence: EvidenceBase, outcome: Outcome, picked: dict[str, tuple[list[Row], list[LeftOut]]]
) -> None:
    """Follow the protocol's decisions: a record gives way only to one that is in this very pool."""
    for decision in evidence.protocol.overlaps:
        kept = picked.get(decision.keep, ([], []))[0]
        if decision.outcome != outcome.id or not kept:
            continue
        for name in decision.leave_out:
            if name in picked:
                study = evidence.studies[name]
                reason = caution("MS435", keep=evidence.studies[decision.keep].label)
                picked[name] = ([], [LeftOut(label=study.label, reason=reason, source=study.source)])


def _preferred(
    made: list[tuple[Entry, Row | LeftOut]], outcome: Outcome
) -> tuple[list[tuple[Entry, Row | LeftOut]], list[LeftOut]]:
    """The record's results by its first preferred measure that can be used; the other measures are left out.

    One measure a record, even where cohorts differ by measure: whether they share patients is not known.
    """
    by_measure: dict[str, list[tuple[Entry, Row | LeftOut]]] = {}
    for entry, row in made:
        by_measure.setdefault(entry.result.measure or OVERALL, []).append((entry, row))
    order = [measure for measure in outcome.measures or (OVERALL,) if measure in by_measure]
    usable = (measure for measure in order if any(not isinstance(row, LeftOut) for _, row in by_measure[measure]))
    wanted = next(usable, order[0] if order else None)
    others = [
        LeftOut(
            label=entry.label,
            reason=caution("MS432") if wanted else caution("MS445", measure=measure.replace("_", " ")),
            source=entry.result.source,
        )
        for measure, group in by_measure.items()
        if measure != wanted
        for entry, _ in group
    ]
    return by_measure[wanted] if wanted else [], others


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
