"""What an editor is told of a field is what the reader holds it to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from metasacro.records.file_text import FileText
from metasacro.records.json_schema import DIALECT, SCHEMAS, schema_of
from metasacro.records.protocol_text import read_protocol
from metasacro.records.shape import Kind, ListOf, Shape, Table
from metasacro.records.study_text import read_study

GOOD = Path(__file__).parent / "good"
FILES = {"record": "smith2020.yaml", "protocol": "protocol.yaml"}
READERS: dict[str, Callable[[FileText], tuple[object, object]]] = {"record": read_study, "protocol": read_protocol}


def shapes(kind: Kind) -> list[Shape]:
    """Every table inside a kind."""
    if isinstance(kind, ListOf):
        return shapes(kind.item)
    if not isinstance(kind, Table):
        return []
    return [kind.shape, *(inner for field in kind.shape.fields for inner in shapes(field.kind))]


def described(schema: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Every object with fields inside a schema."""
    here = [schema] if "properties" in schema else []
    inner = [*schema.get("properties", {}).values(), *schema.get("anyOf", ()), *filter(None, [schema.get("items")])]
    return [*here, *(found for part in inner for found in described(part))]


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_table_allows_its_fields_and_no_other(name: str) -> None:
    schema = schema_of(name)
    assert schema["$schema"] == DIALECT
    told = [
        (list(found["properties"]), found["required"], found["additionalProperties"]) for found in described(schema)
    ]
    for shape in shapes(Table(shape=SCHEMAS[name])):
        required = [field.name for field in shape.fields if field.required]
        assert ([field.name for field in shape.fields], required, False) in told


def test_a_field_is_explained_with_its_example() -> None:
    fields = schema_of("record")["properties"]["results"]["items"]["properties"]["baseline"]["properties"]
    assert fields["mean"] == {"description": "mean as printed", "examples": ["9.2"], "type": "number"}
    assert fields["n"]["anyOf"] == [
        {"type": "integer", "minimum": 1, "maximum": 100_000_000},
        {"const": "not reported"},
    ]


JUDGED = """\
risk_of_bias:
  - tool: jbi
    by: {by}
    items:
      - {{item: 1, answer: {answer}, reason: made up}}
overlaps:"""

#: The file, what is written otherwise in it, and whether it may be.
CHANGES = [
    ("record", "label: Smith 2020", f"label: {'x' * 200}", True),
    ("record", "label: Smith 2020", f"label: {'x' * 201}", False),
    ("record", "cohort: all, n: 27", "cohort: a b, n: 27", False),
    ("record", "seen: full text", "seen: abstract", True),
    ("record", "seen: full text", "seen: text", False),
    ("record", "n: 27, where: Table 1", "n: 100000000, where: Table 1", True),
    ("record", "n: 27, where: Table 1", "n: 100000001, where: Table 1", False),
    ("record", "n: 27, where: Table 1", "n: 0, where: Table 1", False),
    ("record", "n: 27, mean: 8.2", "n: 27.5, mean: 8.2", False),
    ("record", "n: 27, mean: 8.2", "n: not reported, mean: 8.2", True),
    ("record", "sd: 1.9", "sd: 0", False),
    ("record", "sd: 1.9", "ci: [7.4, 9.0]", True),
    ("record", "sd: 1.9", "ci: [7.4]", False),
    ("record", "time: 1 month", "time: 27 days", True),
    ("record", "time: 1 month", "time: soon", False),
    ("record", "scale: 0-10", "scale: ten", False),
    ("record", "p: <.001", "p: 0.06", True),
    ("record", "p: <.001", "p: 1.2", False),
    ("record", "p: <.001", "p: small", False),
    ("record", "scale: 0-10", "scale: 0-10\n    assumed: {scale: usual}", True),
    ("record", "scale: 0-10", "scale: 0-10\n    assumed: {scale: [usual]}", False),
    ("record", "overlaps:", JUDGED.format(by="A. Reader", answer="yes"), True),
    ("record", "overlaps:", JUDGED.format(by="[A. Reader, B. Reader]", answer="unclear"), True),
    ("record", "overlaps:", JUDGED.format(by="A. Reader", answer="maybe"), False),
    ("record", "label: Smith 2020", "labl: Smith 2020", False),
    ("record", "citation: smith2020\n", "", False),
    ("protocol", "grid: [0.3, 0.7]", "grid: [0.3]", True),
    ("protocol", "grid: [0.3, 0.7]", "grid: []", False),
    ("protocol", "grid: [0.3, 0.7]", "grid: [0.3, 1.7]", False),
    ("protocol", "level: {value: 0.95", "level: {value: 1", False),
    ("protocol", "leave_out: [jones2021]", "leave_out: jones2021", False),
    ("protocol", "cohorts: whole", "cohorts: all", False),
]


@pytest.mark.parametrize(("name", "old", "new", "fine"), CHANGES, ids=lambda value: str(value)[:40])
def test_the_schema_and_the_reader_agree(name: str, old: str, new: str, fine: bool) -> None:
    """On good files in which one thing is written otherwise; an editor reads YAML 1.1's own types."""
    text = (GOOD / FILES[name]).read_text(encoding="utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    validator = jsonschema.Draft202012Validator(schema_of(name))
    assert validator.is_valid(yaml.safe_load(changed)) is fine
    value, _ = READERS[name](FileText(file=FILES[name], text=changed, digest=""))
    assert (value is not None) is fine
