"""What `metasacro convert` prints, to the letter; and that nothing sticks out at any width.

After a wanted change: `python -m pytest tests/snapshots --accept`, then read the difference in git.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
from rich.cells import cell_len

from metasacro.records.summary_rows import SummaryRow, summary_row
from metasacro.render.terminal.console import console_for
from metasacro.render.terminal.glyphs import ASCII, UNICODE, Glyphs
from metasacro.render.terminal.page import print_tables
from metasacro.synthesis.conversions import compare_conversions
from metasacro.views.conversions import conversion_table
from metasacro.views.table import Table
from tests.snapshots.pages import stripped

ROWS = (
    {"label": "VAS before", "n": "27", "q1": "8.0", "median": "9.0", "q3": "10.0", "scale": "0-10"},
    {"label": "VAS after", "n": "27", "q1": "0.0", "median": "3.0", "q3": "5.8", "scale": "0-10"},
    {"label": "mobility", "n": "16", "min": "1", "median": "3", "max": "5", "scale": "0-5"},
    {"label": "in mm", "n": "12", "min": "12", "q1": "30", "median": "42", "q3": "55", "max": "90", "scale": "0-100"},
)
PAGES = [("convert-80", 80, UNICODE), ("convert-80-ascii", 80, ASCII), ("convert-140", 140, UNICODE)]


@cache
def tables() -> tuple[Table, ...]:
    rows = [summary_row(cells) for cells in ROWS]
    return tuple(conversion_table(compare_conversions(row)) for row in rows if isinstance(row, SummaryRow))


def page(width: int, glyphs: Glyphs) -> str:
    out = io.StringIO()
    print_tables(tables(), console_for(out, width), glyphs)
    return out.getvalue()


@pytest.mark.parametrize(("name", "width", "glyphs"), PAGES, ids=[name for name, *_ in PAGES])
def test_the_page_is_the_one_that_was_looked_at(
    name: str, width: int, glyphs: Glyphs, request: pytest.FixtureRequest
) -> None:
    path = Path(__file__).with_name(f"{name}.txt")
    actual = stripped(page(width, glyphs))
    if request.config.getoption("--accept"):
        path.write_text(actual, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == actual


@pytest.mark.parametrize("width", range(60, 201, 10))
@pytest.mark.parametrize("glyphs", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_nothing_sticks_out_and_no_verdict_is_lost(width: int, glyphs: Glyphs) -> None:
    text = page(width, glyphs)
    assert max(cell_len(line) for line in text.split("\n")) <= width
    assert text.isascii() or not glyphs.ascii
    assert len(tables()) == len(ROWS)
    assert text.count("impossible") == page(300, glyphs).count("impossible")


def test_the_readme_shows_lines_of_the_page(root: Path) -> None:
    """Each line of its example stands in the snapshot of 80 columns."""
    example = (root / "README.md").read_text(encoding="utf-8").partition("VAS after")[2].partition("```")[0]
    page_80 = Path(__file__).with_name("convert-80.txt").read_text(encoding="utf-8").split("\n")
    lines = f"VAS after{example}".strip().split("\n")
    assert len(lines) > 5
    assert [line for line in lines if line not in page_80] == []
