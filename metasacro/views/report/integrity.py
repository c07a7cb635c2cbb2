"""What does not add up in the papers, and what people have decided about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.problems import Severity
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.integrity.examination import Examination
    from metasacro.problems import Problem

COLUMNS = (
    Column(key="code", title="Code"),
    Column(key="place", title="Where"),
    Column(key="found", title="What does not fit"),
    Column(key="state", title="State"),
    Column(key="decision", title="Decision or advice", drop=1),
)


def integrity_section(examination: Examination) -> Section:
    """Every finding, open ones first; none of them accuses anybody of anything."""
    order = [found for found in examination.findings if found.severity is not Severity.RESOLVED]
    order += [found for found in examination.findings if found.severity is Severity.RESOLVED]
    asked = Trace(
        what="questions of integrity",
        numbers={"asked": examination.questions, "open": len(examination.open), "findings": len(order)},
        how="every rule, put to every record that prints what it needs",
        origin=PROGRAM,
        parts=tuple(of_finding(found) for found in order),
    )
    decided = len(order) - len(examination.open)
    lead = (
        f"Questions put to the printed numbers: {examination.questions}. Answers that do not fit: {len(order)}; "
        f"open: {len(examination.open)}, decided by a person: {decided}. A finding says that printed numbers are "
        "inconsistent under stated assumptions, and nothing about anybody."
    )
    table = Table(
        id="integrity",
        title="Findings",
        subtitle="",
        columns=COLUMNS,
        rows=tuple(_row(found) for found in order),
        trace=asked,
    )
    blocks = (said(lead, asked), table) if order else (said(lead, asked),)
    return Section(id="integrity", title="Integrity of the printed numbers", blocks=blocks, trace=asked)


def of_finding(found: Problem) -> Trace:
    """The lines that a finding is about."""
    study = found.trail.split(" · ")[0]
    place = Source(study=study, where="", seen="", location=found.location)
    return Trace(what=found.trail or found.code, printed=found.message, how=found.note, sources=(place,))


def _row(found: Problem) -> Row:
    trace = of_finding(found)
    return Row(
        cells={
            "code": Cell(text=found.code, kind=Kind.LABEL, trace=trace),
            "place": Cell(text=found.trail, trace=trace),
            "found": Cell(text=found.message, kind=Kind.PRINTED, trace=trace),
            "state": Cell(text=str(found.severity), kind=Kind.LABEL),
            "decision": Cell(text=found.decision or found.hint, trace=trace),
        }
    )
