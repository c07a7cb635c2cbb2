"""Problems as the user sees them: what, where, why, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from metasacro.problems import Location, Problem, Severity
from metasacro.problems.printable import UNSAFE
from metasacro.render.terminal.glyphs import Glyphs

#: A file may be one line of 200,000 characters; of a longer line than this only a part is shown.
LONGEST_LINE = 160
BEFORE = 60

STYLES = {
    Severity.ERROR: "bold red",
    Severity.CAUTION: "bold yellow",
    Severity.NOTE: "bold cyan",
    Severity.RESOLVED: "dim",
}


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
    if found.severity is Severity.RESOLVED:
        return _decided(found)
    lines = [Text.assemble((f"{found.severity}[{found.code}]", style), ": ", found.message)]
    if found.location is not None:
        lines += _place(found, style)
    if found.trail:
        lines.append(Text.assemble((f"{' ' * _gutter(found)} = ", "dim"), found.trail))
    more = f"`metasacro explain {found.code}` says more"
    lines += [Text(), Text(f"hint: {found.hint or more}")]
    if found.hint:
        lines.append(Text(f"      {more}", style="dim"))
    return [*lines, Text()]


def _decided(found: Problem) -> list[Text]:
    """A finding that a person has decided about: what, where, and why it stands; nothing is left to do."""
    lines = [Text.assemble((f"{found.severity}[{found.code}]: {found.message}", STYLES[found.severity]))]
    if found.location is not None:
        lines.append(Text(f"  --> {found.location}", style="dim"))
    if found.trail:
        lines.append(Text(f"   = {found.trail}", style="dim"))
    if found.hint:
        lines.append(Text(f"   = {found.hint}", style="dim"))
    return [*lines, Text(f"   = {found.decision}"), Text()]


def _gutter(found: Problem) -> int:
    """Room for the line number, so that arrow, bars and the sign of the trail stand below each other."""
    return max(2, len(str(found.location.line)) if found.location else 0)


def _excerpt(location: Location) -> tuple[str, str, str]:
    """What stands before the caret, above it and after it; of a long line, the part round the caret."""
    start = location.column - 1
    end = start + location.length
    first = max(0, start - BEFORE) if len(location.text) > LONGEST_LINE else 0
    last = first + LONGEST_LINE
    parts = (location.text[first:start], location.text[start : min(end, last)], location.text[min(end, last) : last])
    before, marked, after = (UNSAFE.sub("�", part.replace("\t", " ")) for part in parts)
    return ("…" if first else "") + before, marked, after + ("…" if last < len(location.text) else "")


def _place(found: Problem, style: str) -> list[Text]:
    location = found.location
    assert location is not None, "only called for a problem with a place"
    gutter = _gutter(found)
    lines = [Text.assemble((f"{' ' * gutter}--> ", "dim"), str(location))]
    before, marked, after = _excerpt(location)
    text = before + marked + after
    if text.strip():
        bar = " " * gutter + " | "
        caret = " " * cell_len(before) + "^" * max(1, cell_len(marked))
        lines += [
            Text(bar.rstrip(), style="dim"),
            Text.assemble((f"{location.line:>{gutter}} | ", "dim"), text),
            Text.assemble((bar, "dim"), (caret, style), f" {found.note}" if found.note else ""),
        ]
    return lines
