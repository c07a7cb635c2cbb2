"""What a report is made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.plots.plot import Plot
    from metasacro.views.table import Row, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A run of text. `trace`: how its numbers came to be. `link`: a web address, or `#section`."""

    text: str
    trace: Trace | None = None
    link: str = ""
    strong: bool = False
    code: bool = False  #: what somebody types, or a code


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Phrases in one flow of text. `id`: where something links to it."""

    phrases: tuple[Phrase, ...]
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Paragraphs as points of a list."""

    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A plot, with the table of its numbers folded away beneath it."""

    plot: Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbench:
    """The forest plot of an outcome that a reader may sort, filter and pool again in the page.

    `table` is what the protocol asks for; `others` are rows that enter under another choice, hidden at first. The
    rows' keys are those of `data`, which holds plain values for the page's script.
    """

    table: Table
    others: tuple[Row, ...]
    data: Mapping[str, Any]


if TYPE_CHECKING:
    Block: TypeAlias = Paragraph | Listing | Table | Picture | Workbench


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands below it. `trace`: for numbers of the section that have none of their own."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...] = ()
    trace: Trace | None = None

    def walk(self) -> Iterator[Section]:
        """This section and those inside it, in the order of reading."""
        yield self
        for section in self.sections:
            yield from section.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Everything that the page shows."""

    title: str
    lead: tuple[Block, ...] = field(default=())
    sections: tuple[Section, ...]
    trace: Trace  #: for numbers of the title and of the lead that have none of their own

    def walk(self) -> Iterator[Section]:
        """Every section, in the order of reading."""
        for section in self.sections:
            yield from section.walk()


def said(text: str, trace: Trace | None = None) -> Paragraph:
    """A paragraph of one phrase."""
    return Paragraph(phrases=(Phrase(text=text, trace=trace),))
