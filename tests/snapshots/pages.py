"""The page of `pool` at any width, in the signs of any terminal, without starting a process."""

import io

from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import UNICODE, Glyphs
from metasacro.render.terminal.page import print_page
from metasacro.views.pages import footer, outcome_tables, reanalysis_tables
from tests.synthesis.shipped import analyses, evidence, panel


def page(width: int, glyphs: Glyphs = UNICODE, study_set: str | None = None) -> str:
    """What `COLUMNS=width metasacro pool` prints into a pipe."""
    out = io.StringIO()
    found = analyses(study_set)
    print_page(
        outcome_tables(found, evidence()),
        reanalysis_tables(panel(study_set), evidence()),
        footer(found, evidence()),
        console_for(out, width),
        glyphs,
    )
    return out.getvalue()


def stripped(text: str) -> str:
    """Without the blanks at the ends of lines, which nobody sees and editors remove."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"
