"""A whole report in one Markdown file: contents, sections, and where every number comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.render.markdown.sources import SOURCES_ID, SOURCES_TITLE, sources
from metasacro.render.markdown.table import Linked, blocks, points
from metasacro.render.markdown.text import ADDRESS, anchor, code, line, link, markdown_text, prose, slug, strong
from metasacro.views.plots.plot import told
from metasacro.views.report.parts import Listing, Paragraph, Picture, Workbench
from metasacro.views.report.trace_book import trace_book
from metasacro.views.table import Table

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.plots.plot import Plot
    from metasacro.views.report.parts import Block, Phrase, Report, Section
    from metasacro.views.report.trace_book import TraceBook
    from metasacro.views.table import Cell

#: Markdown knows six depths of headings; the report's title has the first.
DEEPEST = 6


def report_markdown(report: Report, pictures: Mapping[str, str]) -> str:
    """The report. `pictures`: a plot's id → the file that shows it; without one, its words and its table do."""
    book = trace_book(report)
    body = [
        f"# {markdown_text(report.title).strip()}",
        *_blocks(report.lead, report.trace, book, pictures, depth=2),
        *_rest("the title and the lines below it", report.trace, book),
        _contents(report),
    ]
    for section in report.sections:
        body += _section(section, report.trace, book, pictures, depth=2)
    return "\n\n".join([*body, *sources(book)]) + "\n"


def _contents(report: Report) -> str:
    lines = list(_entries(report.sections, ""))
    return "\n".join([*lines, f"- {link(SOURCES_TITLE, f'#{SOURCES_ID}')}"])


def _entries(sections: Sequence[Section], indent: str) -> Iterator[str]:
    for section in sections:
        yield f"{indent}- {link(line(markdown_text(section.title)), f'#{slug(section.id)}')}"
        yield from _entries(section.sections, f"{indent}  ")


def _section(section: Section, above: Trace, book: TraceBook, pictures: Mapping[str, str], depth: int) -> Iterator[str]:
    trace = section.trace or above
    yield f"{anchor(section.id)}\n\n{'#' * min(depth, DEEPEST)} {markdown_text(section.title).strip()}"
    yield from _blocks(section.blocks, trace, book, pictures, depth + 1)
    if section.trace is not None:
        yield from _rest(section.title, section.trace, book)
    for inner in section.sections:
        yield from _section(inner, trace, book, pictures, depth + 1)


def _blocks(
    given: Sequence[Block], trace: Trace, book: TraceBook, pictures: Mapping[str, str], depth: int
) -> Iterator[str]:
    for block in given:
        match block:
            case Paragraph():
                yield _paragraph(block, book)
            case Listing():
                yield points([_paragraph(item, book) for item in block.items])
            case Table():
                yield from _table(block, trace, book, depth)
            case Picture():
                yield from _picture(block.plot, trace, book, pictures.get(block.plot.id, ""), depth)
            case Workbench():
                yield from _table(block.table, trace, book, depth)


def _paragraph(paragraph: Paragraph, book: TraceBook) -> str:
    return line("".join(_phrase(phrase, book) for phrase in paragraph.phrases))


def _phrase(phrase: Phrase, book: TraceBook) -> str:
    """Its text, as a link to its address or to where its number comes from; to both where it has both."""
    text = code(phrase.text) if phrase.code else prose(phrase.text)
    if phrase.strong:
        text = strong(text)
    source = f"#{book.name(phrase.trace)}" if phrase.trace is not None else ""
    address = f"#{slug(phrase.link[1:])}" if phrase.link.startswith("#") else phrase.link
    if ADDRESS.fullmatch(address):
        return link(text, address) + (f" ({link('source', source)})" if source else "")
    return link(text, source) if source else text


def _table(table: Table, above: Trace, book: TraceBook, depth: int) -> Iterator[str]:
    yield from blocks(table, _linked(table.trace or above, book), min(depth, DEEPEST))
    if table.trace is not None:
        yield from _rest("this table", table.trace, book)


def _linked(trace: Trace, book: TraceBook) -> Linked:
    """What makes a link of a cell that holds a number, or words that have a trace of their own."""

    def linked(text: str, cell: Cell) -> str:
        own = cell.trace
        if own is None and not any(sign.isdigit() for sign in cell.text):
            return text
        return link(text, f"#{book.name(own or trace)}")

    return linked


def _rest(of: str, trace: Trace, book: TraceBook) -> Iterator[str]:
    """Where numbers come from that are not links themselves: those of headings, notes and cautions."""
    yield f"Other numbers of {markdown_text(of).strip()}: {link('source', f'#{book.name(trace)}')}"


def _picture(plot: Plot, above: Trace, book: TraceBook, file: str, depth: int) -> Iterator[str]:
    if not file:
        yield from _table(told(plot), above, book, depth)
        return
    title = markdown_text(plot.title).strip()
    if title:
        yield f"{'#' * min(depth, DEEPEST)} {title}"
    yield f"![{markdown_text(plot.alt).strip()}](<{_file(file)}>)"
    yield "<details><summary>The numbers of this figure</summary>"
    yield from _table(plot.table, above, book, depth + 1)
    yield "</details>"


def _file(name: str) -> str:
    """A relative file name inside angle brackets."""
    return "".join(f"%{ord(sign):02X}" if sign in '<>\\"% \n\r\t&' else sign for sign in name)
