"""Who was treated where, when and how, and how each paper was seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.leaves import of_number, of_source
from metasacro.views.numbers import count
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study

COLUMNS = (
    Column(key="study", title="Study"),
    Column(key="n", title="Patients", right=True),
    Column(key="design", title="Design", drop=1),
    Column(key="centre", title="Centre", drop=3),
    Column(key="accrual", title="Treated", drop=2),
    Column(key="guidance", title="Guidance", drop=4),
    Column(key="seen", title="Seen", drop=2),
)

NOT_REPORTED = "not reported"
#: Heading over records that the protocol puts into no set.
NO_SET = "In no study set"


def evidence_section(evidence: EvidenceBase) -> Section:
    """Every record of the folder, those of the main set first."""
    protocol = evidence.protocol
    main, extended = protocol.main.studies, protocol.extended.studies
    sets = {**dict.fromkeys(main, "Main study set"), **dict.fromkeys(extended, "Extended study set")}
    order = sorted(evidence.studies, key=lambda name: list(sets).index(name) if name in sets else len(sets))
    studies = [evidence.studies[name] for name in order]
    trace = Trace(
        what="the records of the folder",
        numbers={"records": len(studies)},
        parts=tuple(of_source("record", study.id, study.source) for study in studies),
    )
    table = Table(
        id="evidence",
        title="Published series",
        subtitle="one record a published series, as its paper prints it",
        columns=COLUMNS,
        rows=tuple(_rows(studies, sets)),
        trace=trace,
    )
    skipped = said(f"Left out because of errors: {', '.join(evidence.skipped)}.", trace) if evidence.skipped else None
    return Section(
        id="evidence",
        title="Evidence",
        blocks=(table, *((skipped,) if skipped else ())),
        trace=trace,
    )


def _rows(studies: Sequence[Study], sets: Mapping[str, str]) -> Iterator[Row]:
    """Those of a study set under its name."""
    for name, group in groupby(studies, key=lambda study: sets.get(study.id, NO_SET)):
        yield Row(cells={"study": Cell(text=name, kind=Kind.HEADING)})
        yield from (_row(study) for study in group)


def _row(study: Study) -> Row:
    record = of_source("record", study.id, study.source)
    cells = {
        "study": Cell(text=study.label, kind=Kind.LABEL, trace=record),
        "n": _size(study),
        "design": Cell(text=study.design or NOT_REPORTED, kind=Kind.PRINTED, trace=record),
        "centre": Cell(text=study.centre or NOT_REPORTED, kind=Kind.PRINTED, trace=record),
        "accrual": Cell(text=NOT_REPORTED, kind=Kind.PRINTED),
        "guidance": Cell(text=study.guidance or NOT_REPORTED, kind=Kind.PRINTED, trace=record),
        "seen": Cell(text=study.seen, kind=Kind.PRINTED, trace=record),
    }
    if study.accrual is not None and study.accrual_source is not None:
        told = " to ".join(study.accrual)
        cells["accrual"] = Cell(text=told, kind=Kind.PRINTED, trace=of_source("accrual", told, study.accrual_source))
    return Row(cells=cells, key=study.id)


def _size(study: Study) -> Cell:
    """The cohorts that are no part of another, together."""
    wholes = [cohort for cohort in study.cohorts if cohort.part_of is None]
    parts = tuple(
        of_number(f"patients, {cohort.label}", cohort.n, cohort.source) for cohort in wholes if cohort.n is not None
    )
    if len(parts) < len(wholes):
        return Cell(text=NOT_REPORTED, kind=Kind.PRINTED)
    total = int(sum(cohort.n.value for cohort in wholes if cohort.n))
    trace = Trace(
        what=f"patients, {study.label}",
        numbers={"patients": total},
        how="the sum of the cohorts that are no part of another" if len(parts) > 1 else "",
        parts=parts,
    )
    return Cell(text=count(total), kind=Kind.PRINTED, trace=trace)
