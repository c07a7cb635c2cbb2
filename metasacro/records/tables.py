"""Nodes become rows of typed values, following the declared shapes; every problem on the way is kept."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.nodes import Document, Mapping, Node, Scalar, Sequence
from metasacro.records.scalars import read_scalar
from metasacro.records.shape import NOT_REPORTED, Field, Kind, ListOf, Reasons, Shape, Table

#: How YAML writes nothing. A field with nothing after it may be a forgotten one.
NOTHING = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one mapping by field name. A field that was left out, or is `not reported`, gives `None`."""

    values: dict[str, Any]
    location: Location
    trail: str
    _places: dict[str, Location]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether the field was written, be it as `not reported`."""
        return name in self.values

    def at(self, name: str) -> Location:
        return self._places.get(name, self.location)


class TableReader:
    """Reads the tables of one document; `problems` holds what was found."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def read(self, shape: Shape) -> Row | None:
        """The document's root as a row; `None` if it is not a mapping."""
        return self._table(shape, self._document.root, trail="")

    def _report(self, code: str, node: Node, trail: str, hint: str = "", note: str = "", **values: object) -> None:
        self.problems.append(problem(code, self._document.locate(node), trail=trail, hint=hint, note=note, **values))

    def _table(self, shape: Shape, node: Node, trail: str) -> Row | None:
        if not isinstance(node, Mapping):
            self._report("MS115", node, trail, name=shape.name, expected="fields with values")
            return None
        trail = _extend(trail, shape, node)
        known = shape.by_name()
        values: dict[str, Any] = {}
        places: dict[str, Location] = {}
        for key, child in node.entries:
            if key.text not in known:
                self._unknown(shape, key, trail)
                continue
            places[key.text] = self._document.locate(child)
            values[key.text] = self._field(known[key.text], key, child, trail)
        for field in shape.fields:
            if field.required and field.name not in values:
                example = f"for example `{field.name}: {field.example}`" if field.example else ""
                self._report("MS113", node, trail, hint=example, name=field.name, shape=shape.name)
        return Row(values, self._document.locate(node), trail, places)

    def _unknown(self, shape: Shape, key: Scalar, trail: str) -> None:
        close = get_close_matches(key.text, [field.name for field in shape.fields], n=1, cutoff=0.6)
        if close:
            hint = f"did you mean `{close[0]}`?"
        else:
            hint = "known fields: " + ", ".join(f"`{field.name}`" for field in shape.fields)
        self._report("MS111", key, trail, hint=hint, name=printable(key.text)[:60], shape=shape.name)

    def _field(self, field: Field, key: Scalar, node: Node, trail: str) -> Any:
        if isinstance(node, Scalar) and node.plain and node.text in NOTHING:
            self._report("MS126", key, trail, name=field.name)
            return None
        if isinstance(node, Scalar) and node.text == NOT_REPORTED and not isinstance(field.kind, Reasons):
            if not field.may_be_unreported:
                self._report("MS119", node, trail, name=field.name)
            return None
        return self._value(field.kind, field.name, node, trail)

    def _value(self, kind: Kind, name: str, node: Node, trail: str) -> Any:
        match kind:
            case Table():
                return self._table(kind.shape, node, trail)
            case ListOf():
                return self._list(kind, name, node, trail)
            case Reasons():
                return self._reasons(name, node, trail)
        if not isinstance(node, Scalar):
            self._report("MS115", node, trail, name=name, expected="one value")
            return None
        value = read_scalar(kind, node.text, self._document.locate(node), name, trail)
        if isinstance(value, Problem):
            self.problems.append(value)
            return None
        return value

    def _list(self, kind: ListOf, name: str, node: Node, trail: str) -> tuple[Any, ...]:
        if not isinstance(node, Sequence):
            self._report("MS115", node, trail, name=name, expected="a list, one `-` an entry")
            return ()
        if kind.length is not None and len(node.items) != kind.length:
            self._report("MS115", node, trail, name=name, expected=f"a list of {kind.length} values")
            return ()
        items = (self._value(kind.item, name, item, trail) for item in node.items)
        return tuple(item for item in items if item is not None)

    def _reasons(self, name: str, node: Node, trail: str) -> dict[str, str]:
        if not isinstance(node, Mapping):
            self._report("MS115", node, trail, name=name, expected="field names, each with a reason")
            return {}
        reasons = {}
        for key, child in node.entries:
            if isinstance(child, Scalar) and child.text.strip():
                reasons[key.text] = " ".join(child.text.split())
            else:
                self._report("MS115", child, trail, name=f"{name}.{printable(key.text)[:60]}", expected="a reason")
        return reasons


def _extend(trail: str, shape: Shape, node: Mapping) -> str:
    named = [printable(child.text) for name in shape.named_by if isinstance(child := node.get(name), Scalar)]
    if shape.name == "follow_up" and named:
        named = [f"follow-up at {named[0]}"]
    elif not named and trail:
        named = [shape.name.replace("_", "-")]
    return " · ".join(part for part in (trail, *named) if part)
