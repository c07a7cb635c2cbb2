"""rich consoles for results and for messages."""

from __future__ import annotations

import sys
from typing import IO

from rich.console import Console

from metasacro.render.terminal.glyphs import glyphs_for as glyphs_for

#: Width of files, and of pipes whose width nobody knows.
PLAIN_WIDTH = 120
NARROWEST = 60


def console_for(stream: IO[str], width: int | None = None) -> Console:
    """A console that never interprets markup, never highlights, and leaves NO_COLOR and pipes uncoloured.

    `width` is for text that goes to a file.
    """
    plain = None if width is None else False  # a file stays uncoloured whatever FORCE_COLOR says
    if width is None and not stream.isatty():
        width = _asked_width() or PLAIN_WIDTH
    console = Console(
        file=stream, width=width, force_terminal=plain, markup=False, highlight=False, emoji=False, soft_wrap=False
    )
    if console.width < NARROWEST:
        console.width = NARROWEST
    return console


def _asked_width() -> int | None:
    """COLUMNS, where somebody set it."""
    import os

    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdigit() and int(columns) > 0 else None


def out() -> Console:
    """Where results go."""
    return console_for(sys.stdout)


def err() -> Console:
    """Where everything else goes."""
    return console_for(sys.stderr)
