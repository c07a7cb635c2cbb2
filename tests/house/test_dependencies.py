"""Few dependencies: each is declared, used and has a sentence of why."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
PROJECT = tomllib.loads(TEXT)["project"]
EXTRAS = PROJECT["optional-dependencies"]
#: Where the name to install is not the name to import.
IMPORTED_AS = {
    "pyyaml": "yaml",
    "ruamel.yaml": "ruamel",
    "markdown-it-py": "markdown_it",
    "axe-playwright-python": "axe_playwright_python",
}
#: Extras that the package itself loads where they are installed.
OPTIONAL = [one for extra in ("fast", "cluster") for one in EXTRAS[extra]]


def names(requirements: list[str]) -> set[str]:
    found = {re.split(r"[<>=~!;\[ ]", requirement)[0].lower() for requirement in requirements}
    return {IMPORTED_AS.get(name, name) for name in found}


def imports(folder: str) -> set[str]:
    """The packages of others that the files of a folder import."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found.update(alias.name.partition(".")[0] for alias in node.names)
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    own = {"metasacro", "tests", *(path.stem for path in (ROOT / folder).rglob("*.py"))}
    return {name.lower() for name in found if name not in sys.stdlib_module_names and name not in own}


def test_the_package_imports_only_what_it_declares() -> None:
    """A fresh install has everything it needs."""
    assert imports("metasacro") - names([*PROJECT["dependencies"], *OPTIONAL]) == set()


def test_every_declared_dependency_is_used() -> None:
    """By the package, or by the tests as a second opinion."""
    assert names([*PROJECT["dependencies"], *OPTIONAL]) - imports("metasacro") - imports("tests") == set()


def test_the_tests_import_only_what_is_declared() -> None:
    """`pip install .[test,browser]` is enough to run them, `.[fuzz]` and `.[mutants]` beside it to make faults."""
    extras = [one for extra in ("test", "browser", "fuzz", "mutants") for one in EXTRAS[extra]]
    declared = names([*PROJECT["dependencies"], *OPTIONAL, *extras])
    assert imports("tests") - declared == set()


def test_every_dependency_says_what_it_is_for() -> None:
    """In a remark on its own line."""
    lines = TEXT.partition("dependencies = [\n")[2].partition("]\n")[0].splitlines()
    assert [line for line in lines if "#" not in line] == []


def test_the_locked_versions_name_no_registry() -> None:
    """Names and versions only, and every dependency is among them."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.+!-]+", line)] == []
    locked = {line.partition("==")[0].lower().replace("_", "-") for line in pinned}
    assert {re.split(r"[<>=]", each)[0].lower() for each in PROJECT["dependencies"]} - locked == set()
