"""The forest plot: nothing overlaps, whatever the names and however many rows."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from metasacro.figures.saving import figure_bytes
from metasacro.views.forest_counts import forest_counts
from metasacro.views.forest_scores import forest_scores
from metasacro.views.plots.forest import forest_plot
from tests.figures.made_up import HOSTILE, forest_table
from tests.figures.measured import outside, overlaps, words_of
from tests.synthesis.shipped import analysis


@pytest.mark.parametrize("rows", [1, 3, 30, 100])
def test_no_words_overlap_or_leave_the_figure(rows: int) -> None:
    plot = forest_plot(forest_table(rows))
    assert overlaps(plot) == []
    assert outside(plot) == []


@pytest.mark.parametrize("outcome", ["pain", "response", "major_complication", "leak"])
def test_nothing_overlaps_on_the_shipped_evidence(outcome: str) -> None:
    found = analysis(outcome)
    table = forest_scores(found, "1 month") if found.outcome.measure == "MC" else forest_counts(found)
    assert overlaps(forest_plot(table)) == []
    assert outside(forest_plot(table)) == []


def test_hostile_names_are_drawn_as_they_stand_and_harm_nothing() -> None:
    plot = forest_plot(forest_table(len(HOSTILE), HOSTILE))
    assert overlaps(plot) == []
    assert outside(plot) == []
    drawn = [text for text, _ in words_of(plot)[0]]
    assert r"$\frac{1}{0}$ 2014" in drawn
    assert "Smith 2015 tab" in drawn
    assert any(text.startswith("� 2018") for text in drawn)
    assert not any("\u202e" in text or "\x1b" in text or "\n" in text for text in drawn)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_titles_leave_the_svg_well_formed(name: str) -> None:
    table = replace(forest_table(2, (name,)), id=name, title=name)
    svg = figure_bytes(forest_plot(table), "svg").decode()
    root = ElementTree.fromstring(svg)
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "defs", "path", "use", "clipPath", "rect"}
    for forbidden in ("<script", "<style", "style=", "<!--", "onload", "http://www.w3.org/TR"):
        assert forbidden not in svg


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_hostile_names_are_saved_in_every_form(ending: str) -> None:
    plot = forest_plot(replace(forest_table(len(HOSTILE), HOSTILE), title=" ".join(HOSTILE)))
    assert len(figure_bytes(plot, ending)) > 1000


def test_the_svg_is_named_and_described_for_screen_readers() -> None:
    plot = forest_plot(forest_table(3))
    root = ElementTree.fromstring(figure_bytes(plot, "svg").decode())
    told = {child.tag.rpartition("}")[2]: child for child in list(root)[:2]}
    assert (told["title"].text, told["desc"].text) == (plot.title, plot.alt)
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"] == told["title"].attrib["id"]
    assert root.attrib["aria-describedby"] == told["desc"].attrib["id"]


def test_two_figures_on_one_page_share_no_identifier_but_their_own() -> None:
    one, other = (
        figure_bytes(forest_plot(replace(forest_table(2), id=name)), "svg").decode() for name in ("pain", "leak")
    )
    ids = [
        {element.attrib["id"] for element in ElementTree.fromstring(svg).iter() if "id" in element.attrib}
        for svg in (one, other)
    ]
    assert ids[0] & ids[1] == set()
    targets = {
        value.removeprefix("#")
        for element in ElementTree.fromstring(one).iter()
        for key, value in element.attrib.items()
        if key.endswith("href")
    }
    assert targets <= ids[0]


def test_a_converted_row_has_another_shape_besides_its_sign() -> None:
    table = forest_scores(analysis("pain"), "1 month")
    kinds = {row.cells["study"].text: row.mark.kind.name for row in table.rows if row.mark}
    assert kinds["Gupta 2014"] == "ASSUMED"
    assert kinds["Pereira 2013"] == "COMPUTED"
    drawn = {text for text, _ in words_of(forest_plot(table))[0]}
    assert "cohort, converted from a median" in drawn
