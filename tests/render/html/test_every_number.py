"""In the page of the shipped evidence, every printed number opens a chain that ends at a line, or says where else."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from tests.views.report.shipped import page

#: What has no end tag.
VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
#: Text of these is not read: programs, the steps themselves, and controls that only a script makes work.
UNREAD = ("script", "style", "template", "dialog")
DIGIT = re.compile(r"\d")


class Page(HTMLParser):
    """Texts with the trace that a reader is led to, and the steps of the appendix with what they rest on."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.grounded: set[str] = set()
        self.parts: dict[str, list[str]] = {}
        self._ends: dict[str, bool] = {}
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if step := self._step(given):
            self.parts.setdefault(step, [])
            if {"file", "origin"} & set(given.get("class", "").split()):
                self.grounded.add(step)
            if tag == "a":
                self.parts[step].append(given["href"].removeprefix("#"))
        if tag not in VOID:
            self._open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not DIGIT.search(data) or self._unread():
            return
        self.said.append((" ".join(data.split()), self._nearest()))

    def _unread(self) -> bool:
        return any(
            tag in UNREAD or given.get("id") == "traces" or "controls" in given.get("class", "").split()
            for tag, given in self._open
        )

    def _nearest(self) -> str:
        return next((given["data-trace"] for _, given in reversed(self._open) if "data-trace" in given), "")

    def _step(self, given: dict[str, str]) -> str:
        """The step of the appendix that this element is, or stands in."""
        own = given.get("id", "") if given.get("class") == "entry" else ""
        return own or next((held["id"] for _, held in reversed(self._open) if held.get("class") == "entry"), "")

    def ends(self, step: str) -> bool:
        """Whether every branch below the step ends at a line, or says where else it comes from."""
        if step not in self._ends:
            below = self.parts.get(step)
            reached = step in self.grounded if below == [] else below is not None and all(map(self.ends, below))
            self._ends[step] = reached
        return self._ends[step]


@cache
def read() -> Page:
    return Page(page())


def test_every_number_of_the_page_leads_to_a_chain_that_ends() -> None:
    """Text nodes with a digit, in the head of the page, its tables, notes, headings and pictures' tables."""
    assert len(read().said) > 1000
    bare = [(text, trace) for text, trace in read().said if not read().ends(trace)]
    assert bare == []


def test_most_numbers_of_tables_have_a_chain_of_their_own() -> None:
    """Not merely that of the page: only its title and lead may fall back on that."""
    root = re.findall(r'<body data-trace="(\w+)"', page())
    whole = [text for text, trace in read().said if trace in root]
    assert len(whole) < len(read().said) / 50, whole


def test_the_lines_are_named_with_file_and_number() -> None:
    places = set(re.findall(r'<span class="file">([^<]*)</span>', page()))
    assert len(places) > 200
    assert [place for place in places if not re.fullmatch(r"studies/[\w.-]+:[1-9]\d*", place)] == []
