"""Every value of a file as it is printed there, by the way to it: what is left when layout and remarks are taken away.

An entry of a list is known by what names it (`results` by outcome, measure and cohort), so that a new entry moves no
other one. A list of words is a list of values; a value of words has single spaces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from metasacro.problems import Problem
from metasacro.problems.printable import printable
from metasacro.records import shape
from metasacro.records.file_text import FileText
from metasacro.records.nodes import Mapping, Node, Scalar, Sequence
from metasacro.records.yaml_text import parse_yaml
from metasacro.values.frozen import dataclass

#: How long a name of an entry may be in the way to a value.
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedValue:
    """One value: the way to it, its characters, and its line, from 1."""

    way: tuple[str, ...]  #: ("results", "pain · all", "baseline", "mean")
    text: str
    line: int
    listed: bool = False  #: one of the words of a list, whose order may matter too


def record_values(source: FileText, root: shape.Shape) -> tuple[PrintedValue, ...] | Problem:
    """The values of a record or of the protocol, in the order of the file; or what makes it no YAML."""
    document = parse_yaml(source)
    if isinstance(document, Problem):
        return document
    return tuple(_walk(document.root, shape.Table(shape=root), ()))


def bibliography_values(source: FileText) -> tuple[PrintedValue, ...]:
    """The fields of each entry, as `(key, field)`; what cannot be read is left to `read_bibliography`."""
    from bibtexparser.entrypoint import parse_string

    entries = parse_string(source.text).entries
    kinds = [
        PrintedValue(way=(printable(entry.key, SHOWN), "type"), text=entry.entry_type, line=(entry.start_line or 0) + 1)
        for entry in entries
    ]
    fields = [
        PrintedValue(
            way=(printable(entry.key, SHOWN), printable(field.key.lower(), SHOWN)),
            text=" ".join(str(field.value).split()),
            line=(field.start_line or entry.start_line or 0) + 1,
        )
        for entry in entries
        for field in entry.fields
    ]
    return tuple(_told_apart(iter(kinds + fields)))


def _walk(node: Node, kind: shape.Kind | None, way: tuple[str, ...]) -> Iterator[PrintedValue]:
    if isinstance(node, Scalar):
        text = " ".join(node.text.split())
        yield PrintedValue(way=way, text=text, line=node.line + 1)
    elif isinstance(node, Mapping):
        fields = kind.shape.by_name if isinstance(kind, shape.Table) else {}
        for key, child in node.entries:
            field = fields.get(key.text)
            yield from _walk(child, field.kind if field else None, (*way, printable(key.text, SHOWN)))
    else:
        yield from _items(node, kind, way)


def _items(node: Sequence, kind: shape.Kind | None, way: tuple[str, ...]) -> Iterator[PrintedValue]:
    """Entries of a list: by their names, by their own words, or by their place where the list's length is fixed.

    Two entries of one name (two comparisons of one outcome) keep apart by their order.
    """
    listed = kind if isinstance(kind, shape.ListOf) else None
    item = listed.item if listed else None
    seen: Counter[str] = Counter()
    for place, child in enumerate(node.items, start=1):
        words = " ".join(child.text.split()) if isinstance(child, Scalar) else ""
        by_words = bool(words) and listed is not None and listed.length is None
        name = f"“{printable(words, SHOWN)}”" if by_words else _name(child, item) or str(place)
        seen[name] += 1
        here = (*way, name if seen[name] == 1 else f"{name} ({seen[name]})")
        if by_words:
            yield PrintedValue(way=here, text=words, line=child.line + 1, listed=True)
        else:
            yield from _walk(child, item, here)


def _name(node: Node, kind: shape.Kind | None) -> str:
    """`pain · rest · all`: what names an entry, where the shape says what does."""
    if not isinstance(node, Mapping) or not isinstance(kind, shape.Table):
        return ""
    names = (child.text for name in kind.shape.named_by if isinstance(child := node.get(name), Scalar))
    return " · ".join(printable(name, SHOWN) for name in names)


def _told_apart(values: Iterator[PrintedValue]) -> Iterator[PrintedValue]:
    """A key that stands twice in a bibliography."""
    seen: Counter[tuple[str, ...]] = Counter()
    for value in values:
        seen[value.way] += 1
        again = seen[value.way]
        way = value.way if again == 1 else (*value.way[:-1], f"{value.way[-1]} ({again})")
        yield PrintedValue(way=way, text=value.text, line=value.line)
