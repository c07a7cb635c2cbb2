"""Texts that would do something in a format, through every command that writes it: all of it is text there."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import rispy

from metasacro.render.exports.metafor import SCRIPT
from metasacro.render.html.links import safe_link
from tests.hostile.alive import EVERYTHING, alive_folder
from tests.hostile.limited import run_limited, unsafe
from tests.hostile.text_cases import CASES, kept
from tests.render.markdown.parsed import tokens

#: Seconds of CPU for all commands together.
TOGETHER = 90
LABELS = [kept(case.content.decode()) for case in CASES]
WHOLE = EVERYTHING.replace("\\\\", "\\").replace('\\"', '"')
DRAWING = ("svg", "g", "defs", "path", "use", "clipPath", "rect", "image")
FORMULA = re.compile(r"[=+\-@\t\r]")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all the commands wrote; each ended well."""
    root = tmp_path_factory.mktemp("alive")
    folder = alive_folder(root / "studies")
    arguments = ["-m", "tests.hostile.alive", str(folder), str(root / "out")]
    ended = run_limited(arguments, seconds=TOGETHER)
    assert ended.code == 0, ended.err
    told = json.loads((root / "out" / "ended.json").read_text(encoding="utf-8"))
    assert [(verb, code, said) for verb, code, said in told if code or unsafe(said) or "Traceback" in said] == []
    assert sorted(path.name for path in root.iterdir()) == ["out", "studies"]
    return root / "out"


def text_files(made: Path) -> list[Path]:
    return [path for path in made.rglob("*") if path.is_file() and path.suffix not in (".pdf", ".png")]


def test_no_output_has_a_character_that_a_terminal_obeys(made: Path) -> None:
    """Neither what is printed nor any file."""
    assert {path.name: unsafe(path.read_text(encoding="utf-8")) for path in text_files(made)} == {
        path.name: set() for path in text_files(made)
    }


def test_the_terminal_prints_labels_to_the_letter(made: Path) -> None:
    """Brackets colour nothing, and every label stands on one line."""
    lines = (made / "pool.table").read_text(encoding="utf-8").splitlines()
    for label in LABELS:
        assert [line for line in lines if label[:20] in line], label


def tables(made: Path) -> list[Path]:
    return [path for path in text_files(made) if path.suffix == ".csv"]


def test_no_cell_and_no_header_is_a_formula(made: Path) -> None:
    """A spreadsheet takes each for text or for a number."""
    assert len(tables(made)) > 8
    for path in tables(made):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
        assert {len(row) for row in rows} == {len(rows[0])}
        for cell in (cell for row in rows for cell in row if FORMULA.match(cell)):
            assert float(cell) < 0, f"{path.name}: {cell}"


def test_json_holds_labels_to_the_letter(made: Path) -> None:
    """No escaping is left in it, and none is missing."""
    assert set(LABELS) <= set(_texts(json.loads((made / "pool.json").read_text(encoding="utf-8"))))


def test_a_number_keeps_its_last_zeros(made: Path) -> None:
    """Where it came from is told with the digits that the paper prints."""
    assert "3.10" in " ".join(_texts(json.loads((made / "pool.json").read_text(encoding="utf-8"))))


def _texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in _texts(value)]
    if isinstance(node, list):
        return [text for value in node for text in _texts(value)]
    return [node] if isinstance(node, str) else []


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


@pytest.mark.parametrize("name", ["pool.html", "report/report.html"])
def test_a_page_has_no_element_and_no_attribute_of_a_text(name: str, made: Path) -> None:
    """No script but its own, no handler, no style, no link that runs, no picture from elsewhere."""
    found = Elements((made / name).read_text(encoding="utf-8")).found
    scripts = [given for tag, given in found if tag == "script"]
    assert scripts == ([{"type": "application/json"}, {}] if name.startswith("report") else [])
    assert [given for _, given in found for key in given if key.startswith("on") or key == "style"] == []
    assert [given["href"] for _, given in found if "href" in given and not safe_link(given["href"])] == []
    assert {given.get("src", "")[:5] for tag, given in found if tag == "img"} <= {"data:"}
    assert {tag for tag, _ in found} & {"iframe", "object", "embed", "base", "form", "link"} == set()


