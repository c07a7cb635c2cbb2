"""What `metasacro pool` printed for the same bytes, options, program and terminal is printed again, not computed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def memory_key(path: Path, name: str, form: str, *asked: object) -> str | None:
    """The key of the print; `None` where it may not be kept."""
    from metasacro.records.fingerprint import fingerprint

    shown: tuple[object, ...] = ()
    if form == "table":
        from metasacro.render.terminal.console import glyphs_for, out

        console = out()
        if console.legacy_windows:  # it is not told what to show by text alone
            return None
        shown = (console.width, console.color_system, console.no_color, console.encoding, console.is_terminal)
        shown = (*shown, glyphs_for(sys.stdout).ascii)
    return fingerprint(path, name, "pool", form, *asked, *shown)


def remembered(key: str | None) -> tuple[int, str] | None:
    """Exit code and text."""
    from metasacro.records.cache import recall

    code, _, text = ((recall(key) if key else None) or "").partition("\n")
    return (int(code), text) if code.isdigit() else None


def remember(key: str, code: int, text: str) -> None:
    """Keep both."""
    from metasacro.records.cache import keep

    keep(key, f"{code}\n{text}")
