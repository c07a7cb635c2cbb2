"""The report as one HTML file, and a table as a piece of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from metasacro.problems.printable import printable
from metasacro.render.html.environment import cleaned_values, environment, file_text
from metasacro.render.html.exhibit import Exhibit, exhibit
from metasacro.render.html.links import safe_link
from metasacro.render.html.policy import content_security_policy, data_address
from metasacro.views.report.parts import Listing, Paragraph, Picture, Workbench
from metasacro.views.report.trace_book import trace_book

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.report.parts import Block, Report
    from metasacro.views.report.trace_book import TraceBook
    from metasacro.views.table import Row, Table

#: In the order in which the page needs them.
STYLES = ("page.css", "table.css", "traces.css", "print.css")
SCRIPTS = ("numbers.js", "pool.js", "traces.js", "drawing.js", "workbench.js", "start.js")


def report_html(report: Report, pictures: Mapping[str, str]) -> str:
    """The whole page; `pictures` are SVG texts by the id of their plot. The same report gives the same bytes."""
    style, script = ("\n".join(map(file_text, names)) for names in (STYLES, SCRIPTS))
    book = trace_book(report)
    parts = _Parts(book)
    return (
        environment()
        .get_template("page.html.jinja")
        .render(
            report=report,
            book=book,
            style=Markup(style),
            script=Markup(script),
            policy=content_security_policy(style, script),
            named=parts.named,
            exhibit=parts.exhibit,
            sort_of=sort_of,
            safe_link=safe_link,
            values=cleaned_values,
            pictures={name: data_address(svg) for name, svg in pictures.items()},
        )
    )


def table_html(table: Table) -> str:
    """One table to stand in another page: markup, and a few lines of style that touch nothing else of that page."""
    made = exhibit(table, lambda _: "", f"table-{table.id}")
    return environment().get_template("fragment.html.jinja").render(made=made, style=Markup(file_text("fragment.css")))


def tables_html(tables: Sequence[Table], footer: str = "") -> str:
    """Tables one below the other, and where they come from, to stand in another page."""
    parts = [table_html(table).strip() for table in tables]
    said = f"<p>{escape(printable(footer))}</p>" if footer else ""
    return "\n\n".join([*parts, said]).strip() + "\n"


class _Parts:
    """The names that the page gives: traces by the book, and an id for each table that no other has."""

    def __init__(self, book: TraceBook) -> None:
        self._book = book
        self._taken: set[str] = set()

    def named(self, trace: Trace | None) -> str:
        """The name of a trace; empty where there is none."""
        return "" if trace is None else self._book.name(trace)

    def exhibit(self, table: Table, others: Sequence[Row] = ()) -> Exhibit:
        """A table under a new id."""
        name = first = f"table-{table.id}"
        count = 1
        while name in self._taken:
            count += 1
            name = f"{first}-{count}"
        self._taken.add(name)
        return exhibit(table, self.named, name, others)


def sort_of(block: Block) -> str:
    """Which of the page's forms a block takes."""
    match block:
        case Paragraph():
            return "paragraph"
        case Listing():
            return "listing"
        case Picture():
            return "picture"
        case Workbench():
            return "workbench"
    return "table"
