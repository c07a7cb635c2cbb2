"""XML from strangers as a small tree in which every element knows its line. DTDs and entities are refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place

#: A review has about 15 levels; far below any recursion limit.
DEEPEST = 100
#: A large review has a tenth of them; each takes about a thousand bytes of memory.
MOST_ELEMENTS = 300_000


@dataclass(slots=True, kw_only=True)
class Element:
    """An element: its text is that of everything inside it."""

    tag: str
    attributes: dict[str, str]
    location: Location
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, white space as single spaces."""
        return " ".join("".join(self._parts()).split())

    def _parts(self) -> Iterator[str]:
        yield from self.parts
        for child in self.children:
            yield " "
            yield from child._parts()

    def get(self, name: str) -> str:
        """An attribute, or nothing."""
        return self.attributes.get(name, "").strip()

    def named(self, *tags: str) -> list[Element]:
        """The children with one of these tags."""
        return [child for child in self.children if child.tag in tags]

    def said(self, tag: str) -> str:
        """The text of the first child with the tag, or nothing."""
        return next((child.text for child in self.children if child.tag == tag), "")

    def below(self, *tags: str) -> Iterator[Element]:
        """Every element inside with one of these tags, in the order of the file."""
        for child in self.children:
            if child.tag in tags:
                yield child
            yield from child.below(*tags)


class _Stop(Exception):  # noqa: N818 - it ends a parse and never reaches a caller
    """Ends the parse; never leaves this module."""

    def __init__(self, found: Problem) -> None:
        self.found = found


class _Builder:
    """Takes the parser's events; `line` asks the parser where it stands."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self._file, self._lines = file, lines
        self.parser: object = None
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = int(getattr(self.parser, "CurrentLineNumber", 1)) - 1
        column = int(getattr(self.parser, "CurrentColumnNumber", 0))
        at = place(self._file, self._lines, line, column, len(tag) + 1)
        self._count += 1
        if len(self._open) >= DEEPEST:
            raise _Stop(problem("MS172", at, said=f"elements are nested more than {DEEPEST} deep"))
        if self._count > MOST_ELEMENTS:
            raise _Stop(problem("MS190", at, most=f"{MOST_ELEMENTS // 1000} thousand elements"))
        element = Element(tag=tag, attributes=dict(attributes), location=at)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self._open.pop()

    def data(self, text: str) -> None:
        self._open[-1].parts.append(text)  # the parser tells of no text outside the root

    def close(self) -> Element | None:
        return self.root


def read_xml(source: FileText) -> Element | Problem:
    """The root element, or why there is none."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
    from defusedxml.ElementTree import DefusedXMLParser

    lines = source.text.split("\n")
    builder = _Builder(source.file, lines)
    parser = DefusedXMLParser(target=builder, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    builder.parser = parser.parser
    try:
        parser.feed(source.text)
        parser.close()
    except (DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden) as refused:
        what = "a document type (DTD)" if isinstance(refused, DTDForbidden) else "entities of its own"
        line = next((number for number, line in enumerate(lines) if "<!DOCTYPE" in line or "<!ENTITY" in line), 0)
        return problem("MS171", place(source.file, lines, line, 0, max(1, len(lines[line]))), what=what)
    except ParseError as error:
        line, column = error.position
        return problem("MS172", place(source.file, lines, line - 1, column), said=printable(str(error), 100))
    except _Stop as stop:
        return stop.found
    assert builder.root is not None, "a document that parses has a root"
    return builder.root
