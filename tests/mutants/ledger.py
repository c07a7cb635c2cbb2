"""What the trials found: survivors.yaml, argued by people, and RESULTS.md, written by `make mutants`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from tests.mutants.selection import KERNEL

if TYPE_CHECKING:
    from tests.mutants.mutant import Mutant

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SURVIVORS = HERE / "survivors.yaml"
RESULTS = HERE / "RESULTS.md"
ROW = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<mutants>\d+) \| (?P<killed>\d+) \| (?P<argued>\d+) \| (?P<open>\d+) \|")
HEAD = """# Mutants of the kernel

Written by `make mutants`. A mutant is a function with one small fault, made by mutmut's operators; it is killed when a
test fails. What survived and why that is right stands in survivors.yaml; what survived without an argument is a gap.

| file | mutants | killed | survived, argued | survived, no argument |
|---|--:|--:|--:|--:|
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survivor:
    """A mutant that no test kills; `because` is empty as long as nobody has argued why that is right."""

    file: str
    function: str
    line: str
    was: str
    becomes: str
    because: str

    @property
    def name(self) -> tuple[str, str, str, str, str]:
        return self.file, self.function, self.line, self.was, self.becomes


def survivors() -> list[Survivor]:
    """Those of survivors.yaml."""
    content = yaml.safe_load(SURVIVORS.read_text(encoding="utf-8")) if SURVIVORS.exists() else {}
    return [
        Survivor(file=file, function=entry["function"], line=entry["line"], was=was, becomes=becomes, because=because)
        for file, entries in (content or {}).items()
        for entry in entries
        for because, pairs in entry["because"].items()
        for was, becomes in pairs
    ]


def results() -> dict[str, Counter[str]]:
    """The counts of each file that was tried."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return {
        row["file"]: Counter({what: int(row[what]) for what in ("mutants", "killed", "argued", "open")})
        for row in ROW.finditer(text)
    }


def record(path: Path, verdicts: Mapping[Mutant, str], *, whole: bool, argued_stand: bool = False) -> None:
    """Take the trials of a file in: arguments that stand are kept, survivors that are new are added without one.

    Not `whole`: only those that survived before were tried, and the others count as killed; `argued_stand`: of these
    only the ones without an argument.
    """
    file = path.relative_to(ROOT).as_posix()
    known, counted = survivors(), results()
    because = {entry.name: entry.because for entry in known}
    found = [
        Survivor(
            file=file,
            function=mutant.function,
            line=mutant.line,
            was=mutant.was,
            becomes=mutant.becomes,
            because=because.get(mutant.name, ""),
        )
        for mutant, verdict in verdicts.items()
        if verdict != "killed"
    ]
    if argued_stand:
        found += [entry for entry in known if entry.file == file and entry.because]
    argued = sum(bool(entry.because) for entry in found)
    mutants = len(verdicts) if whole else counted[file]["mutants"]
    counted[file] = Counter(
        mutants=mutants, killed=mutants - len(found), argued=argued, open=len(found) - argued
    )  # fmt: skip
    write_survivors([*(entry for entry in known if entry.file != file), *found])
    write_results(counted)


def write_survivors(entries: Iterable[Survivor]) -> None:
    """By file, function and line; under each argument the pairs of what stood there and what survived in its place."""
    files: dict[str, dict[tuple[str, str], dict[str, list[list[str]]]]] = {}
    for entry in entries:
        line = files.setdefault(entry.file, {}).setdefault((entry.function, entry.line), {})
        line.setdefault(entry.because, []).append([entry.was, entry.becomes])
    content = {
        file: [
            {"function": function, "line": line, "because": because}
            for (function, line), because in lines.items()
        ]
        for file, lines in sorted(files.items())
    }  # fmt: skip
    text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=118) if content else ""
    SURVIVORS.write_text(
        "# Mutants that no test kills, by file. Under `because`: the argument why that is right, and after it what\n"
        "# stood there and what survived in its place. An empty argument is a gap in the tests.\n" + text,
        encoding="utf-8",
    )


def kernel() -> list[str]:
    """The files of the kernel that have functions."""
    paths = (path for folder in KERNEL for path in sorted((ROOT / "metasacro" / folder).rglob("*.py")))
    return [path.relative_to(ROOT).as_posix() for path in paths if "def " in path.read_text(encoding="utf-8")]


def write_results(counted: Mapping[str, Counter[str]]) -> None:
    total: Counter[str] = Counter()
    rows = []
    for file, counts in sorted(counted.items()):
        total.update(counts)
        rows.append(f"| `{file}` | {counts['mutants']} | {counts['killed']} | {counts['argued']} | {counts['open']} |")
    last = f"| all | {total['mutants']} | {total['killed']} | {total['argued']} | {total['open']} |"
    left = [f"`{path}`" for path in kernel() if path not in counted]
    untried = f"\nNot run, {len(left)} files of the kernel: {', '.join(left)}.\n" if left else ""
    RESULTS.write_text(HEAD + "\n".join([*rows, last]) + "\n" + untried, encoding="utf-8")
