"""A table in markup: what stands where, and what is drawn."""

from __future__ import annotations

import math
import re
from html import unescape

import pytest

from metasacro.render.html.marks import drawn, percent_of, ruler
from metasacro.render.html.page import table_html
from metasacro.views.pages import outcome_tables, reanalysis_tables
from metasacro.views.table import GAP, Axis, Cell, Column, Kind, Mark, Row, Table
from tests.render.html.hostile import ALIVE
from tests.synthesis.shipped import analyses, evidence, panel

AXIS = Axis(lower=-5, upper=15, no_effect=0, important=2, unit="points")


def shown(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", markup, flags=re.DOTALL)).split())


def tables() -> list[Table]:
    return [*outcome_tables(analyses(), evidence()), *reanalysis_tables(panel(), evidence())]


@pytest.mark.parametrize("table", tables(), ids=lambda table: table.id)
def test_a_table_loses_no_word(table: Table) -> None:
    """Title, heads, every cell, notes and cautions, in the order of reading."""
    text = shown(table_html(table))
    told = [table.title, table.subtitle, *(column.title for column in table.columns)]
    told += [row.cells[column.key].text for row in table.rows for column in table.columns if column.key in row.cells]
    told += [*table.notes, *(f"{entry.code} {entry.message}" for entry in table.cautions)]
    squeezed = text.replace(" ", "")
    place = 0
    for words in told:
        wanted = "".join(words.replace("`", "").split())
        place = squeezed.find(wanted, place)
        assert place >= 0, words


def test_a_piece_for_another_page_brings_no_links_and_touches_nothing() -> None:
    """There is no list of steps to lead to; its style is about itself; drawings carry their own strokes."""
    markup = table_html(tables()[0])
    assert "<a " not in markup
    style, _, rest = markup.partition("</style>")
    rules = re.findall(r"^(.*?) \{", style, re.MULTILINE)
    assert all(selector.strip().startswith(".exhibit") for rule in rules for selector in rule.split(","))
    assert "style=" not in rest
    assert "<script" not in rest
    assert 'stroke="currentColor"' in markup
    assert markup == table_html(tables()[0])


def test_heads_and_rows_are_named_for_readers_who_hear_the_table() -> None:
    """Each column head and each first cell says what it heads; the table has a caption; drawings are not read."""
    markup = table_html(tables()[0])
    rows = markup.count("<tr") - markup.count("r-gap")
    assert len(re.findall(r'scope="(?:row|rowgroup)"', markup)) == rows - 1
    assert markup.count('scope="col"') == len(tables()[0].columns) + 1
    assert "<caption" in markup
    assert markup.count('class="drawing') == markup.count('aria-hidden="true" focusable="false"')


def test_text_is_escaped() -> None:
    """A fragment is as careful as the page."""
    table = Table(id="a", title=ALIVE, subtitle="", columns=(Column(key="x", title=ALIVE),),
                  rows=(Row(cells={"x": Cell(text=ALIVE)}),))  # fmt: skip
    assert "<script" not in table_html(table)
    assert "<b" not in table_html(table).replace("<body", "")


@pytest.mark.parametrize("rows", [(), (GAP,)], ids=["none", "a gap"])
def test_a_table_without_rows_is_a_table(rows: tuple[Row, ...]) -> None:
    """Heads alone."""
    heads = (Column(key="study", title="Study"),)
    markup = table_html(Table(id="a", title="", subtitle="", columns=heads, rows=rows))
    assert "<table" in markup
    assert "Study</th>" in markup


def test_words_alone_are_no_table() -> None:
    """A table without columns would be announced, and hold nothing."""
    markup = table_html(Table(id="x", title="T", subtitle="s", columns=(), rows=(), notes=("n  m",)))
    assert "<table" not in markup
    assert [word in shown(markup) for word in ("T", "s", "n")] == [True] * 3


def test_an_interval_lies_where_its_numbers_are() -> None:
    """In percent of the axis."""
    found = drawn(Mark(lower=0, upper=5, estimate=2.5, kind=Kind.COMPUTED, weight=1.0), AXIS)
    assert (found.low, found.high, found.width, found.estimate) == ("25.00", "50.00", "25.00", "37.50")
    assert (found.left, found.right) == (False, False)


def test_an_interval_that_runs_off_the_axis_says_so() -> None:
    """With an arrow on that side; an estimate beyond the axis has no marker there."""
    found = drawn(Mark(lower=-9, upper=math.inf, estimate=16, kind=Kind.COMPUTED), AXIS)
    assert (found.low, found.high, found.left, found.right, found.estimate) == ("0.00", "100.00", True, True, "")


def test_the_area_of_a_marker_grows_with_the_weight() -> None:
    """From a least size on that is still seen."""
    half = [
        float(drawn(Mark(lower=0, upper=1, estimate=0.5, kind=Kind.COMPUTED, weight=weight), AXIS).half)
        for weight in (0.0, 0.25, 1.0)
    ]
    assert half == [2.0, 4.0, 6.0]


def test_a_diamond_has_its_corners_at_the_interval() -> None:
    """And stays visible where the interval is narrow."""
    wide = drawn(Mark(lower=-9, upper=5, estimate=1, kind=Kind.ANSWER), AXIS)
    narrow = drawn(Mark(lower=1, upper=1, estimate=1, kind=Kind.ANSWER), AXIS)
    assert wide.diamond == "-20.00,6 30.00,0 50.00,6 30.00,12"
    assert narrow.diamond == "28.80,6 30.00,0 31.20,6 30.00,12"


def test_the_axis_names_its_ends_and_lines() -> None:
    """What would touch another number is left out, ends last."""
    found = ruler(AXIS)
    assert [label.text for label in found.labels] == ["15 points", "−5", "0"]
    assert (found.no_effect, found.important) == ("25.00", "35.00")
    assert percent_of(1.0, Axis(lower=0, upper=0, no_effect=None, important=None, unit="")) == 0.0
