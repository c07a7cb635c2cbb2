"""A page of the manual as steps that can be carried out: what to save, what to type, what is printed.

The sentence before a fenced block says what the block is for; a reader needs no other key:

    Save this as `studies/a.yaml`:         the block is that file
    At the end of `studies/a.yaml`, add:   the block is put there
    In `studies/a.yaml`, change: … to:     two blocks: what stands there once, and what takes its place
    (a block of `$ ` lines)                what to type; the `text` block after it is what that prints
    (a block of `>>> ` lines)              the same for Python, output included
    <!-- as in the README -->              lines of the README, which CI carries out and this test only compares

A line that is only `…` stands for printed lines that the page leaves out. `<!-- goes on from tutorial.md -->` starts a
page in the folder that the other page ends with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(?P<ticks>`{3,}) *(?P<language>\S*)\s*$")
SAVE = re.compile(r"[Ss]ave (?:this|it) as `([^`]+)`:$")
ADD = re.compile(r"[Aa]t the end of `([^`]+)`, add:$")
CHANGE = re.compile(r"[Ii]n `([^`]+)`, change:$")
GOES_ON = re.compile(r"<!-- goes on from (\S+) -->")
AS_IN_THE_README = "<!-- as in the README -->"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: its text, its place, and the paragraph before it."""

    language: str
    text: str
    line: int  #: of the opening fence, from 1
    said: str  #: the paragraph before it in one line; empty where another block stands directly before it

    @property
    def is_typed(self) -> bool:
        return self.text.startswith("$ ")


def blocks(page: str) -> Iterator[Block]:
    """Every fenced block of a page."""
    paragraph: list[str] = []
    inside: list[str] | None = None
    opened, closing, language, after_text = 0, "", "", False
    for number, line in enumerate(page.splitlines(), start=1):
        if inside is not None:
            if line.strip() == closing:
                yield Block(language=language, text="\n".join(inside), line=opened, said=" ".join(paragraph))
                inside, paragraph = None, []
            else:
                inside.append(line)
        elif found := FENCE.match(line):
            inside, opened, closing, language = [], number, found["ticks"], found["language"]
        elif line.strip():
            paragraph = [*paragraph, line.strip()] if after_text else [line.strip()]
        after_text = bool(line.strip()) and inside is None
    if inside is not None:
        raise AssertionError(f"line {opened}: this block is never closed")


def start_of(page: Path) -> Path | None:
    """The page whose folder this page goes on with."""
    found = GOES_ON.search(page.read_text(encoding="utf-8"))
    return page.parent / found[1] if found else None
