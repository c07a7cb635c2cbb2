"""The mapping of an import: which column goes where, as a small YAML file that can be kept beside the evidence."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from dataclasses import dataclass, field

from metasacro.problems import Location, Problem, problem
from metasacro.records.file_text import FileText
from metasacro.records.imports.targets import LONG, UNMAPPED, WIDE
from metasacro.records.nodes import Mapping as Tree
from metasacro.records.nodes import Scalar
from metasacro.records.shape import Choice, Field, ListOf, Reasons, Shape, Text
from metasacro.records.tables import TableReader
from metasacro.records.yaml_text import parse_yaml

POINT, COMMA = "point", "comma"
SHAPE = Shape(
    name="mapping",
    help="which column of a table goes where",
    fields=(
        Field(name="shape", kind=Choice(options=(WIDE, LONG)), help="one row a study, or a row for each measurement"),
        Field(name="decimal", kind=Choice(options=(POINT, COMMA)), help="the decimal sign of the file"),
        Field(name="separator", kind=Choice(options=(",", ";")), help="what separates the columns"),
        Field(name="missing", kind=ListOf(item=Text(), or_one=True), help="cells that mean `not reported`"),
        Field(name="columns", kind=Reasons(), help="column → field"),
        Field(name="constants", kind=Reasons(), help="field → the value of every row"),
        Field(name="outcomes", kind=Reasons(), help="outcome of a RevMan file → field"),
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """What a mapping says of one name, and where. Without a place the command line said it."""

    text: str
    location: Location | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A mapping as it stands in its file."""

    shape: str = WIDE
    decimal: str = POINT
    separator: str = ""
    missing: frozenset[str] = frozenset()
    columns: Pairs[str, Told] = field(default_factory=dict)
    constants: Pairs[str, Told] = field(default_factory=dict)
    outcomes: Pairs[str, Told] = field(default_factory=dict)


def read_mapping(source: FileText, shape: str | None = None) -> Mapping | list[Problem]:
    """The mapping, or everything that is wrong with it; `shape` holds where the file says none."""
    document = parse_yaml(source)
    if isinstance(document, Problem):
        return [document]
    reader = TableReader(document)
    row = reader.read(SHAPE)
    if row is None or reader.problems:
        return reader.problems
    told = {
        name: {
            " ".join(key.text.split()): Told(" ".join(value.text.split()), document.locate(value))
            for key, value in tree.entries
            if isinstance(value, Scalar)
        }
        for name in ("columns", "constants", "outcomes")
        if isinstance(document.root, Tree) and isinstance(tree := document.root.get(name), Tree)
    }
    if shape is not None and row["shape"] not in (None, shape):
        return [problem("MS168", row.at("shape"), text=row["shape"], reason=f"`--shape` says {shape}")]
    return Mapping(
        shape=row["shape"] or shape or WIDE,
        decimal=row["decimal"] or POINT,
        separator=row["separator"] or "",
        missing=frozenset(row["missing"] or ()),
        **told,
    )


def mapping_text(mapping: Mapping, columns: Pairs[str, str], *, outcomes: bool = False) -> str:
    """The text of a mapping in which every column (or outcome) of a file stands; what is open is `unmapped`."""
    from metasacro.records.yaml_writing import Piece, written

    def table(pairs: Pairs[str, str]) -> Piece:
        return Piece(
            content={name: Piece(content=text, quotes='"' if not text else "") for name, text in pairs.items()}
        )

    content: dict[str, Piece] = {}
    if not outcomes:
        content["shape"] = Piece(content=mapping.shape)
        content["decimal"] = Piece(content=mapping.decimal)
        if mapping.separator:
            content["separator"] = Piece(content=mapping.separator, quotes='"')
    if mapping.missing:
        content["missing"] = Piece(content=[Piece(content=text) for text in sorted(mapping.missing)], braces=True)
    content["outcomes" if outcomes else "columns"] = table(columns)
    if mapping.constants:
        content["constants"] = table({name: told.text for name, told in mapping.constants.items()})
    above = [
        f"# {'Outcome' if outcomes else 'Column'} of the file: field of a record. `{UNMAPPED}` is left out and listed."
    ]
    if outcomes:
        above.append(
            "# Counts: `leak`. Means: `pain.follow_up.1 month` if they are scores, `pain.change.1 month` if changes."
        )
    return written(Piece(content=content, above=above))
