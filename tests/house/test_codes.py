"""Every code can be triggered, is explained, is filled in rightly, and has a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from metasacro.literature import PAPERS
from metasacro.problems import CATALOGUE, Severity
from metasacro.views.explanations import explain

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"MS\d{3}")
#: What a call may say besides the fields of the message.
BESIDES = {"note", "trail", "hint", "location"}
#: The makers of problems, whose keyword arguments fill the message in.
MAKERS = {"problem", "caution", "Refusal", "_report", "stop", "answer"}


def fields_of(template: str) -> set[str]:
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(template) if name}


def calls() -> Iterator[tuple[str, str, set[str]]]:
    """Each call that makes a problem with a literal code: where, the code, its keyword arguments."""
    for path in sorted((ROOT / "metasacro").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in MAKERS and isinstance(first, ast.Constant) and CODE.fullmatch(str(first.value)):
                given = {keyword.arg for keyword in node.keywords}
                if None not in given:
                    where = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                    yield where, str(first.value), {word for word in given if word}


CALLS = list(calls())


@pytest.mark.parametrize(("where", "code", "given"), CALLS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_message_is_filled_in(where: str, code: str, given: set[str]) -> None:
    """The call gives every field of the message, and nothing that the message does not say."""
    wanted = fields_of(CATALOGUE[code].message)
    assert (where, wanted - given, given - wanted - BESIDES) == (where, set(), set())


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_is_explained(code: str) -> None:
    """It says what is wrong in a line without a full stop, why it matters and what to do in sentences."""
    entry = CATALOGUE[code]
    assert CODE.fullmatch(code)
    assert "\n" not in entry.message
    assert entry.message
    assert not entry.message.endswith(".")
    assert entry.why.endswith((".", "?"))
    assert entry.fix.endswith((".", "?"))
    assert [key for key in entry.references if key not in PAPERS] == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_only_a_message_has_fields(code: str) -> None:
    """Reason and remedy are printed as they stand, so a `{name}` in them would be printed too."""
    assert re.findall(r"\{\w+\}", CATALOGUE[code].why + CATALOGUE[code].fix) == []


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_code_has_a_page(code: str) -> None:
    """`metasacro explain CODE` prints it, in lower case too."""
    (page,) = explain(code.lower())
    assert page.startswith(f"{code} · {CATALOGUE[code].severity}")


@pytest.mark.parametrize("code", CATALOGUE)
def test_backticks_come_in_pairs(code: str) -> None:
    """What one types stands between two."""
    entry = CATALOGUE[code]
    assert [text.count("`") % 2 for text in (entry.message, entry.why, entry.fix)] == [0, 0, 0]


@pytest.mark.parametrize("code", CATALOGUE)
def test_a_percentage_has_a_space_before_its_sign(code: str) -> None:
    """As in every table: `57 %`, also where the message fills the number in."""
    entry = CATALOGUE[code]
    assert re.findall(r"\d%|\{\w+(?::[^}]*)?%?\}%|\{\w+:[^}]*%\}", entry.message + entry.why + entry.fix) == []


def test_every_code_is_used() -> None:
    """A code that nothing gives is a page about nothing."""
    sources = [path for path in (ROOT / "metasacro").rglob("*.py") if "catalogue" not in path.parts]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert sorted(set(CATALOGUE) - set(CODE.findall(text))) == []


def test_every_code_that_is_given_exists() -> None:
    """In the program and in the tests."""
    sources = [path for folder in ("metasacro", "tests") for path in (ROOT / folder).rglob("*.py")]
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    assert sorted(set(CODE.findall(text)) - set(CATALOGUE)) == []


def test_every_code_has_a_test() -> None:
    """Its name stands in a test, or in a file that a test reads."""
    tests = [path for path in (ROOT / "tests").rglob("*") if path.suffix in (".py", ".yaml", ".txt", ".bib")]
    text = "".join(path.name + path.read_text(encoding="utf-8", errors="replace") for path in tests)
    assert sorted(set(CATALOGUE) - set(CODE.findall(text))) == []


def test_errors_of_the_evidence_are_errors() -> None:
    """What refuses a record has the severity that says so. From MS220 on, a record is doubted and not refused."""
    of_reading = [entry for code, entry in CATALOGUE.items() if code < "MS220"]
    assert {entry.severity for entry in of_reading} == {Severity.ERROR}


def test_a_code_stands_once() -> None:
    """Two entries of one code would hide each other in the merged table."""
    written = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "metasacro/problems/catalogue").glob("*.py"))
    declared = re.findall(r'code="(MS\d{3})"', written)
    assert sorted(declared) == sorted(CATALOGUE)
