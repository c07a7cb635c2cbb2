"""The appendix of a report: every step of every trace, down to the lines of the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.render.markdown.text import anchor, code, line, link, markdown_text, prose, strong

if TYPE_CHECKING:
    from metasacro.views.report.trace_book import Entry, TraceBook
    from metasacro.views.traces import Place

SOURCES_ID = "sources"
SOURCES_TITLE = "Where the numbers come from"
#: A line of the evidence may be longer than anybody reads.
LONGEST = 300


def sources(book: TraceBook) -> Iterator[str]:
    """The heading and one entry a step, each a block of Markdown."""
    yield f"{anchor(SOURCES_ID)}\n\n## {SOURCES_TITLE}"
    yield (
        "Each entry says what a number is, how it was computed, which lines of the evidence hold it and where in the "
        "paper these were read."
    )
    for entry in book.entries.values():
        yield _entry(entry, book)


def _entry(entry: Entry, book: TraceBook) -> str:
    step = entry.step
    value = f": {markdown_text(step.value)}" if step.value else ""
    first = f"{anchor(entry.id)}{strong(entry.id)} {markdown_text(step.what)}{value}"
    points = [
        *([prose(step.how)] if step.how else []),
        *([", ".join(code(f"metasacro explain {key}") for key in step.methods)] if step.methods else []),
        *([f"from the {markdown_text(step.origin)}"] if step.origin else []),
        *map(_place, step.places),
        *([f"rests on {', '.join(_part(name, book) for name in entry.parts)}"] if entry.parts else []),
    ]
    return "\n".join([first, "", *(f"- {line(point)}" for point in points)]).strip()


def _place(place: Place) -> str:
    paper = f" ({markdown_text(place.paper)})" if place.paper else ""
    text = place.text if len(place.text) <= LONGEST else f"{place.text[: LONGEST - 1]}…"
    return f"{code(str(place))}{paper}: {code(text)}"


def _part(name: str, book: TraceBook) -> str:
    what = markdown_text(book.entries[name].step.what).strip()
    return link(f"{what} {name}", f"#{name}")
