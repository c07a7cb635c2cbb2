"""The house keeps its shape: small rooms, speaking names, floors, no traces of anyone's machine."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "metasacro"
FILES = sorted(PACKAGE.rglob("*.py"))
#: The wall of a room.
MOST_LINES = 300
FORBIDDEN = {"utils", "util", "helpers", "helper", "misc", "common", "base"}
#: Where people's files live; written in parts so that this file does not name them.
HOMES = [("/ho", "me/"), ("/Us", "ers/"), ("/ro", "ot/"), ("/wo", "rk/"), ("/tmp/", "venv"), ("C:", "\\Users")]
MACHINE = re.compile("|".join(re.escape(start + rest) for start, rest in HOMES))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tracked() -> list[Path]:
    """The files under version control; in an unpacked archive, every file of the package and the tests."""
    if shutil.which("git") and (ROOT / ".git").exists():
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
        return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]
    return [path for folder in ("metasacro", "tests", "docs", "studies") for path in (ROOT / folder).rglob("*.*")]


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_room_is_small(path: Path) -> None:
    """At most 300 lines a file."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_is_a_noun_of_the_field(path: Path) -> None:
    """Never a drawer for what has no place."""
    assert not FORBIDDEN & {path.stem, path.parent.name}


@pytest.mark.parametrize("path", FILES, ids=named)
def test_a_file_says_what_it_is_for(path: Path) -> None:
    """Its first statement is a docstring."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=named)
def test_no_package_hides_a_module_behind_a_function(path: Path) -> None:
    """A function may be named as the file that holds it (`paule_mandel`), but then its package does not re-export it:
    `package.paule_mandel` is always the module."""
    modules = {child.stem for child in path.parent.glob("*.py")}
    exported = {
        alias.asname or alias.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    #: `problems.problem` and `problems.caution` make what `problems/problem.py` defines; nobody imports that module
    #: through its package.
    allowed = {"problem"} if path.parent.name == "problems" else set()
    assert (modules & exported) - allowed == set()


def test_a_floor_imports_only_the_floors_below_it() -> None:
    """import-linter's contract, which also fails for a folder without a floor."""
    command = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(command), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", tracked(), ids=named)
def test_no_file_knows_a_machine(path: Path) -> None:
    """No path of a home, of a working folder or of a private environment."""
    found = MACHINE.search(path.read_bytes().decode("utf-8", "replace"))
    assert found is None
