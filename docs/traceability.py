"""The page that leads from every requirement to the tests that assert it and the paper that it comes from.

Requirements are the registered methods, the codes of the catalogue and the promises of `promises.py`. Tests are found
by what they name: a key or a code between quotes, the method's function, or the file that defines it; codes also by the
file name of a record. Tests of the house, which ask the same of every method, do not count.
"""

from __future__ import annotations

import inspect
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from metasacro.literature import PAPERS, Method
from metasacro.problems import CATALOGUE
from metasacro.views.explanations import PLACEHOLDER, methods

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"

#: Folder of the package → title.
TITLES = {
    "tau2": "Between-study variance",
    "pooling": "Pooling",
    "effects": "Effect sizes",
    "moments": "Medians to means and SDs",
    "diagnostics": "Diagnostics",
    "integrity": "Integrity",
}

HUNDREDS = {
    "1": "Codes of records",
    "2": "Codes of evidence that contradicts itself",
    "3": "Codes of moments and effects",
    "4": "Codes of estimation",
    "5": "Codes of diagnostics",
    "6": "Codes of output",
    "9": "Codes of our own fault",
}

#: Test files named in a row; the rest are counted.
SHOWN = 3

QUOTED = re.compile(r"[\"'`]([^\"'`\n]{1,40})[\"'`]")
WORD = re.compile(r"\w+")
CODE = re.compile(r"MS\d{3}")


class Read(NamedTuple):
    """What a test file names."""

    quoted: frozenset[str]
    words: frozenset[str]
    codes: frozenset[str]


@cache
def test_files() -> dict[str, Read]:
    """Every file of the tests but those of the house and of oracles' numbers, by its path below `tests`."""
    found = {}
    for path in sorted(TESTS.rglob("*")):
        name = path.relative_to(TESTS).as_posix()
        if path.suffix not in (".py", ".yaml", ".txt", ".bib", ".R") or name.startswith(("house/", "digits/exact/")):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found[name] = Read(
            frozenset(QUOTED.findall(text)), frozenset(WORD.findall(text)), frozenset(CODE.findall(name + text))
        )
    return found


@cache
def oracle_cases() -> Counter[tuple[str, str]]:
    """Committed cases of other software that name a key in their name, their options or their call: (key, file)."""
    counted: Counter[tuple[str, str]] = Counter()
    for path in sorted((TESTS / "oracles").glob("*.json.xz")):
        document = json.loads(lzma.decompress(path.read_bytes()))
        for case in document["cases"]:
            named = json.dumps(case.get("options", {})) + str(case.get("call", ""))
            counted.update({(key, path.name) for key in {*QUOTED.findall(named), *re.split(r"[/_:]", case["id"])}})
    return counted


def tests_of_method(method: Method) -> list[str]:
    """Those of its own folder first, then those that name its function or its file, then those that name its key; last
    the committed cases of other software, which a test of `oracles` compares one by one."""
    function, (_, folder, *_, module) = method.function.__name__, method.function.__module__.split(".")
    scored = []
    for name, read in test_files().items():
        if not name.endswith(".py"):
            continue
        of_it = function in read.words or module in read.words or Path(name).stem == f"test_{module}"
        score = 2 * of_it + (method.key in read.quoted)
        if score:
            own = name.startswith(f"{folder}/") and score > 1
            scored.append((not Path(name).name.startswith("test_"), not own, -score, name))
    cases = [f"oracles/{file}" for (key, file), _ in sorted(oracle_cases().items()) if key == method.key]
    return [name for *_, name in sorted(scored)] + cases


def tests_of_code(code: str) -> list[str]:
    """Tests that name the code, then records that trigger it."""
    naming = [name for name, read in test_files().items() if code in read.codes]
    return sorted(naming, key=lambda name: (not name.endswith(".py"), name))


def shown(tests: list[str]) -> str:
    """The first few, and how many more."""
    more = f", and {len(tests) - SHOWN} more" if len(tests) > SHOWN else ""
    return ", ".join(f"`{name}`" for name in tests[:SHOWN]) + more


def reference(method: Method) -> str:
    """Its papers, with the equations that its docstring names."""
    text = (inspect.getdoc(method.function) or "").partition("\nReferences\n")[2].partition(">>>")[0]
    flat = " ".join(text.split())
    parts = []
    for key in method.references:
        paper = PAPERS[key]
        place = re.search(rf"{key}[^;]*?\b(equations? [\w. ]*?\d\w*)", flat)
        parts.append(f"{paper.authors.split(',')[0]} {paper.year}, {place[1] + ', ' if place else ''}doi:{paper.doi}")
    return "; ".join(parts)


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def method_rows(folder: str) -> Iterator[str]:
    yield "| Key | What it computes | Tests | Cases of other software | From |"
    yield "|---|---|---|---|---|"
    for method in methods().values():
        if method.function.__module__.split(".")[1] == folder:
            cases = sum(number for (key, _), number in oracle_cases().items() if key == method.key)
            row = (f"`{method.key}`", first_line(method), shown(tests_of_method(method)), str(cases or ""))
            yield "| " + " | ".join(map(cell, (*row, reference(method)))) + " |"


def first_line(method: Method) -> str:
    return (inspect.getdoc(method.function) or method.name).splitlines()[0].rstrip(".")


def code_rows(hundred: str) -> Iterator[str]:
    yield "| Code | What it says | Tests | From |"
    yield "|---|---|---|---|"
    for code, entry in sorted(CATALOGUE.items()):
        if code[2] == hundred:
            papers = "; ".join(
                f"{PAPERS[key].authors.split(',')[0]} {PAPERS[key].year}, doi:{PAPERS[key].doi}"
                for key in entry.references
            )
            said = PLACEHOLDER.sub("…", entry.message)
            yield "| " + " | ".join(map(cell, (code, said, shown(tests_of_code(code)), papers))) + " |"


def requirements() -> dict[str, list[str]]:
    """Every requirement of the program's registries → the tests that assert it."""
    found = {f"method {method.key}": tests_of_method(method) for method in methods().values()}
    return {**found, **{f"code {code}": tests_of_code(code) for code in CATALOGUE}}


def page(made: str, promises: tuple[tuple[str, str, tuple[str, ...]], ...]) -> str:
    """The page; `made` is its first line."""
    parts = [
        made,
        "# Traceability",
        (
            f"{len(methods())} methods, {len(CATALOGUE)} codes and {len(promises)} promises: for each, what asserts it "
            "and where it comes from. Paths are below `tests`; at most three are shown. Besides what is named here, "
            "`laws/test_registries.py` runs over every estimator and measure. A requirement without a test fails "
            "`house/test_traceability.py`."
        ),
        "## Promises",
        "\n".join(
            ["| | Promise | Tests |", "|---|---|---|"]
            + [
                f"| {key} | {sentence} | {', '.join(f'`{test}`' for test in tests)} |"
                for key, sentence, tests in promises
            ]
        ),
    ]
    for folder, title in TITLES.items():
        parts += [f"## {title}", "\n".join(method_rows(folder))]
    for hundred, title in HUNDREDS.items():
        parts += [f"## {title}", "\n".join(code_rows(hundred))]
    return "\n\n".join(parts) + "\n"
