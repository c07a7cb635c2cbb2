"""The committed schemas are current, and every shipped record follows the one that its first line names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from metasacro.records.json_schema import SCHEMAS, schema_of

STUDIES = Path(__file__).resolve().parents[2] / "studies"
FILES = sorted(STUDIES.glob("*.yaml"))


def kind_of(path: Path) -> str:
    return "protocol" if path.name == "protocol.yaml" else "record"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_committed_schema_is_current(name: str) -> None:
    """`make schema` writes it."""
    committed = (STUDIES / f"{name}.schema.json").read_text(encoding="utf-8")
    assert committed == json.dumps(schema_of(name), indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one(name: str) -> None:
    """It obeys its own dialect."""
    schema = schema_of(name)
    assert jsonschema.Draft202012Validator.check_schema(schema) is None
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_first_line_names_the_schema(path: Path) -> None:
    """So that editors complete and check the file."""
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    assert first == f"# yaml-language-server: $schema={kind_of(path)}.schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_follows_its_schema(path: Path) -> None:
    """As an editor reads it, with YAML 1.1's own types."""
    read: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema_of(kind_of(path)))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(read)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("n: 53", "n: 0"),
        ("seen: full text", "seen: text"),
        ("label: Gupta 2014", "labl: Gupta 2014"),
        ("0-10", "ten"),
        ("answer: yes", "answer: maybe"),
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(old: str, new: str) -> None:
    """An editor shows the slip before `metasacro check` does."""
    text = (STUDIES / "gupta2014.yaml").read_text(encoding="utf-8")
    broken = yaml.safe_load(text.replace(old, new, 1))
    assert not jsonschema.Draft202012Validator(schema_of("record")).is_valid(broken)
