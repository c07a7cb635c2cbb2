"""Every requirement leads to a test: every method, every code, every promise."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.test_docs import generator

TESTS = Path(__file__).resolve().parents[1]


@cache
def script(name: str) -> ModuleType:
    """`docs/traceability.py` or `docs/promises.py`."""
    found: ModuleType = generator().neighbour(name)
    return found


def test_every_requirement_has_a_test() -> None:
    """Found by what the tests name."""
    requirements = script("traceability").requirements()
    assert len(requirements) > 500
    assert [what for what, tests in requirements.items() if not tests] == []


def test_a_requirement_without_a_test_is_found() -> None:
    """So that the test above is about something: a code that nobody names has none."""
    assert script("traceability").tests_of_code("MS" + "099") == []


@pytest.mark.parametrize("promise", script("promises").PROMISES, ids=lambda promise: promise.key)
def test_a_promise_has_its_tests(promise: tuple[str, str, tuple[str, ...]]) -> None:
    """Each is a function of the file that is named."""
    _, sentence, tests = promise
    assert sentence.endswith(".")
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test


def test_no_promise_is_made_twice() -> None:
    """A key means one promise."""
    keys = [promise.key for promise in script("promises").PROMISES]
    assert len(set(keys)) == len(keys)


def test_every_method_stands_in_the_matrix() -> None:
    """Each folder that defines methods has a title."""
    trace = script("traceability")
    folders = {method.function.__module__.split(".")[1] for method in trace.methods().values()}
    assert folders == set(trace.TITLES)
