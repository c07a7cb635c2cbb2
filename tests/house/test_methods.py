"""A formula has its papers: a documented function, a citation, numbers it was checked against."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from metasacro.literature import PAPERS, Method
from metasacro.views.explanations import TABLES, explain, methods

README = Path(__file__).resolve().parents[1] / "oracles" / "README.md"
METHODS = list(methods().values())


def plain(text: str) -> str:
    """Lower case, one kind of dash."""
    return re.sub(r"[–—−_ -]+", "-", text.lower())


@pytest.mark.parametrize("section", ["Parameters", "Returns", "Domain", "References"])
@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_method_documents(method: Method, section: str) -> None:
    """What goes in, what comes out, where it holds and who wrote it."""
    assert re.search(rf"^{section}\n-+\n\S", inspect.getdoc(method.function) or "", re.MULTILINE)


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_method_shows_itself_at_work(method: Method) -> None:
    """One doctest, which runs with the others."""
    assert ">>> " in (inspect.getdoc(method.function) or "")


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_method_is_cited(method: Method) -> None:
    """At least one paper, and each can be found."""
    assert method.references
    assert [key for key in method.references if key not in PAPERS] == []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_method_is_checked_against_something(method: Method) -> None:
    """It says against what; the README of the oracles says so too, by its key, its name or its function."""
    assert method.oracle
    told = plain(README.read_text(encoding="utf-8"))
    names = (f"`{method.key}`", method.key, method.name, method.function.__name__)
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", told)] != []


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_a_method_is_explained(method: Method) -> None:
    """`metasacro explain KEY` has a page that begins with the key and ends with what it was checked against."""
    pages = [page for page in explain(method.key) if page.startswith(f"{method.key} · ")]
    assert len(pages) == 1
    assert pages[0].endswith(f"Checked against: {method.oracle}")


def test_no_two_methods_share_a_key() -> None:
    """A key means one thing, upper and lower case alike."""
    assert len({method.key.lower() for method in METHODS}) == len(METHODS)


@pytest.mark.parametrize("key", PAPERS)
def test_a_paper_can_be_found(key: str) -> None:
    """Its key is the first author and the year; its DOI is one."""
    paper = PAPERS[key]
    assert re.fullmatch(r"10\.\d{4,9}/\S+", paper.doi)
    assert key.endswith(str(paper.year))
    assert paper.title
    assert paper.journal


def test_every_method_record_is_in_a_registry() -> None:
    """A record that no table lists would be neither explained nor documented nor tested."""
    listed = {id(method) for table in TABLES for method in table.values()}
    missing = []
    for name in ("tau2", "effects", "moments", "pooling", "diagnostics", "integrity"):
        folder = import_module(f"metasacro.{name}")
        for info in iter_modules(folder.__path__, f"metasacro.{name}."):
            module = import_module(info.name)
            found = [
                key for key, value in vars(module).items() if isinstance(value, Method) and id(value) not in listed
            ]
            missing += [f"{info.name}.{key}" for key in found]
    assert missing == []
