"""Every number of the example report leads to a line of the evidence, to the protocol, or to the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.views.explanations import methods
from metasacro.views.report.parts import Listing, Paragraph, Picture, Report, Workbench
from metasacro.views.report.trace_book import trace_book, traces_of
from metasacro.views.table import Table
from tests.views.report.shipped import example

if TYPE_CHECKING:
    from metasacro.views.report.parts import Block

Said = tuple[str, Trace | None]


def said_in(report: Report) -> Iterator[Said]:
    """Every text of the report with the trace that a reader is led to: its own, or that of what holds it."""
    yield report.title, report.trace
    for block in report.lead:
        yield from _of_block(block, report.trace)
    for outer in report.sections:
        for section in outer.walk():
            above = section.trace or outer.trace or report.trace
            yield section.title, above
            for block in section.blocks:
                yield from _of_block(block, above)


def _of_block(block: Block, above: Trace) -> Iterator[Said]:
    match block:
        case Paragraph():
            yield from ((phrase.text, phrase.trace or above) for phrase in block.phrases)
        case Listing():
            for item in block.items:
                yield from _of_block(item, above)
        case Workbench():
            yield from _of_block(block.table, above)
            yield from ((cell.text, cell.trace) for row in block.others for cell in row.cells.values())
        case Picture():
            yield block.plot.alt, block.plot.table.trace or above
            yield from _of_block(block.plot.table, above)
        case Table():
            own = block.trace or above
            words = (block.title, block.subtitle, *block.notes, *(entry.message for entry in block.cautions))
            yield from ((text, own) for text in words)
            yield from ((column.title, own) for column in block.columns)
            for row in block.rows:
                yield from ((cell.text, cell.trace or own) for cell in row.cells.values())


def test_every_number_has_a_trace_that_ends_at_a_line() -> None:
    bare = [
        text
        for text, trace in said_in(example())
        if any(sign.isdigit() for sign in text) and (trace is None or not trace.grounded)
    ]
    assert bare == []


def test_cells_with_numbers_have_a_trace_of_their_own() -> None:
    tables = [block for section in example().walk() for block in section.blocks if isinstance(block, Table | Workbench)]
    bare = [
        (table.id, key, cell.text)
        for found in tables
        for table in [found.table if isinstance(found, Workbench) else found]
        for row in table.rows
        for key, cell in row.cells.items()
        if any(sign.isdigit() for sign in cell.text) and cell.trace is None
    ]
    assert bare == []


def test_every_line_that_a_trace_names_stands_in_its_file() -> None:
    from metasacro.records.folder import shipped_folder

    lines = {
        path.name: path.read_text(encoding="utf-8").splitlines()
        for path in shipped_folder().iterdir()
        if path.suffix in (".yaml", ".bib")
    }
    named = {
        (source.location.file.rpartition("/")[2], source.location.line, source.location.text)
        for trace in traces_of(example())
        for step in trace.walk()
        for source in step.sources
        if source.location is not None
    }
    assert len(named) > 100
    assert [place for place in named if lines[place[0]][place[1] - 1] != place[2]] == []


def test_every_method_of_a_trace_can_be_explained() -> None:
    keys = {key for trace in traces_of(example()) for step in trace.walk() for key in step.methods}
    assert keys <= methods().keys()


def test_the_book_holds_every_step_once_and_its_parts_exist() -> None:
    book = trace_book(example())
    assert all(part in book.entries for entry in book.entries.values() for part in entry.parts)
    assert list(book.entries) == [f"t{at}" for at in range(1, len(book.entries) + 1)]
