"""The figures on the manual's page on conversions are there, stand alone, and say what the committed tables say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest

from tests.simulation.conversion.cells import SHAPES
from tests.simulation.conversion.converted import OBSERVED
from tests.simulation.conversion.figures import PLOTS, by_print, by_shape, drawn, place, points
from tests.simulation.conversion.manual import PAGE

SVG = "{http://www.w3.org/2000/svg}"
#: `![what it says](where it is)`
SHOWN = re.compile(r"!\[([^\]]*)\]\(figures/([\w-]+)\.svg\)")
PUBLISHED = ("luo/wan/shi", "yang", "qe")


def read(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(place(name).read_text(encoding="utf-8"))


def texts(element: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in element.iter(f"{SVG}text")]


def labels(name: str) -> Iterator[list[str]]:
    """What stands in each panel beside its axes: a title, and a number for each method."""
    for panel in read(name).iter(f"{SVG}g"):
        if panel.get("id", "").startswith("axes_"):
            direct = [child for child in panel if child.get("id", "").startswith("text_")]
            yield [text for child in direct for text in texts(child)]


def test_the_page_shows_every_figure_and_says_in_words_what_it_shows() -> None:
    """Each once, with a text for those who do not see it."""
    told = SHOWN.findall(PAGE.read_text(encoding="utf-8"))
    assert sorted(name for _, name in told) == sorted(PLOTS)
    assert sorted(path.stem for path in place("any").parent.glob("conversion-*.svg")) == sorted(PLOTS)
    assert all("exact" in alternative and len(alternative) > 150 for alternative, _ in told)


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_stands_alone(name: str) -> None:
    """Well-formed, without scripts, pictures, a document type, or a link that leaves it."""
    text = place(name).read_text(encoding="utf-8")
    assert not re.search(r"<!DOCTYPE|<!ENTITY|@import|<script|<image", text)
    assert re.findall(r"url\((?!#)", text) == []
    links = [value for part in read(name).iter() for key, value in part.items() if key.endswith("href")]
    assert [link for link in links if not link.startswith("#")] == []


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_names_its_methods_and_its_finding(name: str) -> None:
    """In text that can be searched, of at least 10 pixels where the figure is shown as wide as it is."""
    plot, found = PLOTS[name], texts(read(name))
    named = {"printed" if method == OBSERVED else method for method in plot.methods}
    assert named | {plot.title, *plot.remarks} <= set(found)
    sizes = re.findall(r"font(?:-size)?:[^;']*?([\d.]+)px", place(name).read_text(encoding="utf-8"))
    assert min(float(size) for size in sizes) * 4 / 3 >= 10.0


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_has_the_numbers_of_the_committed_tables(name: str) -> None:
    """In each panel, a number for each method, or a dash."""
    plot = PLOTS[name]
    expected = [
        [title, *(plot.shown(told[method][0].value) if method in told else "–" for method in plot.methods)]
        for title, told in plot.panels()
    ]
    assert [sorted(found) for found in labels(name)] == [sorted(each) for each in expected]


@pytest.mark.parametrize("name", PLOTS)
def test_a_figure_is_what_the_committed_code_draws(name: str) -> None:
    """The same bytes, under the version of matplotlib in constraints.txt."""
    import matplotlib

    locked = (PAGE.parents[1] / "constraints.txt").read_text(encoding="utf-8")
    if f"\nmatplotlib=={matplotlib.__version__}\n" not in locked:
        pytest.skip(f"drawn again only with the matplotlib of constraints.txt, not {matplotlib.__version__}")
    assert drawn(name) == place(name).read_text(encoding="utf-8")


# What the titles say.


def test_with_a_strong_floor_the_exact_set_covers_most_of_those_with_a_standard_error() -> None:
    """40 to 52 % against 79 %."""
    told = dict(by_shape("coverage"))["strong floor"]
    theirs = [told[method][0].value for method in PUBLISHED]
    assert [f"{100 * value:.0f}" for value in (min(theirs), max(theirs))] == ["40", "52"]
    assert f"{100 * told['exact-set'][0].value:.0f}" == "79"


@pytest.mark.parametrize("shape", SHAPES)
def test_in_every_population_the_sd_of_the_exact_set_errs_less(shape: str) -> None:
    """Less than each published one of the figure, to the printed digits."""
    told = dict(by_shape("sd rmse"))[shape]
    ours = told["exact-set"][0].value
    assert all(float(points(told[method][0].value)) > float(points(ours)) for method in PUBLISHED)


def test_from_quartiles_every_published_method_is_mostly_impossible() -> None:
    """More than half of the pairs; of the exact sets less than one in twenty."""
    told = dict(by_print("impossible"))["quartiles and median"]
    shares = {method: number.value for method, (number, _) in told.items()}
    assert all((share < 0.05) if method.startswith("exact-set") else (share > 0.5) for method, share in shares.items())
