"""The parser of `references.bib` reads entries without its other steps, and has them where they are asked for."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.machinery import PathFinder
from types import ModuleType

import pytest

from metasacro.records.light_bibtex import STEPS, defer_steps

READ = """
import sys
from metasacro.records.bibliography import read_blocks
library = read_blocks('@string{j = "Spine"}\\n@article{a, journal = j, year = {2013}}\\n@article{a, year = 1}\\n')
print([(entry.key, [(field.key, field.value) for field in entry.fields]) for entry in library.entries])
print(len(library.failed_blocks), "pylatexenc" in sys.modules)
from bibtexparser.middlewares import LatexDecodingMiddleware, SplitNameParts
import bibtexparser
print(bibtexparser.middlewares.LatexDecodingMiddleware is LatexDecodingMiddleware, "pylatexenc" in sys.modules)
print(bibtexparser.parse_string("@a{b, c = {d}}", append_middleware=[LatexDecodingMiddleware()]).entries[0]["c"])
"""


def test_entries_are_read_without_the_latex_parser_which_is_there_when_it_is_named() -> None:
    told = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True).stdout.split("\n")
    assert told[0] == "[('a', [('journal', 'Spine'), ('year', '2013')])]"
    assert told[1] == "1 False"
    assert told[2] == "True True"
    assert told[3] == "d"


@pytest.fixture
def not_loaded() -> Iterator[None]:
    """As in a process that has not read a bibliography yet."""
    before = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "bibtexparser"}
    yield
    for name in [name for name in sys.modules if name.partition(".")[0] == "bibtexparser"]:
        del sys.modules[name]
    sys.modules.update(before)


def test_the_package_is_run_when_another_of_its_steps_is_asked_for(not_loaded: None) -> None:
    """And not for the step that reading uses, nor for a name that no package has."""
    defer_steps()
    steps = sys.modules[STEPS]
    assert import_module("bibtexparser").middlewares is steps
    used = steps.ResolveStringReferencesMiddleware
    assert used is import_module(f"{STEPS}.interpolate").ResolveStringReferencesMiddleware
    with pytest.raises(AttributeError, match="has no attribute '_none'"):
        _ = steps._none
    assert type(steps) is not ModuleType
    assert steps.LatexDecodingMiddleware.__module__.startswith(STEPS)
    assert type(steps) is ModuleType
    assert steps.ResolveStringReferencesMiddleware is used
    defer_steps()
    assert sys.modules[STEPS] is steps


def test_a_parser_without_that_package_is_left_as_it_is(not_loaded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    found = PathFinder.find_spec
    monkeypatch.setattr(PathFinder, "find_spec", lambda name, *more: None if name == STEPS else found(name, *more))
    defer_steps()
    assert STEPS not in sys.modules
