"""Problems as the user sees them: what, where, why, and what would mend it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from metasacro.problems import Problem
from metasacro.render.terminal.glyphs import Glyphs
from metasacro.render.terminal.problem_lines import problem_lines


def print_problems(problems: Iterable[Problem], console: Console, glyphs: Glyphs) -> None:
    """Print each problem, those of one file together."""
    for _, group in groupby(problems, key=lambda found: found.location.file if found.location else ""):
        for found in group:
            for line in problem_lines(found):
                styled = Text.assemble(*line)
                console.print(
                    Text(glyphs.text(styled.plain), spans=styled.spans)
                    if not glyphs.ascii
                    else glyphs.text(styled.plain),
                    soft_wrap=True,
                )
