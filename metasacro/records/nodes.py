"""A parsed file before it has meaning: text, lists and mappings, each knowing its line and column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from metasacro.problems import Location
from metasacro.values.frozen import dataclass


class Scalar(NamedTuple):
    """A piece of text. `plain`: written without quotes. Lines and columns count from 0.

    A tuple, because a record has hundreds and a frozen dataclass takes three times as long to make.
    """

    text: str
    plain: bool
    line: int
    column: int
    length: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes one after the other."""

    items: tuple[Node, ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """`flow`: written in braces, where a comma begins the next field."""

    entries: tuple[tuple[Scalar, Node], ...]
    line: int
    column: int
    flow: bool = False

    def get(self, name: str) -> Node | None:
        for key, value in self.entries:
            if key.text == name:
                return value
        return None


Node: TypeAlias = Scalar | Sequence | Mapping


def scalars(node: Node) -> Iterator[Scalar]:
    """Every value below a node, in the order of the file; names of fields are not values."""
    if isinstance(node, Scalar):
        yield node
        return
    for child in node.items if isinstance(node, Sequence) else (value for _, value in node.entries):
        yield from scalars(child)


@dataclass(frozen=True, slots=True)
class Document:
    """One file: the name that messages print, its lines, and its root."""

    file: str
    lines: tuple[str, ...]
    root: Node

    def locate(self, node: Node) -> Location:
        return place(self.file, self.lines, node.line, node.column, node.length if type(node) is Scalar else 1)


def place(file: str, lines: tuple[str, ...] | list[str], line: int, column: int, length: int = 1) -> Location:
    """A location from the parser's line and column, which count from 0."""
    text = lines[line] if line < len(lines) else ""
    return Location(file=file, line=line + 1, column=column + 1, length=length, text=text)
