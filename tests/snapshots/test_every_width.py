"""Laws of the page at every width from 60 to 200: nothing sticks out, and no number is wrapped, cut or lost."""

import re
from functools import cache

import pytest
from rich.cells import cell_len

from metasacro.render.terminal.glyphs import ASCII, UNICODE
from metasacro.render.terminal.page import SIDE_BY_SIDE
from tests.snapshots.pages import page
from tests.synthesis.shipped import analyses

WIDTHS = range(60, 201)
SETS = pytest.mark.parametrize("study_set", [None, "all"], ids=["main", "all"])
#: `6.1 [4.6, 7.6]`, `[1.6, 9.3]`, `42/45`: what must never be wrapped or cut.
ANSWERS = re.compile(r"(?:−?\d+\.\d+ )?\[−?\d+\.\d+, −?\d+\.\d+\]|\b\d+/\d+\b")


@cache
def lines(width: int, study_set: str | None) -> list[str]:
    return page(width, UNICODE, study_set).split("\n")


def answers(width: int, study_set: str | None) -> list[str]:
    """Every answer that stands whole in one line."""
    return sorted(found for line in lines(width, study_set) for found in ANSWERS.findall(line))


@SETS
@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_the_terminal(width: int, study_set: str | None) -> None:
    assert [line for line in lines(width, study_set) if cell_len(line) > width] == []


@SETS
@pytest.mark.parametrize("width", WIDTHS)
def test_every_answer_of_the_widest_page_stands_in_every_other_one(width: int, study_set: str | None) -> None:
    assert answers(width, study_set) == answers(200, study_set)


@SETS
@pytest.mark.parametrize("width", [60, 80, 125, 140, 200])
def test_every_study_is_named(width: int, study_set: str | None) -> None:
    text = "\n".join(lines(width, study_set))
    missing = [
        row.entry.study.label
        for found in analyses(study_set)
        for row in found.rows
        if row.entry.study.label not in text
    ]
    assert missing == []


@SETS
@pytest.mark.parametrize("width", [80, 100, 120, 125, 139, 140, 160, 180, 200])
def test_every_cohort_of_the_protocols_first_outcome_is_drawn(width: int, study_set: str | None) -> None:
    rows = [line for line in lines(width, study_set) if re.match(r"  Gupta 2014 +27 ", line)]
    assert len(rows) == 1
    assert set(UNICODE.sizes).intersection(rows[0])


@pytest.mark.parametrize("width", range(60, 201, 7))
def test_an_ascii_terminal_gets_ascii(width: int) -> None:
    text = page(width, ASCII)
    assert text.isascii()
    assert max(len(line) for line in text.split("\n")) <= width


@pytest.mark.parametrize(("width", "beside"), [(SIDE_BY_SIDE - 1, False), (SIDE_BY_SIDE, True)])
def test_the_reanalysis_stands_beside_the_pool_where_there_is_room(width: int, beside: bool) -> None:
    first = next(line for line in lines(width, None) if "Pain reduction on" in line)
    assert ("Reanalysis of the single-center" in first) == beside
