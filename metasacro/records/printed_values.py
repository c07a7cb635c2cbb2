"""The values of a record one by one, each with the way to it that another reader's record has too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import TYPE_CHECKING, TypeAlias

from metasacro.problems.printable import printable
from metasacro.records import shape
from metasacro.records.nodes import Mapping, Scalar, Sequence, scalars
from metasacro.records.study_fields import STUDY
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location
    from metasacro.records.nodes import Document, Node

#: A way through a file: names of fields and positions in lists.
Way: TypeAlias = tuple[str | int, ...]

BETWEEN = " · "
WORDS = "words"
CHOICES = "choices"

#: Shape of a list's entries → the fields by which two readers' entries are the same one. They agree because the
#: entries were matched, so they are not compared.
MATCHED_BY = {
    "cohorts": ("cohort",),
    "characteristics": ("name", "cohort"),
    "results": ("outcome", "measure", "cohort"),
    "follow_up": ("time",),
    "change": ("time",),
    "levels": ("level",),
    "comparisons": ("outcome", "cohorts", "of"),
    "discrepancies": ("about",),
    "overlaps": ("study",),
    "appraisal": ("tool",),
    "item": ("item",),
    "resolved": ("code", "about"),
    "adjudicated": ("field",),
    "study record": ("study",),
}
#: Two readers sign with two names.
SIGNED = {"appraisal": ("by",)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedValue:
    """One value as a reader typed it."""

    path: str  #: "results · pain · all · baseline · sd"
    field: str  #: the names of fields on the way, without what tells entries apart: "results.baseline.sd"
    kind: str  #: a kind of field, as tables call it
    declared: shape.Kind
    text: str
    entries: tuple[str, ...]  #: the paths of the entries that hold it, the outermost first
    way: Way
    location: Location


@dataclass(slots=True, kw_only=True)
class PrintedRecord:
    """Every value of one record by its path, and the way to every entry of a list."""

    values: dict[str, PrintedValue] = field(default_factory=dict)
    entries: dict[str, tuple[Way, Location]] = field(default_factory=dict)


def printed_record(document: Document) -> PrintedRecord:
    """The values of a record that can be read."""
    walk = _Walk(document)
    assert isinstance(document.root, Mapping), "a record that can be read is a mapping"
    walk.table(STUDY, document.root, _Place())
    return walk.found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where the walk stands."""

    steps: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    way: Way = ()
    entries: tuple[str, ...] = ()

    def field(self, name: str, at: Way | None = None) -> _Place:
        return _Place(
            steps=(*self.steps, name),
            names=(*self.names, name),
            way=(*self.way, *((name,) if at is None else at)),
            entries=self.entries,
        )

    def entry(self, step: str, at: Way) -> _Place:
        steps = (*self.steps, step)
        return _Place(steps=steps, names=self.names, way=(*self.way, *at), entries=(*self.entries, BETWEEN.join(steps)))

    @property
    def path(self) -> str:
        return BETWEEN.join(self.steps)


class _Walk:
    """Follows a document along the declared fields."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.found = PrintedRecord()

    def table(self, described: shape.Shape, node: Mapping, place: _Place) -> None:
        """Every field of a table but those by which it was found."""
        known = described.by_name
        skipped = (*MATCHED_BY.get(described.name, ()), *SIGNED.get(described.name, ()))
        for key, child in node.entries:
            if key.text not in skipped:
                self._value(known[key.text].kind, child, place.field(key.text))

    def _value(self, kind: shape.Kind, node: Node, place: _Place) -> None:
        if isinstance(node, Scalar) and not (isinstance(kind, shape.ListOf) and kind.or_one):
            self._scalar(kind, node, place)
        elif isinstance(kind, shape.ListOf):
            self._list(kind, node, place)
        elif isinstance(node, Mapping) and isinstance(kind, shape.Table):
            self.table(kind.shape, node, place)
        else:  # reasons: names of fields, each with words
            assert isinstance(node, Mapping), "what a record was read from has this kind"
            steps = _told_apart([_step(key.text) for key, _ in node.entries])
            for step, (key, child) in zip(steps, node.entries, strict=True):
                inside = _Place(
                    steps=(*place.steps, step),
                    names=place.names,
                    way=(*place.way, key.text),
                    entries=place.entries,
                )
                self._value(shape.Text(), child, inside)

    def _list(self, kind: shape.ListOf, node: Node, place: _Place) -> None:
        items = node.items if isinstance(node, Sequence) else (node,)
        if kind.length is not None:
            for position, item in enumerate(items):
                step = f"{place.steps[-1]} {position + 1}"
                inside = _Place(
                    steps=(*place.steps[:-1], step),
                    names=place.names,
                    way=(*place.way, position),
                    entries=place.entries,
                )
                self._value(kind.item, item, inside)
            return
        for position, (step, item) in enumerate(zip(_steps(kind.item, items), items, strict=True)):
            inside = place.entry(step, (position,) if isinstance(node, Sequence) else ())
            self.found.entries[inside.entries[-1]] = (inside.way, self._document.locate(item))
            if isinstance(kind.item, shape.Table) and isinstance(item, Mapping):
                self.table(kind.item.shape, item, inside)
            else:
                self._value(kind.item, item, inside)

    def _scalar(self, kind: shape.Kind, node: Scalar, place: _Place) -> None:
        self.found.values[place.path] = PrintedValue(
            path=place.path,
            field=".".join(place.names),
            kind=_kind_name(kind),
            declared=kind,
            text=" ".join(node.text.split()),
            entries=place.entries,
            way=place.way,
            location=self._document.locate(node),
        )


def _steps(kind: shape.Kind, items: tuple[Node, ...]) -> list[str]:
    """What tells the entries of a list apart, each once."""
    return _told_apart([BETWEEN.join(_step(text) for text in _key(kind, item)) for item in items])


def _key(kind: shape.Kind, item: Node) -> Iterator[str]:
    if not isinstance(kind, shape.Table) or not isinstance(item, Mapping):
        yield from (scalar.text for scalar in scalars(item))
        return
    for name in MATCHED_BY.get(kind.shape.name, ()):
        node = item.get(name)
        if node is not None:
            yield from (scalar.text for scalar in scalars(node))


def _told_apart(steps: list[str]) -> list[str]:
    """The same steps; the second of one name says so."""
    made: list[str] = []
    for step in steps:
        name, count = step, 2
        while name in made:
            name, count = f"{step} ({count})", count + 1
        made.append(name)
    return made


def _step(text: str) -> str:
    """One step of a path, in which nothing looks like the sign between two steps."""
    return printable(text).replace("·", "•")


def _kind_name(kind: shape.Kind) -> str:
    match kind:
        case shape.Number():
            return "counts" if kind.whole else "measurements"
        case shape.PValue():
            return "P values"
        case shape.Bounds():
            return "scales"
        case shape.Period():
            return "times"
        case shape.Choice():
            return CHOICES
        case shape.Identifier():
            return "names"
    return WORDS
