"""What every figure is asked: words that neither overlap nor leave it, words for who cannot see it, no colour alone."""

from __future__ import annotations

from dataclasses import fields
from xml.etree import ElementTree

import pytest

from metasacro.commands.main import SECTIONS
from metasacro.figures import paper
from metasacro.figures.lights import COLOURS
from metasacro.figures.registry import KINDS
from metasacro.views.plots.baujat import baujat_plot
from metasacro.views.plots.funnel import funnel_plot
from metasacro.views.plots.gosh import gosh_plot
from metasacro.views.plots.plot import Plot
from metasacro.views.plots.refitted import cumulative_plot, leave_one_out_plot
from metasacro.views.plots.risk_of_bias import SIGNS
from tests.figures.every_plot import PLOTS, drawn, plot_of
from tests.figures.many_cohorts import many, pooled_of_many
from tests.figures.measured import outside, overlaps


@pytest.mark.parametrize("name", PLOTS)
def test_no_words_overlap_or_leave_the_figure(name: str) -> None:
    plot = plot_of(name)
    assert overlaps(plot) == []
    assert outside(plot) == []


@pytest.mark.parametrize("cohorts", [3, 60])
def test_the_same_with_few_and_many_cohorts(cohorts: int) -> None:
    analysis = pooled_of_many(cohorts)
    plots: list[Plot] = [
        funnel_plot(analysis),
        baujat_plot(analysis),
        leave_one_out_plot(analysis),
        cumulative_plot(analysis, many(cohorts), "weight"),
        gosh_plot(analysis, subsets=1_000),
    ]
    assert [overlaps(plot) for plot in plots] == [[]] * len(plots)
    assert [outside(plot) for plot in plots] == [[]] * len(plots)


@pytest.mark.parametrize("name", PLOTS)
def test_every_plot_has_words_and_a_table(name: str) -> None:
    plot = plot_of(name)
    assert plot.title
    assert plot.alt.endswith(".")
    assert 60 < len(plot.alt) < 700
    assert any(sign.isdigit() for sign in plot.alt)
    assert len(plot.table.rows) >= 3


@pytest.mark.parametrize("name", PLOTS)
def test_every_svg_is_well_formed_and_asks_for_nothing_outside(name: str) -> None:
    svg = drawn(name, "svg").decode()
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.endswith("href") or "url(" in value:
                assert value.startswith(("#", "url(#")), value
        assert "style" not in element.attrib
    assert svg.count("http") == svg.count("http://www.w3.org/2000/svg") + svg.count("http://www.w3.org/1999/xlink")


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_stays_small(name: str) -> None:
    assert len(drawn(name, "svg")) < 500_000
    assert len(drawn(name, "pdf")) < 200_000


def test_every_kind_of_figure_is_among_these() -> None:
    assert {kind.plot for kind in KINDS} == {type(plot_of(name)).__name__ for name in PLOTS}
    assert {kind.verb for kind in KINDS} <= set(PLOTS)
    assert [kind.verb for kind in KINDS] == [
        verb for title, verbs in SECTIONS.items() if title.startswith("Figures") for verb in verbs
    ]
    for kind in KINDS:
        assert kind.shows.endswith(".")
        assert kind.needs


@pytest.mark.parametrize("name", PLOTS)
def test_plot_data_are_frozen(name: str) -> None:
    plot = plot_of(name)
    with pytest.raises(AttributeError):
        plot.title = "another"  # type: ignore[misc] # what is tested
    assert not any(isinstance(getattr(plot, each.name), list) for each in fields(plot))


def lightness(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((lightness(one), lightness(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", [paper.INK, paper.QUIET])
def test_words_have_the_contrast_that_readers_need(colour: str) -> None:
    assert contrast(colour, paper.PAPER) >= 4.5
    assert contrast(paper.INK, paper.GREYS[1]) >= 4.5


@pytest.mark.parametrize("colour", [paper.BLUE, paper.VERMILION])
def test_marks_have_the_contrast_that_graphics_need(colour: str) -> None:
    assert contrast(colour, paper.PAPER) >= 3.0


def test_each_light_has_a_sign_of_its_own_that_reads_on_its_colour() -> None:
    assert len(set(SIGNS.values())) == len(SIGNS)
    assert set(SIGNS) == set(COLOURS)
    assert min(contrast(paper.INK, colour) for colour in COLOURS.values()) >= 4.5


def test_lights_are_darker_with_more_concern() -> None:
    low, some, high = list(COLOURS.values())[:3]
    assert lightness(high) < lightness(some)
    assert lightness(high) < lightness(low)
