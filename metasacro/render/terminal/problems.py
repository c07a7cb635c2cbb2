"""Problems as the user sees them: what, where, why, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from metasacro.problems import Problem, Severity
from metasacro.problems.printable import UNSAFE
from metasacro.render.terminal.glyphs import Glyphs

STYLES = {Severity.ERROR: "bold red", Severity.CAUTION: "bold yellow", Severity.NOTE: "bold cyan"}


def print_problems(problems: Iterable[Problem], console: Console, glyphs: Glyphs) -> None:
    """Print each problem, those of one file together."""
    for _, group in groupby(problems, key=lambda found: found.location.file if found.location else ""):
        for found in group:
            for line in problem_lines(found):
                console.print(
                    Text(glyphs.text(line.plain), spans=line.spans) if not glyphs.ascii else glyphs.text(line.plain),
                    soft_wrap=True,
                )


def problem_lines(found: Problem) -> list[Text]:
    """One problem as styled lines, ending with an empty one."""
    style = STYLES[found.severity]
    lines = [Text.assemble((f"{found.severity}[{found.code}]", style), ": ", found.message)]
    if found.location is not None:
        lines += _place(found, style)
    if found.trail:
        lines.append(Text.assemble(("   = ", "dim"), found.trail))
    if found.hint:
        lines.append(Text(f"hint: {found.hint}"))
    prefix = "      " if found.hint else ""
    lines += [Text(f"{prefix}`metasacro explain {found.code}` says more", style="dim"), Text()]
    return lines


def _place(found: Problem, style: str) -> list[Text]:
    location = found.location
    assert location is not None, "only called for a problem with a place"
    lines = [Text.assemble(("  --> ", "dim"), str(location))]
    text = UNSAFE.sub("�", location.text.replace("\t", " "))
    if text.strip():
        gutter = len(str(location.line))
        bar = " " * gutter + " | "
        caret = " " * (location.column - 1) + "^" * max(1, min(location.length, len(text) - location.column + 1))
        lines += [
            Text(bar.rstrip(), style="dim"),
            Text.assemble((f"{location.line} | ", "dim"), text),
            Text.assemble((bar, "dim"), (caret, style), f" {found.note}" if found.note else ""),
        ]
    return lines
