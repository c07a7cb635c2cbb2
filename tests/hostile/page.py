"""The page of the manual that says what a hostile file meets."""

from __future__ import annotations

from tests.hostile.case import ROWS, Case
from tests.hostile.cases import TABLE

LEAD = (
    "Evidence comes from strangers. The tests show each of these files to the commands, in a process with 1 GiB of "
    "memory and little time: it meets one coded error at its file, line and column, and the other records of the "
    "folder are read. `metasacro explain` says more of a code. *text*: it is a label, every format writes it to the "
    "letter, escaped as the format asks, and nothing in it is obeyed."
)


def hostile_page(made: str) -> str:
    """A line a row and code, in the order of the rows; `made` says who wrote the page."""
    lines = ["| What | Input | Meets | Tested by |", "|---|---|---|---|"]
    for row, said in ROWS.items():
        found: dict[tuple[str, str], list[Case]] = {}
        for test, cases in TABLE.items():
            for case in cases:
                if case.row == row:
                    found.setdefault((_met(case), test), []).append(case)
        for (met, test), cases in found.items():
            told = "; ".join(dict.fromkeys(case.told for case in cases))
            cells = (said, told, met, f"[{test}](../tests/hostile/{test})")
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
            said = ""
    return "\n\n".join([made, "# What a hostile file meets", LEAD, "\n".join(lines)]) + "\n"


def _met(case: Case) -> str:
    return f"[{case.code}](codes.md#{case.code.lower()})" if case.code else case.meets
