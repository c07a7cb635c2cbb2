"""`metasacro report` on a folder with a fuzzed record: a page of its own elements alone, or problems."""

from __future__ import annotations

from html.parser import HTMLParser

from metasacro.render.html.links import safe_link
from tests.fuzz import commands
from tests.fuzz.oracle import must

#: The elements that could run, load or hide something; the page's own scripts are counted.
FOREIGN = frozenset({"iframe", "object", "embed", "form", "base", "link", "video", "audio", "frame", "applet"})


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def run(data: bytes) -> None:
    """Write the report, and look at the elements of its page."""
    folder = commands.output()
    ended = commands.run(data, "report", "--output", str(folder))
    written = {path.name: path for path in commands.safe_files(folder)}
    must(("report.html" in written) == (ended.code == 0), "a page, or problems", ended, sorted(written))
    if "report.html" in written:
        _own(written["report.html"].read_text(encoding="utf-8"))


def _own(page: str) -> None:
    """No element and no attribute comes from a text."""
    elements = Elements()
    elements.feed(page)
    elements.close()
    scripts = [given for tag, given in elements.found if tag == "script"]
    must([given for given in scripts if given] == [{"type": "application/json"}] * (len(scripts) - 1), "own scripts")
    for tag, given in elements.found:
        must(tag not in FOREIGN, "own elements", tag, given)
        must(not any(name.startswith("on") or name == "style" for name in given), "own attributes", tag, given)
        must("href" not in given or safe_link(given["href"]), "links into the page or to the web", given)
        must(given.get("src", "data:image/").startswith("data:image/"), "pictures of the page", given)
