"""What an import made of a file: drafts whose every number stands in the file, or coded problems."""

from __future__ import annotations

from collections.abc import Collection

from metasacro.problems import Problem
from metasacro.problems.printable import UNSAFE
from metasacro.records.file_text import decode
from metasacro.records.imports.draft import Draft, Imported
from metasacro.records.imports.mapping import Mapping, mapping_text, read_mapping
from metasacro.records.nodes import Mapping as Tree
from metasacro.records.nodes import Node, Scalar, Sequence
from metasacro.records.record_writing import record_text
from metasacro.records.shape import NOT_REPORTED, Kind, ListOf, Number, Table
from metasacro.records.study_fields import STUDY
from metasacro.records.study_text import read_study
from metasacro.records.yaml_text import parse_yaml
from tests.fuzz.file import as_text
from tests.fuzz.oracle import broken, coded, must
from tests.fuzz.targets.citations import held


def mapping_of(data: bytes) -> Mapping | None:
    """The mapping of an import, or `None` where it was refused with coded problems."""
    if not data.strip():
        return Mapping()
    source = as_text(data, "map.yaml")
    if source is None:
        return None
    mapping = read_mapping(source)
    if isinstance(mapping, list):
        coded(mapping, placed=False)
        must(bool(mapping), "a mapping, or problems", source.text)
        return None
    return mapping


def kept(found: Imported, mapping: Mapping, cells: Collection[str] | None) -> None:
    """Problems are coded; drafts can be read and hold the numbers of the file. `cells`: its texts, where known."""
    coded(found.problems)
    for left in found.unmapped:
        must(bool(left.reason) and left.location.line >= 1, "a reason and a place", left)
    if found.problems:
        return
    held(found.references)
    for draft in found.drafts:
        _readable(draft, cells)
    if found.columns:
        text = mapping_text(mapping, found.columns, outcomes=found.of_outcomes)
        again = decode(text.encode(), "map.yaml")
        if isinstance(again, Problem):
            broken("a mapping that can be read", again, text)
        read = read_mapping(again)
        must(not isinstance(read, list), "a mapping that can be read", read, text)


def _readable(draft: Draft, cells: Collection[str] | None) -> None:
    text = record_text(draft.fields, comments=draft.comments)
    source = decode(text.encode(), f"studies/{draft.study}.yaml")
    if isinstance(source, Problem):
        broken("a draft that can be read", source, text)
    document = parse_yaml(source)
    if isinstance(document, Problem):
        broken("a draft that is YAML", document, text)
    _, problems = read_study(source)
    coded(problems)
    must(not UNSAFE.search(text.replace("\n", "")), "nothing unsafe in a draft", text)
    if cells is not None:
        for number in _numbers(document.root, Table(shape=STUDY)):
            must(number == NOT_REPORTED or number in cells, "a number of the file", number, sorted(cells)[:20])


def _numbers(node: Node, kind: Kind | None) -> list[str]:
    """The text of every field that holds a number."""
    if isinstance(node, Scalar):
        return [node.text] if isinstance(kind, Number) and node.text else []
    if isinstance(node, Sequence):
        item = kind.item if isinstance(kind, ListOf) else None
        return [number for child in node.items for number in _numbers(child, item)]
    assert isinstance(node, Tree)
    known = kind.shape.by_name if isinstance(kind, Table) else {}
    return [n for key, child in node.entries if key.text in known for n in _numbers(child, known[key.text].kind)]
