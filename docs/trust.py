"""The page of what is promised, how it is tested, what the tests last said, and what is not promised.

`docs/generate.py` writes it. Figures are counted from the tables that the tests keep; only what a long run measured is
written here, with its date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]
TESTS = ROOT / "tests"

#: What the last long run measured.
FUZZED = "on 2026-11-27 some 84,000 executions led by coverage and 12,000 from grammars, few of them of whole commands"


class Area(NamedTuple):
    """Promises that belong together, by their keys, and how they are tested."""

    title: str
    keys: tuple[str, ...]
    how: str


AREAS = (
    Area(
        "Numbers",
        ("P01", "P02", "P03", "P04", "P13", "P14", "P16"),
        "Answers are compared with [reference results of R](../tests/oracles/README.md), method by method, and with "
        "[arithmetic of a hundred digits](digits.md) on designs from two cohorts to a million, scales from 1e-12 to "
        "1e12 and weights over sixteen orders. `metasacro verify` asks [other programs](how-to/verify-the-numbers.md) "
        "about your own evidence. [Mutants](../tests/mutants/RESULTS.md) show whether the tests would notice a wrong "
        "formula: each is the program with one small fault.",
    ),
    Area(
        "Evidence of strangers",
        ("P05", "P06", "P22", "P23", "P24", "P17", "P08"),
        "[A table of hostile files](hostile-files.md) is shown to the real commands, in processes with little memory "
        "and time. Beside it a fuzzer led by coverage (atheris) and grammars (hypothesis) make files of their own for "
        "every reader, importer and for commands. What they are held to: a typed record or coded problems, every "
        "number as its digits stand in the file, no traceback, no hang, and no byte in an output that a terminal, a "
        "spreadsheet or a browser obeys. `make fuzz` goes on for as long as you like.",
    ),
    Area(
        "Nothing is lost",
        ("P10", "P19", "P07"),
        "A real process is killed at each step that it takes on the disk, and in the middle of files; it runs into a "
        "full disk, a read-only one, a limit and missing rights; and two processes write at once. After each, every "
        "file is the old one or the new one, to the byte.",
    ),
    Area(
        "The same again",
        ("P20", "P21", "P12", "P11", "P15"),
        "Commands run as on other machines: languages, time zones, hash seeds, terminals, numbers of threads, and "
        "processors without newer instructions; `make arm` adds an emulated ARM processor. All files are compared byte "
        "by byte, but for what names the interpreter there. A "
        "[manifest](how-to/check-a-manifest.md) lies beside them, and years later says what has changed.",
    ),
    Area(
        "What it stands on",
        ("P09", "P18"),
        "[Every package](dependencies.md) has a reason, a licence, and two tested versions: the lowest and the newest. "
        "A test runs every command with sockets forbidden.",
    ),
)

NOT_PROMISED = """\
- That an answer is clinically right. The program says what numbers follow from what was recorded, under which choices.
- That a paper is in error. [Rules](rules.md) say what does not fit together under which assumptions.
- The last digits. JSON and CSV hold ten; [which quantities keep fewer](digits.md#exceptions) under ill-conditioned
  data, and why, is listed.
- The same bytes under other versions of numpy, scipy or matplotlib, or on processors that are neither
  x86 nor ARM, which nobody has tried. `pool --check-manifest` says then whether the numbers are the same.
- Protection of secrets: records, reports and caches are plain files with the rights that your system gives them. The
  program asks for no password and stores none.
- Safety of a cluster that you name with `--scheduler`: its workers run what they are sent, and so does anybody who
  reaches its address.
- That no fault is left. A record that ends the program with `MS900` is one, and so is a number that you cannot
  reproduce: please report it with the record and the manifest."""


def page(made: str, promises: Iterable[Any]) -> str:
    """The page; `made` is its first line."""
    sentences = {promise.key: promise.sentence for promise in promises}
    parts = [
        made,
        "# Trust",
        (
            "What MetaSacro promises, how each promise is tested, what the tests last said, and what is not promised. "
            "The functions that would fail stand in [the matrix](traceability.md#promises), under the same keys."
        ),
        "## What is promised",
    ]
    for area in AREAS:
        listed = "\n".join(f"- **{key}** {sentences[key]}" for key in area.keys)
        parts += [f"### {area.title}", listed, area.how]
    rows = [f"| {what} | {said} |" for what, said in figures()]
    parts += [
        "## What the tests last said",
        "\n".join(["| | |", "|---|---|", *rows]),
        "## What is not promised",
        NOT_PROMISED,
    ]
    return "\n\n".join(parts) + "\n"


def figures() -> Iterable[tuple[str, str]]:
    """What was counted, and the count."""
    from tests.fuzz.found import FINDS
    from tests.fuzz.registry import TARGETS
    from tests.hostile.case import ROWS
    from tests.hostile.cases import TABLE

    digits = re.search(r"([\d,]+) numbers are compared", _read("docs/digits.md"))
    assert digits is not None, "docs/digits.md says how many numbers it compares"
    yield "[digits](digits.md)", f"{digits[1]} numbers compared with arithmetic of a hundred digits"
    yield "[mutants](../tests/mutants/RESULTS.md)", _mutants()
    yield (
        "branches",
        "`make coverage` asks that every line and branch of the kernel, the problems and the records is run",
    )
    cases = sum(map(len, TABLE.values()))
    yield "[hostile files](hostile-files.md)", f"{cases} files in {len(ROWS)} kinds"
    corpus = sum(1 for path in (TESTS / "fuzz" / "corpus").rglob("*") if path.is_file())
    found = f"{corpus} files of the corpus and {len(FINDS)} earlier finds"
    yield "fuzzing", f"{len(TARGETS)} targets; {found} are tried in every run of the tests; {FUZZED}"


def _mutants() -> str:
    """Of the row of sums, and of what was left out."""
    text = _read("tests/mutants/RESULTS.md")
    files = len(re.findall(r"^\| `", text, re.MULTILINE))
    every, killed, argued, silent = _last_row("tests/mutants/RESULTS.md")
    left = re.search(r"^Not run, (\d+) files", text, re.MULTILINE)
    extent = f"{files} of {files + int(left[1])} files" if left else f"all {files} files of the kernel"
    return f"{killed} of {every} in {extent} were killed; {argued} survive with an argument, {silent} without"


def _last_row(file: str) -> list[int]:
    """The numbers of the row `all`."""
    (row,) = re.findall(r"^\| all \|(.*)\|$", _read(file), re.MULTILINE)
    return [int(cell) for cell in row.split("|")]


def _read(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")
