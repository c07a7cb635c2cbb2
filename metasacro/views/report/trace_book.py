"""Every trace of a report, once, under a short name that a renderer can link to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.numbering import Numbering, number
from metasacro.values.frozen import dataclass
from metasacro.views.report.parts import Listing, Paragraph, Picture, Workbench
from metasacro.views.table import Table
from metasacro.views.traces import Step, step_of

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.report.parts import Block, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A step under its name, and the names of the steps that it rests on."""

    id: str  #: "t1"
    step: Step
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceBook:
    """The traces of a report by name, in the order in which they are met; equal ones are one."""

    entries: Mapping[str, Entry]
    numbering: Numbering

    def name(self, trace: Trace) -> str:
        """The name of a trace that the report holds."""
        return self.numbering.name(trace)


def trace_book(report: Report) -> TraceBook:
    """Number every trace of the report and every step below it."""
    numbered = number(traces_of(report))
    entries = {
        name: Entry(id=name, step=step_of(step), parts=numbered.parts(step)) for name, step in numbered.steps.items()
    }
    return TraceBook(entries=entries, numbering=numbered)


def traces_of(report: Report) -> Iterator[Trace]:
    """Every trace that something in the report carries, in the order of reading."""
    yield report.trace
    for block in report.lead:
        yield from _of_block(block)
    for section in report.walk():
        if section.trace is not None:
            yield section.trace
        for block in section.blocks:
            yield from _of_block(block)


def _of_block(block: Block) -> Iterator[Trace]:
    match block:
        case Paragraph():
            yield from (phrase.trace for phrase in block.phrases if phrase.trace is not None)
        case Listing():
            for item in block.items:
                yield from _of_block(item)
        case Table():
            yield from _of_table(block)
        case Picture():
            yield from _of_table(block.plot.table)
        case Workbench():
            yield from _of_table(block.table)
            yield from (cell.trace for row in block.others for cell in row.cells.values() if cell.trace is not None)


def _of_table(table: Table) -> Iterator[Trace]:
    if table.trace is not None:
        yield table.trace
    yield from (cell.trace for row in table.rows for cell in row.cells.values() if cell.trace is not None)
