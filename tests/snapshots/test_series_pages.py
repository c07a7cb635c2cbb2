"""What `metasacro reanalyze` prints, to the letter, and the laws of its page at every width.

After a wanted change: `python -m pytest tests/snapshots --accept`, then read the difference in git.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.page import FOREST_BESIDE
from tests.snapshots.pages import series_page, stripped

PAGES = [
    ("reanalyze-80", 80, UNICODE, "gupta2014"),
    ("reanalyze-80-ascii", 80, ASCII, "gupta2014"),
    ("reanalyze-140", 140, UNICODE, "gupta2014"),
    ("reanalyze-170", 170, UNICODE, "gupta2014"),
    ("reanalyze-dougherty-100", 100, UNICODE, "dougherty2014"),
    ("reanalyze-kamel-100", 100, UNICODE, "kamel2009"),
]
#: What must never be wrapped or cut: an estimate with its interval, an interval, a count, a converted mean and SD.
ANSWERS = re.compile(r"−?\d+\.\d+ \[−?\d+\.\d+, −?\d+\.\d+\]|\b\d+/\d+\b|\d+\.\d+ \(\d+\.\d+\)")


@pytest.mark.parametrize(("name", "width", "glyphs", "study"), PAGES, ids=[name for name, *_ in PAGES])
def test_the_page_is_the_one_that_was_looked_at(
    name: str, width: int, glyphs: Glyphs, study: str, request: pytest.FixtureRequest
) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    actual = stripped(series_page(width, glyphs, study))
    if request.config.getoption("--accept"):
        path.write_text(actual, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == actual


@cache
def lines(width: int, study: str) -> list[str]:
    return series_page(width, UNICODE, study).split("\n")


@pytest.mark.parametrize("study", ["gupta2014", "dougherty2014", "kortman2013", "scirep2020"])
@pytest.mark.parametrize("width", range(60, 201, 5))
def test_no_line_is_wider_than_the_terminal(width: int, study: str) -> None:
    assert [line for line in lines(width, study) if cell_len(line) > width] == []


@pytest.mark.parametrize("width", range(80, 201, 5))
def test_every_answer_at_80_columns_stands_in_every_wider_page(width: int) -> None:
    narrow, wide = (
        {found for line in lines(columns, "gupta2014") for found in ANSWERS.findall(line)} for columns in (80, width)
    )
    assert narrow - wide == set()


@pytest.mark.parametrize("width", range(60, 201, 10))
def test_an_ascii_terminal_gets_ascii(width: int) -> None:
    assert series_page(width, ASCII).isascii()


@pytest.mark.parametrize(("width", "beside"), [(FOREST_BESIDE - 1, False), (FOREST_BESIDE, True)])
def test_the_forest_plot_stands_beside_the_reanalysis_where_there_is_room(width: int, beside: bool) -> None:
    first = next(line for line in lines(width, "gupta2014") if "Reanalysis of one series" in line)
    assert ("Among the other series" in first) == beside
