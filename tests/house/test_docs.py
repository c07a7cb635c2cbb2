"""The pages of the manual that follow from the program are current."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from metasacro.commands import exit_codes
from metasacro.commands.main import VERBS
from metasacro.problems import CATALOGUE
from metasacro.records.explained_fields import field_names
from metasacro.views.explanations import methods

DOCS = Path(__file__).resolve().parents[2] / "docs"


def generator() -> ModuleType:
    """`docs/generate.py`, which is a script and not part of the package."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", sorted(generator().PAGES))
def test_a_page_is_current(name: str) -> None:
    """`python docs/generate.py` writes it."""
    assert (DOCS / name).read_text(encoding="utf-8") == generator().PAGES[name]()


def test_the_readme_shows_what_pool_prints() -> None:
    """Its first block of output is the first table of the committed example, to the letter."""
    page = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    assert page == generator().readme(page)
    assert "Gupta 2014" in page


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_code_has_an_entry(code: str) -> None:
    """A heading that a link can lead to."""
    assert f"\n### {code}\n" in (DOCS / "codes.md").read_text(encoding="utf-8")


def test_every_verb_has_an_entry() -> None:
    """A heading, with the help that click prints; the exit codes are those of the program."""
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert [verb for verb in VERBS if f"\n## `metasacro {verb}`\n\n```text\nUsage: metasacro {verb} " not in page] == []
    assert [code for code in vars(exit_codes).values() if isinstance(code, int) and f" {code} " not in page] == []


def test_every_field_and_every_method_has_an_entry() -> None:
    """By its name and by its key."""
    fields, pages = (DOCS / "fields.md").read_text(encoding="utf-8"), (DOCS / "methods.md").read_text(encoding="utf-8")
    assert [name for name in field_names() if f"| `{name}` |" not in fields] == []
    assert [key for key in methods() if f"## `{key}` · " not in pages] == []
