"""The report as one file: what it may load, what becomes of hostile text, the same bytes every time."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from jinja2 import UndefinedError

from metasacro.problems.printable import UNSAFE
from metasacro.render.html.environment import cleaned, environment
from metasacro.render.html.page import report_html
from metasacro.render.html.policy import digest
from metasacro.views.report.parts import Paragraph, Phrase, Report, Section
from tests.render.html.hostile import ALIVE, hostile_report
from tests.render.html.sample import SVG, page, report

#: Elements that have no end.
VOID = {"meta", "img", "input", "br"}


class Read(HTMLParser):
    """What a browser would make of it: elements with their attributes, texts, and whether every end tag fits."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.blocks: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in self.blocks:
            self.blocks[self.open[-1]].append(data)
        else:
            self.texts.append(data)

    def attributes(self, name: str) -> list[str]:
        return [value for _, attributes in self.elements if (value := attributes.get(name)) is not None]


@pytest.fixture(scope="module", params=["sample", "hostile"])
def text(request: pytest.FixtureRequest) -> str:
    return page() if request.param == "sample" else report_html(hostile_report(), {})


def test_the_same_report_gives_the_same_bytes() -> None:
    """In one process; nothing in it depends on time, place or the order of a set."""
    assert report_html(report(), {"forest-pain": SVG}) == page()


def test_every_element_ends(text: str) -> None:
    """In the right order, the last one being the page."""
    read = Read(text)
    assert (read.faults, read.open) == ([], [])


def test_the_policy_names_the_two_blocks_and_nothing_else(text: str) -> None:
    """Nothing is allowed by default; the style and the script are allowed by their hash."""
    read = Read(text)
    policy = next(
        attributes["content"]
        for _, attributes in read.elements
        if attributes.get("http-equiv") == "Content-Security-Policy"
    )
    script = read.blocks["script"][-1]
    (style,) = read.blocks["style"]
    assert policy == (
        "default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:; "
        f"style-src '{digest(style)}'; script-src '{digest(script)}'"
    )


def test_nothing_is_loaded_and_nothing_runs_from_an_attribute(text: str) -> None:
    """No inline style, no handler, no address but of pictures inside the file and of links."""
    read = Read(text)
    names = {name for _, attributes in read.elements for name in attributes}
    assert {name for name in names if name == "style" or name.startswith("on")} == set()
    assert all(address.startswith("data:image/svg+xml;base64,") for address in read.attributes("src"))
    assert all(address.startswith(("#", "https://")) for address in read.attributes("href"))
    assert {"link", "iframe", "object", "embed", "form", "base"} & {tag for tag, _ in read.elements} == set()


def test_every_id_is_there_once_and_every_place_exists(text: str) -> None:
    """Traces, sections and tables are found under their names."""
    read = Read(text)
    ids = read.attributes("id")
    assert len(ids) == len(set(ids))
    wanted = {address[1:] for address in read.attributes("href") if address.startswith("#")}
    wanted |= {name for each in ("aria-labelledby", "data-trace") for name in read.attributes(each)}
    assert wanted - set(ids) == set()


def test_hostile_text_stays_text() -> None:
    """Markup, quotes and the end of a script are shown; what hides or reorders becomes a replacement character."""
    text = report_html(hostile_report(), {})
    read = Read(text)
    tags = [tag for tag, _ in read.elements]
    assert tags.count("script") == 2  # the data of the forest plot and the script of the page
    assert "b" not in tags
    assert any(cleaned(ALIVE) in shown for shown in read.texts)
    assert UNSAFE.search(text.replace("\n", "")) is None


def test_the_data_of_a_forest_plot_are_plain_json() -> None:
    """No text in them can end their block, and the keys are those of the rows."""
    read = Read(report_html(hostile_report(), {}))
    block = read.blocks["script"][0]
    assert "<" not in block
    assert ">" not in block
    assert "&" not in block
    data = json.loads(block)
    assert set(data["rows"]) == set(read.attributes("data-key"))


def test_a_link_that_runs_stays_text() -> None:
    """Only addresses of the web, of mail, and of the page can be followed."""
    read = Read(report_html(hostile_report(), {}))
    assert [address for address in read.attributes("href") if "stolen=1" in address and "https://" not in address] == []
    assert "a link that runs" in "".join(read.texts)


def test_a_picture_carries_its_words_and_its_numbers() -> None:
    """As alternative text, and as a table folded away below it."""
    read = Read(page())
    (picture,) = [attributes for tag, attributes in read.elements if tag == "img"]
    assert picture["alt"] == "Three lines from left to right, each above and beyond the one before."
    assert re.search(r'<details class="numbers">.*?<table', page(), re.DOTALL)


def test_a_plot_without_its_picture_is_told_in_words() -> None:
    """Nothing is lost where nothing was drawn."""
    text = report_html(report(), {})
    assert "<img" not in text
    assert "<p>Three lines from left to right" in text


def test_a_sentence_is_followed_by_its_source() -> None:
    """It is not one long link; what follows keeps its distance."""
    shown = Paragraph(phrases=(Phrase(text="Sixty characters and more " * 3, trace=report().trace), Phrase(text="5.3")))
    made = Report(title="t", sections=(Section(id="s", title="S", blocks=(shown,)),), trace=report().trace)
    markup = report_html(made, {})
    sentence = re.search(r'<p><span data-trace="t1">(.*?)</p>', markup)
    assert sentence is not None
    assert re.sub(r"<.*?>", "", sentence[1]).startswith("Sixty characters and more " * 3)
    assert re.search(r'<span class="to">source</span>.*</a> </span>5\.3$', sentence[1])


def test_a_name_that_does_not_exist_is_a_fault_of_ours() -> None:
    """A template cannot print nothing in the place of something."""
    with pytest.raises(UndefinedError):
        environment().from_string("{{ missing }}").render()
    with pytest.raises(TypeError, match="prints None"):
        environment().from_string("{{ nothing }}").render(nothing=None)
