"""What the program stands on is known: why, from which version on, under which licence."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from tests.house.test_docs import generator

ROOT = Path(__file__).resolve().parents[2]
RUN_TIME = ("fast", "cluster")


@cache
def script() -> ModuleType:
    """`docs/dependencies.py`."""
    found: ModuleType = generator().neighbour("dependencies")
    return found


def direct() -> dict[str, object]:
    return {**script().declared(), **script().declared(*RUN_TIME)}


def test_every_licence_is_allowed() -> None:
    """Of every package that an installation brings, transitive ones too; one without a licence is not."""
    licences = script().brought()
    assert len(licences) > len(direct())
    assert {name: licence for name, licence in licences.items() if script().unknown_parts(licence)} == {}


@pytest.mark.parametrize("licence", ["", "GPL-3.0-or-later", "MIT AND GPL-2.0-only", "Proprietary", "UNKNOWN"])
def test_an_unknown_licence_is_found(licence: str) -> None:
    """So that the test above is about something."""
    assert script().unknown_parts(licence) != []


@pytest.mark.parametrize("licence", ["MIT", "Apache-2.0 OR GPL-3.0-only", "BSD-3-Clause AND MIT", "MPL-2.0"])
def test_a_choice_needs_one_licence_that_is_allowed(licence: str) -> None:
    """Of a choice one is enough; of several at once all are needed."""
    assert script().unknown_parts(licence) == []


def test_every_dependency_has_a_reason() -> None:
    """One sentence or two, and none for what is no dependency."""
    assert set(script().WHY) == set(direct())
    assert [name for name, why in script().WHY.items() if not re.fullmatch(r".{30,}\.", why)] == []


def test_the_lowest_versions_are_those_that_pyproject_asks_for() -> None:
    """`make test-lowest` installs exactly the lower bounds: of the program, its extras, and the tests that it runs."""
    lowest = script().pinned("constraints-lowest.txt")
    bounds = {name: script().lower_bound(requirement) for name, requirement in direct().items()}
    assert {name: lowest.get(name) for name in bounds} == bounds


def test_every_dependency_was_tested_at_both_ends() -> None:
    """The newest version stands in `constraints.txt`, and lies above the lower bound."""
    newest = script().pinned("constraints.txt")
    assert set(direct()) - set(newest) == set()

    def number(version: str) -> tuple[int, ...]:
        return tuple(int(part) for part in re.findall(r"\d+", version))

    lowest = script().pinned("constraints-lowest.txt")
    assert [name for name in direct() if number(newest[name]) < number(lowest[name])] == []