def test_figures_are_drawings_alone(made: Path) -> None:
    """Labels are outlines, be they broken formulas or not; the words stand in title and description."""
    figures = [path for path in text_files(made) if path.suffix == ".svg"]
    assert len(figures) > 3
    for path in figures:
        root = ElementTree.parse(path).getroot()
        tags = {element.tag.rpartition("}")[2] for element in root.iter()}
        assert tags <= {*DRAWING, "title", "desc", "metadata", "RDF", "Work"}
        assert [key for element in root.iter() for key in element.attrib if key.startswith("on")] == []
        assert all(value.startswith("#") for element in root.iter() for key, value in element.attrib.items()
                   if key.endswith("href"))  # fmt: skip
    pdf = (made / "forest.pdf").read_bytes()
    assert [name for name in (b"/JavaScript", b"/JS", b"/Launch", b"/URI", b"/OpenAction") if name in pdf] == []
    assert (made / "forest.png").read_bytes().startswith(b"\x89PNG")


def test_latex_obeys_no_text(made: Path) -> None:
    """Every command is one of ours, and every special sign of a text is escaped."""
    page = (made / "pool.latex").read_text(encoding="utf-8")
    body = "\n".join(line for line in page.splitlines() if not line.startswith("%"))
    assert {
        name for name in re.findall(r"\\([A-Za-z]+)", body) if name in ("input", "write", "immediate", "def")
    } == set()
    assert re.findall(r"(?<!\\)[#$_]", body) == []
    assert re.findall(r"(?<!\\)%(?!$)", body, re.MULTILINE) == []
    assert body.count("\\begin{") == body.count("\\end{")
    assert "\\textbackslash{}input\\{/etc/passwd\\}" in body


@pytest.mark.parametrize("name", ["pool.markdown", "report/report.md"])
def test_markdown_has_no_link_and_no_element_of_a_text(name: str, made: Path) -> None:
    """As a renderer reads it that lets raw HTML through."""
    read = [each for token in tokens((made / name).read_text(encoding="utf-8"))
            for each in (token, *(token.children or ()))]  # fmt: skip
    raw = {re.sub(r' id="[^"]*"', "", each.content.strip()) for each in read if each.type.startswith("html")}
    own = {"<a>", "</a>", "<strong>", "</strong>", "</details>", "<br>"}
    assert {text for text in raw - own if not text.startswith("<details><summary>The numbers of")} == set()
    links = {
        str(each.attrs.get("href") or each.attrs.get("src")) for each in read if each.type in ("link_open", "image")
    }
    assert [link for link in links if not link.startswith(("#", "https://doi.org/", "report-figures/"))] == []


def test_ris_has_an_entry_a_paper(made: Path) -> None:
    """No text of a field ends its entry."""
    entries = rispy.loads((made / "ris" / "references.ris").read_text(encoding="utf-8"))
    assert len(CASES) == len(entries)
    assert {entry["year"] for entry in entries} == {"2020"}
    assert all("<script>stolen=1</script>" in entry["title"] for entry in entries)


def test_nothing_of_a_text_becomes_code_of_r(made: Path) -> None:
    """The script is ours, byte for byte; texts stand in tables."""
    assert SCRIPT.read_bytes() == (made / "metafor" / "recompute.R").read_bytes()


def test_a_crate_names_files_inside_it(made: Path) -> None:
    """Its metadata is JSON-LD whose ids are relative paths, addresses of the web, or names of its own."""
    graph = json.loads((made / "ro-crate" / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    files = [entity["@id"] for entity in graph if entity["@type"] == "File"]
    assert [name for name in files if not (made / "ro-crate" / name).is_file()] == []
    assert [entity["@id"] for entity in graph if "javascript:" in entity["@id"] or "<" in entity["@id"]] == []


def test_the_text_of_the_protocol_is_told_whole(made: Path) -> None:
    """What tries everything at once stands in the JSON to the letter."""
    assert WHOLE in _texts(json.loads((made / "pool.json").read_text(encoding="utf-8")))
