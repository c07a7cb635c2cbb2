"""Whatever a file holds, reading it gives a record or coded problems: never an exception, a hang or an unsafe byte."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from metasacro.evidence.protocol import Protocol
from metasacro.evidence.study import Study
from metasacro.problems import CATALOGUE, Problem
from metasacro.problems.printable import UNSAFE
from metasacro.records import yaml_text
from metasacro.records.bibliography import read_bibliography
from metasacro.records.file_text import decode
from metasacro.records.protocol_text import read_protocol
from metasacro.records.study_text import read_study

GOOD = Path(__file__).parent / "good"
RECORD = (GOOD / "jones2021.yaml").read_bytes()
PROTOCOL = (GOOD / "protocol.yaml").read_bytes()
#: The suite stays below a minute; a long run raises this number.
RUNS = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))

#: Bytes that mean something to YAML, to a terminal or to a number parser.
TOKENS = [
    *(b"\n", b"  ", b"- ", b": ", b"? ", b"[", b"]", b"{", b"}", b",", b"#", b" #x", b"&a ", b"*a", b"<<: ", b"!x "),
    *(b"|\n", b">\n", b"'", b'"', b"%YAML 1.2\n", b"---\n", b"...\n", b"\t", b"~", b"null", b"not reported", b"\\0"),
    *(b'"\\uD800"', b"\x00", b"\x1b[2J", b"\x9b", b"\r", b"\xef\xbb\xbf", b"\xff", "−".encode(), "\u202e".encode()),
    *(b"1e400", b".nan", b"012", b"9" * 400, b"-", b"study", b"cohorts", b"all"),
]


def check_problems(problems: list[Problem]) -> None:
    """Every problem has a code of the catalogue, a place, and nothing unsafe in it."""
    for found in problems:
        assert found.code in CATALOGUE
        assert found.location is not None
        assert found.location.line >= 1
        assert found.location.column >= 1
        assert not UNSAFE.search(found.message + found.trail + found.hint + found.note)
        assert len(found.message) < 500


def check_record(data: bytes) -> None:
    source = decode(data, "studies/jones2021.yaml")
    if isinstance(source, Problem):
        check_problems([source])
        return
    study, problems = read_study(source)
    check_problems(problems)
    assert (study is None) == bool(problems)
    assert study is None or (isinstance(study, Study) and not UNSAFE.search(repr(study).replace("\n", "")))


def check_protocol(data: bytes) -> None:
    source = decode(data, "studies/protocol.yaml")
    if isinstance(source, Problem):
        check_problems([source])
        return
    protocol, problems = read_protocol(source)
    check_problems(problems)
    assert (protocol is None) == bool(problems)
    assert protocol is None or isinstance(protocol, Protocol)


@pytest.mark.parametrize("name", ["CSafeLoader", "SafeLoader"])
@RUNS
@given(data=st.binary(max_size=300))
@example(data=b"")
@example(data=b"%YAML 1." + b"1" * 5_000 + b"\n--- a")
def test_arbitrary_bytes(name: str, data: bytes) -> None:
    """Bytes without any structure."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_text, "Loader", getattr(yaml, name, yaml.SafeLoader))
        check_record(data)


@RUNS
@given(pieces=st.lists(st.sampled_from(TOKENS), max_size=60))
def test_arbitrary_tokens(pieces: list[bytes]) -> None:
    """Pieces of YAML in any order."""
    check_record(b"".join(pieces))


