"""Problems as lines of styled pieces, which a terminal colours and everything else takes as they are."""

from __future__ import annotations

from typing import TypeAlias

from metasacro.problems import Location, Problem, Severity
from metasacro.problems.printable import UNSAFE

#: Pieces of text, each with a style.
Line: TypeAlias = "tuple[tuple[str, str], ...]"

#: A file may be one line of 200,000 characters; of a longer line than this only a part is shown.
LONGEST_LINE = 160
BEFORE = 60

STYLES = {
    Severity.ERROR: "bold red",
    Severity.CAUTION: "bold yellow",
    Severity.NOTE: "bold cyan",
    Severity.RESOLVED: "dim",
}


def problem_lines(found: Problem) -> list[Line]:
    """One problem as lines, ending with an empty one."""
    style = STYLES[found.severity]
    if found.severity is Severity.RESOLVED:
        return _decided(found)
    lines: list[Line] = [((f"{found.severity}[{found.code}]", style), (": ", ""), (found.message, ""))]
    if found.location is not None:
        lines += _place(found, style)
    if found.trail:
        lines.append(((f"{' ' * _gutter(found)} = ", "dim"), (found.trail, "")))
    more = f"`metasacro explain {found.code}` says more"
    lines += [(), ((f"hint: {found.hint or more}", ""),)]
    if found.hint:
        lines.append(((f"      {more}", "dim"),))
    return [*lines, ()]


def _decided(found: Problem) -> list[Line]:
    """A finding that a person has decided about: what, where, and why it stands; nothing is left to do."""
    lines: list[Line] = [((f"{found.severity}[{found.code}]: {found.message}", STYLES[found.severity]),)]
    if found.location is not None:
        lines.append(((f"  --> {found.location}", "dim"),))
    if found.trail:
        lines.append(((f"   = {found.trail}", "dim"),))
    if found.hint:
        lines.append(((f"   = {found.hint}", "dim"),))
    return [*lines, ((f"   = {found.decision}", ""),), ()]


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


def _place(found: Problem, style: str) -> list[Line]:
    location = found.location
    assert location is not None, "only called for a problem with a place"
    gutter = _gutter(found)
    lines: list[Line] = [((f"{' ' * gutter}--> ", "dim"), (str(location), ""))]
    before, marked, after = _excerpt(location)
    text = before + marked + after
    if text.strip():
        bar = " " * gutter + " | "
        caret = " " * _cells(before) + "^" * max(1, _cells(marked))
        lines += [
            ((bar.rstrip(), "dim"),),
            ((f"{location.line:>{gutter}} | ", "dim"), (text, "")),
            ((bar, "dim"), (caret, style), (f" {found.note}" if found.note else "", "")),
        ]
    return lines


def _cells(text: str) -> int:
    """Columns that a text takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
