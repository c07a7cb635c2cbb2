"""Values become the text of a record: the schema line, the fields in their order, remarks that say what to type."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from metasacro.records.scalars import NUMBER
from metasacro.records.shape import Identifier, Kind, ListOf, Number, Reasons, Shape, Table, Text
from metasacro.records.study_fields import STUDY
from metasacro.records.yaml_writing import WIDTH, Piece, written

#: The first line of a record; editors complete and check its fields by it.
SCHEMA_LINE = "# yaml-language-server: $schema=record.schema.json"

#: Where a value stands: names of fields and positions in lists, as `("results", 0, "baseline", "n")`.
Trail: TypeAlias = tuple[str | int, ...]

#: Tables that stand on one line where they fit. Of reasons only one does: two read better below each other.
ROWS = frozenset({"baseline", "follow_up", "change", "counted", "levels", "band", "comparisons", "resolved"})
#: The same, where no table stands inside.
FLAT_ROWS = frozenset({"characteristics"})


def record_text(fields: Mapping[str, Any], *, comments: Mapping[Trail, str] | None = None, shape: Shape = STUDY) -> str:
    """The text of a record, which `read_study` reads back to the same values.

    `fields` holds texts, whole numbers, mappings and sequences of them. A number that was printed is given as the text
    that was printed: `"5.0"` is written `5.0`. A value that is `None`, or a mapping or sequence without anything in it,
    leaves its field out; an empty text leaves the field open, without a value, for a person to type. Fields come in the
    order of the record's fields; names that it does not know stand last, so that `check` can name them.

    `comments` maps the trail of a value to words, which stand beside it, or above it where there is no room. The trail
    `()` is the whole record: its words stand below the schema line.

    >>> print(record_text({"study": "smith2020", "cohorts": [{"n": "27", "cohort": "all"}]},
    ...                   comments={("cohorts", 0, "n"): "Table 1"}), end="")
    # yaml-language-server: $schema=record.schema.json
    study: smith2020
    <BLANKLINE>
    cohorts:
      - cohort: all
        n: 27 # Table 1
    """
    remarks = dict(comments or {})
    root = _table(fields, Table(shape=shape), (), _line(remarks.get((), "")), remarks)
    root.above = [SCHEMA_LINE, *_remark(root.beside)]
    root.beside = ""
    assert isinstance(root.content, dict)
    set_apart(root.content, shape)
    return written(root)


def set_apart(entries: Mapping[str, Piece], shape: Shape) -> None:
    """An empty line above every list of tables at the top of a file, and above what follows one."""
    known, below_tables = shape.by_name, False
    for position, (name, piece) in enumerate(entries.items()):
        kind = known[name].kind if name in known else None
        of_tables = isinstance(kind, ListOf) and isinstance(kind.item, Table)
        piece.blank = position > 0 and (piece.blank or of_tables or below_tables)
        below_tables = of_tables


def in_order(names: Sequence[str], shape: Shape | None) -> list[str]:
    """The names of fields in the shape's order; those that it does not know stay last, in theirs."""
    if shape is None:
        return list(names)
    known = [field.name for field in shape.fields]
    return sorted(names, key=lambda name: known.index(name) if name in known else len(known))


def kind_below(kind: Kind | None, name: str) -> Kind | None:
    """What a field of a table may hold; `None` where nothing is declared."""
    if not isinstance(kind, Table):
        return None
    field = kind.shape.by_name.get(name)
    return field.kind if field else None


def _piece(value: Any, kind: Kind | None, trail: Trail, remarks: dict[Trail, str]) -> Piece:
    beside = _line(remarks.get(trail, ""))
    if isinstance(value, Mapping):
        return _table(value, kind, trail, beside, remarks)
    if isinstance(value, Sequence) and not isinstance(value, str):
        item = kind.item if isinstance(kind, ListOf) else None
        items = [_piece(entry, item, (*trail, position), remarks) for position, entry in enumerate(value)]
        return Piece(content=items, braces=isinstance(item, Identifier | Number), beside=beside)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise TypeError(f"{trail}: {value!r} is neither text nor a whole number; a printed number is given as its text")
    # A year in a text would look like a number to an editor.
    quotes = '"' if isinstance(kind, Text) and NUMBER.fullmatch(str(value)) else ""
    return Piece(content=str(value), quotes=quotes, beside=beside)


def _table(fields: Mapping[str, Any], kind: Kind | None, trail: Trail, beside: str, remarks: dict[Trail, str]) -> Piece:
    told = [name for name, value in fields.items() if value is not None and value not in ({}, [], ())]
    names = in_order(told, kind.shape if isinstance(kind, Table) else None)
    content = {name: _piece(fields[name], kind_below(kind, name), (*trail, name), remarks) for name in names}
    flat = all(isinstance(child.content, str) for child in content.values())
    holder = next((str(name) for name in reversed(trail) if isinstance(name, str)), "")
    braces = holder in ROWS or (holder in FLAT_ROWS and flat) or (isinstance(kind, Reasons) and len(content) == 1)
    braces = braces and all(child.content != "" for child in content.values())
    return Piece(content=content, braces=braces, beside=beside)


def _line(words: str) -> str:
    return f"# {' '.join(words.split())}" if words.split() else ""


def _remark(line: str) -> list[str]:
    """A long remark as several lines."""
    return [f"# {part}" for part in textwrap.wrap(line[2:], WIDTH - 2)] if line else []
