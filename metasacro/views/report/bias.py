"""Risk of bias, item by item, as readers recorded it. Answers are shown and never added up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS
from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.synthesis.lineage.leaves import of_source
from metasacro.views.numbers import many
from metasacro.views.plots.risk_of_bias import SIGNS
from metasacro.views.report.parts import Section, said
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.evidence.appraisal import Appraisal
    from metasacro.evidence.appraisal_tools import AppraisalTool
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.views.report.parts import Block


def bias_section(evidence: EvidenceBase, pictures: tuple[Block, ...] = ()) -> Section:
    """What was appraised, with the reason of every answer, and who is without an appraisal."""
    studies = evidence.studies.values()
    appraised = [study for study in studies if study.risk_of_bias]
    missing = [study.label for study in studies if not study.risk_of_bias]
    trace = Trace(
        what="records appraised",
        numbers={"appraised": len(appraised), "records": len(evidence.studies)},
        parts=tuple(of_source("record", study.id, study.source) for study in studies),
    )
    lead = f"Appraised by item: {len(appraised)} of {many(len(evidence.studies), 'record')}."
    if missing:
        lead += f" Nobody has appraised {', '.join(missing)}; that is not the same as no concern."
    tables = [
        _appraisal(study.label, appraisal)
        for tool in APPRAISAL_TOOLS.values()
        for study in appraised
        for appraisal in study.risk_of_bias
        if appraisal.tool is tool
    ]
    return Section(id="bias", title="Risk of bias", blocks=(said(lead, trace), *pictures, *tables), trace=trace)


def _appraisal(label: str, appraisal: Appraisal) -> Table:
    tool = appraisal.tool
    return Table(
        id=f"bias_{appraisal.source.study}_{tool.key}",
        title=f"{label}: {tool.name}",
        subtitle=f"judged by: {', '.join(appraisal.by)}",
        columns=(
            Column(key="item", title="Item", right=True),
            Column(key="question", title="Question, in our words", drop=1),
            Column(key="answer", title="Answer"),
            Column(key="light", title="Concern"),
            Column(key="reason", title="Reason"),
            Column(key="where", title="Place", drop=2),
        ),
        rows=tuple(_rows(appraisal)),
        notes=(f"the items are those of {tool.citation}; answers are never added up",),
        trace=of_source("appraisal", tool.name, appraisal.source),
    )


def _rows(appraisal: Appraisal) -> Iterator[Row]:
    tool = appraisal.tool
    for item in tool.items:
        asked = _item(tool, item.number)
        answered = appraisal.answered(item.number)
        light = appraisal.light(item.number)
        cells = {
            "item": Cell(text=str(item.number), trace=asked),
            "question": Cell(text=item.question, trace=asked),
            "light": Cell(text=f"{SIGNS[light]} {light}".strip()),
        }
        if answered is not None:
            trace = of_source(f"{tool.key} item {item.number}", answered.answer, answered.source)
            cells |= {
                "answer": Cell(text=answered.answer, kind=Kind.PRINTED, trace=trace),
                "reason": Cell(text=answered.reason, kind=Kind.PRINTED, trace=trace),
                "where": Cell(text=answered.source.where, kind=Kind.PRINTED, trace=trace),
            }
        yield Row(cells=cells)


def _item(tool: AppraisalTool, number: int) -> Trace:
    return Trace(what=f"item {number} of {tool.name}", printed=tool.citation, origin=PROGRAM)