@RUNS
@given(
    edits=st.lists(
        st.tuples(st.integers(0, len(RECORD)), st.integers(0, 30), st.sampled_from(TOKENS)), min_size=1, max_size=4
    )
)
def test_a_good_record_with_pieces_replaced(edits: list[tuple[int, int, bytes]]) -> None:
    """A good file in which a few stretches are replaced by tokens."""
    data = RECORD
    for at, length, token in edits:
        data = data[:at] + token + data[at + length :]
    check_record(data)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path to every value of a tree."""
    found = [path] if path else []
    if isinstance(tree, dict):
        found += [place for key, child in tree.items() for place in places(child, (*path, key))]
    if isinstance(tree, list):
        found += [place for index, child in enumerate(tree) for place in places(child, (*path, index))]
    return found


def tree_of(data: bytes) -> Any:
    """The file as plain values, all scalars as text."""
    return yaml.load(data, Loader=yaml.BaseLoader)


RECORD_TREE, PROTOCOL_TREE = tree_of(RECORD), tree_of(PROTOCOL)
#: What may stand where something else is expected, nested as deep as one likes.
ODD_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(
        [
            *("not reported", "all", "cancer", "1 month", "0-10", "<.001", "-1", "0", "1e9", "54", "patients"),
            *("jbi", "minors", "yes", "no", "2", "11", "risk of bias", "very low"),
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=5,
)


def mutated(tree: Any, place: tuple[Any, ...], how: str, value: Any) -> Any:
    """The tree with the value at one place replaced, removed, doubled or renamed."""
    tree = copy.deepcopy(tree)
    parent = tree
    for step in place[:-1]:
        parent = parent[step]
    last = place[-1]
    if how == "replace":
        parent[last] = value
    elif how == "remove":
        del parent[last]
    elif isinstance(parent, list):
        parent.append(copy.deepcopy(parent[last]))
    elif how == "rename":
        parent[str(value)[:20]] = parent.pop(last)
    else:
        parent[last] = [parent[last], parent[last]]
    return tree


HOW = st.sampled_from(["replace", "remove", "double", "rename"])


@RUNS
@given(place=st.sampled_from(places(RECORD_TREE)), how=HOW, value=ODD_VALUES)
def test_a_good_record_with_a_value_mutated(place: tuple[Any, ...], how: str, value: Any) -> None:
    """A list where text is expected, a mapping where a number is, a field gone, doubled or renamed."""
    check_record(json.dumps(mutated(RECORD_TREE, place, how, value)).encode())


@RUNS
@given(place=st.sampled_from(places(PROTOCOL_TREE)), how=HOW, value=ODD_VALUES)
def test_a_good_protocol_with_a_value_mutated(place: tuple[Any, ...], how: str, value: Any) -> None:
    """The same for the protocol."""
    check_protocol(json.dumps(mutated(PROTOCOL_TREE, place, how, value)).encode())


@pytest.mark.parametrize("place", places(RECORD_TREE), ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("value", [[], {}, [[]], "", "x", "0"], ids=repr)
def test_every_place_of_a_record_refuses_or_reads(place: tuple[Any, ...], value: Any) -> None:
    """Each value in turn is an empty list, an empty mapping, a nested list, nothing, a word, a zero."""
    data = json.dumps(mutated(RECORD_TREE, place, "replace", value)).encode()
    check_record(data)
    assert data != RECORD


@pytest.mark.parametrize("place", places(PROTOCOL_TREE), ids=lambda place: ".".join(map(str, place)))
@pytest.mark.parametrize("value", [[], {}, [[]], "", "x", "0"], ids=repr)
def test_every_place_of_a_protocol_refuses_or_reads(place: tuple[Any, ...], value: Any) -> None:
    """The same for the protocol."""
    data = json.dumps(mutated(PROTOCOL_TREE, place, "replace", value)).encode()
    check_protocol(data)
    assert data != PROTOCOL


@RUNS
@given(
    pieces=st.lists(
        st.sampled_from(
            ["@article{", "@string{", "@comment{", "@", "{", "}", ",", "=", '"', "#", "\\", "a", "b", "1", "\n", " "]
        ),
        max_size=40,
    )
)
@example(pieces=["@article{a, title={", "{" * 20_000])
@example(pieces=["@", "a" * 50_000, "{"])
def test_arbitrary_bibliographies(pieces: list[str]) -> None:
    """Entries that do not end, keys that are not keys: problems with a place, or references."""
    source = decode("".join(pieces).encode(), "studies/references.bib")
    assert not isinstance(source, Problem)
    references, problems = read_bibliography(source)
    check_problems(problems)
    assert all(key == reference.key for key, reference in references.items())


def test_the_parser_of_the_bibliography_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """It logs whole keys as they stand in the file; only our problem is printed."""
    source = decode(b"@article{a, title={x}\n\n@article{b, title={y}}\n", "studies/references.bib")
    assert not isinstance(source, Problem)
    assert [found.code for found in read_bibliography(source)[1]] == ["MS131"]
    assert capfd.readouterr() == ("", "")
