"""Nodes become rows of typed values, following the declared shapes; every problem on the way is kept."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from metasacro.evidence.trail import EVERYONE
from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.nodes import Document, Mapping, Node, Scalar, Sequence
from metasacro.records.problem_list import MOST_PROBLEMS, first_problems
from metasacro.records.scalars import plain_value, read_scalar
from metasacro.records.shape import NOT_REPORTED, NOTHING, Field, Kind, ListOf, Reasons, Shape, Table, Text
from metasacro.values.frozen import dataclass

#: How much of a name or a key a message repeats.
SHOWN = 60
#: What mends a text in braces that a comma cuts in two.
COMMA = 'a comma begins the next field inside `{…}`; put a text with a comma into quotes: `"one, two"`'


class _Enough(Exception):  # noqa: N818 - it ends a walk and never reaches a caller
    """Ends the walk when nobody would read more problems; never leaves this module."""


@dataclass(frozen=True, slots=True)
class Row:
    """The values of one mapping by field name. A field that was left out, or is `not reported`, gives `None`."""

    values: dict[str, Any]
    location: Location
    trail: str
    _document: Document
    _nodes: dict[str, Node]

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether the field was written, be it as `not reported`."""
        return name in self.values

    def at(self, name: str) -> Location:
        """Where the field's value stands; where the row begins, if the field was left out."""
        return self._document.locate(self._nodes[name]) if name in self._nodes else self.location


class TableReader:
    """Reads the tables of one document; `problems` holds what was found."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.problems: list[Problem] = []

    def read(self, shape: Shape) -> Row | None:
        """The document's root as a row; `None` if it is not a mapping."""
        try:
            row = self._table(shape, self._document.root, trail="")
        except _Enough:
            row = None
        self.problems = first_problems(self.problems)
        return row

    def _report(self, code: str, node: Node, trail: str, hint: str = "", note: str = "", **values: object) -> None:
        self._keep(problem(code, self._document.locate(node), trail=trail, hint=hint, note=note, **values))

    def _keep(self, found: Problem) -> None:
        self.problems.append(found)
        if len(self.problems) > MOST_PROBLEMS:
            raise _Enough

    def _table(self, shape: Shape, node: Node, trail: str) -> Row | None:
        if not isinstance(node, Mapping):
            self._report("MS115", node, trail, name=shape.name, expected="fields with values")
            return None
        trail = _extend(trail, shape, node)
        known = shape.by_name
        values: dict[str, Any] = {}
        nodes: dict[str, Node] = {}
        for key, child in node.entries:
            name = key.text
            declared = known.get(name)
            if declared is None:
                self._unknown(shape, key, trail, cut=node.flow and _is_nothing(child))
                continue
            nodes[name] = child
            value = plain_value(declared.kind, child, self._document)
            values[name] = self._field(declared, key, child, trail) if value is None else value
        for field in shape.required:
            if field.name not in values:
                example = f"for example `{field.name}: {field.example}`" if field.example else ""
                self._report("MS113", node, trail, hint=example, name=field.name, shape=shape.name)
        return Row(values, self._document.locate(node), trail, self._document, nodes)

    def _unknown(self, shape: Shape, key: Scalar, trail: str, *, cut: bool) -> None:
        """`cut`: it stands in braces without a value, as the rest of a text does that a comma cuts."""
        close = get_close_matches(key.text[:SHOWN], [field.name for field in shape.fields], n=1, cutoff=0.6)
        if key.text.isdigit():
            hint = "a comma separates fields here; use a point for decimals: `5.8`"
        elif close:
            hint = f"did you mean `{close[0]}`?" + (f" If not: {COMMA}" if cut else "")
        elif cut:
            hint = COMMA
        else:
            hint = "known fields: " + ", ".join(f"`{field.name}`" for field in shape.fields)
        self._report("MS111", key, trail, hint=hint, name=printable(key.text, SHOWN), shape=shape.name)

    def _field(self, field: Field, key: Scalar, node: Node, trail: str) -> Any:
        if _is_nothing(node):
            self._report("MS126", key, trail, name=field.name)
            return None
        if isinstance(node, Scalar) and node.text == NOT_REPORTED and not isinstance(field.kind, Reasons):
            if not field.may_be_unreported:
                self._report("MS119", node, trail, name=field.name)
            return None
        return self._value(field.kind, field.name, node, trail)

    def _value(self, kind: Kind, name: str, node: Node, trail: str) -> Any:
        if isinstance(kind, Table):
            return self._table(kind.shape, node, trail)
        if isinstance(kind, ListOf):
            return self._list(kind, name, node, trail)
        if isinstance(kind, Reasons):
            return self._reasons(name, node, trail)
        if not isinstance(node, Scalar):
            self._report("MS115", node, trail, name=name, expected="one value")
            return None
        value = read_scalar(kind, node.text, self._document.locate(node), name, trail)
        if isinstance(value, Problem):
            self._keep(value)
            return None
        return value

    def _list(self, kind: ListOf, name: str, node: Node, trail: str) -> tuple[Any, ...]:
        if kind.or_one and isinstance(node, Scalar):
            one = self._value(kind.item, name, node, trail)
            return () if one is None else (one,)
        if not isinstance(node, Sequence):
            self._report("MS115", node, trail, name=name, expected="a list, one `-` an entry")
            return ()
        if kind.length is not None and len(node.items) != kind.length:
            self._report("MS115", node, trail, name=name, expected=f"a list of {kind.length} values")
            return ()
        if len(node.items) < kind.least:
            self._report("MS115", node, trail, name=name, expected="a list with at least one entry")
            return ()
        if kind.most is not None and len(node.items) > kind.most:
            self._report("MS115", node, trail, name=name, expected=f"a list of at most {kind.most} values")
            return ()
        items = [self._item(kind.item, name, item, trail) for item in node.items]
        return tuple([item for item in items if item is not None])

    def _item(self, kind: Kind, name: str, node: Node, trail: str) -> Any:
        if _is_nothing(node):
            self._report("MS126", node, trail, name=name)
            return None
        return self._value(kind, name, node, trail)

    def _reasons(self, name: str, node: Node, trail: str) -> dict[str, str]:
        if not isinstance(node, Mapping):
            self._report("MS115", node, trail, name=name, expected="field names, each with a reason")
            return {}
        reasons = {}
        for key, child in node.entries:
            shown = f"{name}.{printable(key.text, SHOWN)}"
            if isinstance(child, Scalar) and not _is_nothing(child):
                about = self._value(Text(), name, key, trail)
                reason = self._value(Text(), shown, child, trail)
                if about is not None and reason is not None:
                    reasons[about] = reason
            else:
                cut = COMMA if node.flow and _is_nothing(child) else ""
                self._report("MS115", child, trail, hint=cut, name=shown, expected="a reason")
        return reasons


def _is_nothing(node: Node) -> bool:
    return type(node) is Scalar and (not node.text.strip() or (node.plain and node.text in NOTHING))


def _extend(trail: str, shape: Shape, node: Mapping) -> str:
    named = [printable(child.text, SHOWN) for name in shape.named_by if isinstance(child := node.get(name), Scalar)]
    if len(named) > 1 and named[-1] == EVERYONE:
        named.pop()
    if shape.name == "follow_up" and named:
        named = [f"follow-up at {named[0]}"]
    elif shape.name == "item" and named:
        named = [f"item {named[0]}"]
    elif not named and trail:
        named = [shape.name.replace("_", "-")]
    return " · ".join([part for part in (trail, *named) if part])
