"""Text that tries to be more than text, through the whole of `metasacro report`, from YAML to every file it writes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from metasacro.render.html.links import safe_link
from tests.commands.running import run
from tests.render.markdown.parsed import tokens
from tests.synthesis.small_folder import HARM, PAIN, count, record, scores, write_folder

#: Ends elements, attributes and comments; opens a program; looks like a reference or a formula.
ALIVE = (
    '</title></svg></script><script>stolen=1</script><img src=x onerror=stolen=1> --> <!-- ]]> "><a style="x" id="q" '
    "href=javascript:stolen url(#a) ${7*7} {{ 7*7 }} $x^2$ `a` |b| [c](javascript:stolen) =1"
)
QUOTED = "'" + ALIVE + "'"


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the report was written into; nothing else lies beside it but the evidence."""
    root = tmp_path_factory.mktemp("hostile")
    outcomes = "".join(
        text.replace("Pain reduction", QUOTED).replace("label: Harm", f"label: {QUOTED}").replace("why not", QUOTED)
        + f"    certainty:\n      level: low\n      by: {QUOTED}\n      reasons:\n"
        + f"        - {{domain: imprecision, change: -1, reason: {QUOTED}}}\n"
        for text in (PAIN, HARM)
    )
    records = {
        name: record(name, f"{scores('median: 8, q1: 7, q3: 9', after)}\n{count(events)}")
        .replace(f"label: {name.capitalize()}", f"label: {QUOTED}\ndesign: {QUOTED}\ncentre: {QUOTED}")
        .replace("where: Table 2", f"where: {QUOTED}")
        + f"risk_of_bias:\n  - tool: jbi\n    by: {QUOTED}\n    items:\n"
        + f"      - {{item: 1, answer: 'no', reason: {QUOTED}, where: {QUOTED}}}\n"
        for name, after, events in (("one", "median: 3, q1: 2, q3: 5", 1), ("two", "median: 4, q1: 2, q3: 5", 0))
    }
    folder = write_folder(root / "studies", records, outcomes=outcomes)
    protocol = folder / "protocol.yaml"
    told = protocol.read_text(encoding="utf-8").replace("title: A small synthesis", f"title: {QUOTED}")
    protocol.write_text(told.replace("question: What changes?", f"question: {QUOTED}"), encoding="utf-8")
    found = run(["report", str(folder), "--output", str(root / "filed")])
    assert found.code == 0, found.err
    assert sorted(path.name for path in root.iterdir()) == ["filed", "studies"]
    return root / "filed"


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def test_the_page_has_its_own_script_and_no_other(filed: Path) -> None:
    """No element and no attribute comes from a text, and every link stays in the page or goes to the web."""
    found = Elements((filed / "report.html").read_text(encoding="utf-8")).found
    assert [given for tag, given in found if tag == "script"] == [
        {"type": "application/json"},
        {},
    ]  # data of one forest
    assert [given for _, given in found for name in given if name.startswith("on") or name == "style"] == []
    assert [given["href"] for _, given in found if "href" in given and not safe_link(given["href"])] == []
    assert {given["src"][:26] for tag, given in found if tag == "img"} == {"data:image/svg+xml;base64,"}


def test_the_markdown_has_no_element_and_no_link_of_a_text(filed: Path) -> None:
    """As a renderer of Markdown reads it that lets raw HTML through."""
    read = [each for token in tokens((filed / "report.md").read_text(encoding="utf-8"))
            for each in (token, *(token.children or ()))]  # fmt: skip
    raw = {re.sub(r' id="[^"]*"', "", each.content.strip()) for each in read if each.type.startswith("html")}
    assert raw == {
        *("<a>", "</a>", "<strong>", "</strong>"),
        *("<details><summary>The numbers of this figure</summary>", "</details>"),
    }
    links = {
        str(each.attrs.get("href") or each.attrs.get("src")) for each in read if each.type in ("link_open", "image")
    }
    assert [link for link in links if not link.startswith(("#", "https://doi.org/", "report-figures/"))] == []


def test_every_picture_is_drawing_alone(filed: Path) -> None:
    """The text of labels is outlines: what is left of it stands in the title and the description, as text."""
    pictures = sorted((filed / "report-figures").iterdir())
    assert [path.name for path in pictures] == [
        "one-feasible.svg", "pain-leave-one-out.svg", "pain-specifications.svg", "risk-of-bias-main-jbi.svg",
    ]  # fmt: skip
    for picture in pictures:
        root = ElementTree.parse(picture).getroot()
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {
            "svg",
            "title",
            "desc",
            "metadata",
            "RDF",
            "Work",
            "g",
            "defs",
            "path",
            "use",
            "clipPath",
            "rect",
        }
        named = {name for element in root.iter() for name in element.attrib}
        assert [name for name in named if name == "style" or name.startswith("on")] == []
        own = f"{picture.stem}-"
        assert [each for element in root.iter() if not (each := element.get("id", own)).startswith(own)] == []
        told = [element.text or "" for element in root if element.tag.endswith(("title", "desc"))]
        assert len(told) == 2
        assert "<!--" not in picture.read_text(encoding="utf-8").replace("&lt;!--", "")


@pytest.mark.parametrize("name", ["../../away", "..", "a/b", "a\\b", "/etc/passwd", ".hidden", "con", "a b", ""])
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    """Files are called by outcomes and records, and those names are refused before anything is written."""
    folder = write_folder(tmp_path / "in" / "studies", {"one": count(1), "two": count(2)})
    text = (folder / "protocol.yaml").read_text(encoding="utf-8")
    (folder / "protocol.yaml").write_text(text.replace("outcome: pain", f"outcome: '{name}'"), encoding="utf-8")
    found = run(["report", str(folder), "--output", str(tmp_path / "in" / "out")])
    assert found.code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["studies"]
