"""The list of mutants that no test kills is that of the source as it stands, and its counts are those of the table."""

from __future__ import annotations

import ast
from collections import Counter

import pytest

from tests.mutants.ledger import RESULTS, ROOT, Survivor, kernel, results, survivors

SURVIVORS = survivors()
#: A shorter sentence says nothing.
ARGUMENT = 20


def function_text(file: str, name: str) -> list[str]:
    """The lines of a function, or of a function in a class or function."""
    text = (ROOT / file).read_text(encoding="utf-8")
    node: ast.AST = ast.parse(text)
    for part in name.split("."):
        node = next(child for child in ast.walk(node) if getattr(child, "name", None) == part)
    assert isinstance(node, ast.FunctionDef | ast.ClassDef)
    return [line.strip() for line in text.splitlines()[node.lineno - 1 : node.end_lineno]]


@pytest.mark.parametrize("entry", SURVIVORS, ids=lambda entry: f"{entry.function}: {entry.was}"[:60])
def test_a_survivor_stands_in_the_source(entry: Survivor) -> None:
    """After a change to a line, its mutants are tried again: `make mutants MODULE=FILE`."""
    assert entry.line in function_text(entry.file, entry.function)


@pytest.mark.parametrize("file", sorted(results()))
def test_the_counts_are_those_of_the_list(file: str) -> None:
    counts = results()[file]
    listed = Counter("argued" if entry.because else "open" for entry in SURVIVORS if entry.file == file)
    assert (listed["argued"], listed["open"]) == (counts["argued"], counts["open"])
    assert counts["mutants"] == counts["killed"] + counts["argued"] + counts["open"]


def test_every_file_of_the_list_was_tried_and_every_argument_says_something() -> None:
    assert {entry.file for entry in SURVIVORS} <= set(results())
    assert [entry for entry in SURVIVORS if 0 < len(entry.because) < ARGUMENT] == []


def test_what_was_not_tried_is_named() -> None:
    named = RESULTS.read_text(encoding="utf-8").partition("Not run")[2]
    assert [file for file in kernel() if file not in results() and f"`{file}`" not in named] == []
