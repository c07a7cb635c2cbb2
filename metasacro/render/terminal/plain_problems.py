"""Problems for a pipe or a file, without colours and without loading what colours them."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING

from metasacro.render.terminal.glyphs import glyphs_for
from metasacro.render.terminal.problem_lines import problem_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from metasacro.problems import Problem

#: With one of these set, rich may colour what no terminal reads.
ASKED = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")

#: What rich leaves out of every text: bell, backspace, vertical tab, form feed and carriage return.
_DROPPED = dict.fromkeys((7, 8, 11, 12, 13))


def tell_problems(problems: Iterable[Problem]) -> None:
    """Print each problem to stderr as `print_problems` does; coloured only where it is a terminal."""
    if sys.stderr.isatty() or any(os.environ.get(name) for name in ASKED):
        from metasacro.render.terminal.console import err
        from metasacro.render.terminal.problems import print_problems

        print_problems(problems, err(), glyphs_for(sys.stderr))
    else:
        write_plainly(problems, sys.stderr)


def write_plainly(problems: Iterable[Problem], stream: IO[str]) -> None:
    """The same words as on a terminal."""
    glyphs = glyphs_for(stream)
    for found in problems:
        for line in problem_lines(found):
            words = "".join(text for text, _ in line).translate(_DROPPED)
            stream.write(glyphs.text(words).expandtabs() + "\n")
    stream.flush()
