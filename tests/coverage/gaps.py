"""Lines and branches that no test runs, as coverage.py counts them, and the table of those that are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
TABLE = HERE / "NOT_MET.md"
ROW = re.compile(r"\| `(?P<file>[^`]+)` \| (?P<lines>\d+) \| (?P<branches>\d+) \|")
HEAD = """# 100 % of branches: not met

Every line and branch of the kernel, the problems and the records should be run by a test. These are not. The table may
only shrink: `make coverage` fails where a file has more, and `make coverage KNOWN=--write` writes it again.

| file | lines not run | branches not taken |
|---|--:|--:|
"""


class Gaps(NamedTuple):
    """What is missing in one file."""

    lines: int
    branches: int


def measured(report: Mapping[str, Any]) -> dict[str, Gaps]:
    """The files of coverage's JSON report in which something is missing.

    >>> summary = {"missing_lines": 2, "missing_branches": 1}
    >>> measured({"files": {"a.py": {"summary": summary}}})
    {'a.py': Gaps(lines=2, branches=1)}
    """
    found = {}
    for file, content in sorted(report["files"].items()):
        summary = content["summary"]
        gaps = Gaps(summary["missing_lines"], summary["missing_branches"])
        if gaps.lines or gaps.branches:
            found[Path(file).as_posix()] = gaps
    return found


def known() -> dict[str, Gaps]:
    """The rows of the table."""
    return {
        row["file"]: Gaps(int(row["lines"]), int(row["branches"]))
        for row in ROW.finditer(TABLE.read_text(encoding="utf-8"))
    }


def worse(now: Mapping[str, Gaps], before: Mapping[str, Gaps]) -> list[str]:
    """Files with more missing than the table allows.

    >>> worse({"a.py": Gaps(0, 2), "b.py": Gaps(1, 0)}, {"a.py": Gaps(3, 2)})
    ['b.py: 1 lines not run (0 in the table), 0 branches not taken (0)']
    """
    found = []
    for file, gaps in now.items():
        allowed = before.get(file, Gaps(0, 0))
        if gaps.lines > allowed.lines or gaps.branches > allowed.branches:
            lines = f"{gaps.lines} lines not run ({allowed.lines} in the table)"
            found.append(f"{file}: {lines}, {gaps.branches} branches not taken ({allowed.branches})")
    return found


def table(gaps: Mapping[str, Gaps]) -> str:
    """The page."""
    rows = [f"| `{file}` | {lines} | {branches} |" for file, (lines, branches) in gaps.items()]
    total = Counter[str]()
    for lines, branches in gaps.values():
        total.update(lines=lines, branches=branches)
    return HEAD + "\n".join([*rows, f"| all | {total['lines']} | {total['branches']} |"]) + "\n"
