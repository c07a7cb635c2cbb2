"""The page of `pool` at any width, in the signs of any terminal, without starting a process."""

import io

from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import UNICODE, Glyphs
from metasacro.render.terminal.page import FOREST_BESIDE, FOREST_WIDTH, print_page
from metasacro.render.terminal.trace import print_traces
from metasacro.views.pages import footer, outcome_tables, reanalysis_tables
from metasacro.views.single_center.pages import forest_tables, series_footer, series_tables
from tests.synthesis.shipped import analyses, analysis, evidence, panel
from tests.synthesis.single_center.series import series


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


def series_page(width: int, glyphs: Glyphs = UNICODE, study: str = "gupta2014") -> str:
    """What `COLUMNS=width metasacro reanalyze STUDY` prints into a pipe."""
    out = io.StringIO()
    found = series(study)
    print_page(
        series_tables(found, evidence()),
        forest_tables(found, evidence()),
        series_footer(evidence()),
        console_for(out, width),
        glyphs,
        panel_width=FOREST_WIDTH,
        side_by_side=FOREST_BESIDE,
    )
    return out.getvalue()


def trace_page(width: int, glyphs: Glyphs = UNICODE, outcome: str = "pain") -> str:
    """What `COLUMNS=width metasacro pool --trace OUTCOME` prints into a pipe."""
    out = io.StringIO()
    print_traces([analysis(outcome).trace()], console_for(out, width), glyphs)
    return out.getvalue()


def stripped(text: str) -> str:
    """Without the blanks at the ends of lines, which nobody sees and editors remove."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"
