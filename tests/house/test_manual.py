"""The manual holds together: every page can be reached, every link leads somewhere, every command line exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from metasacro.commands.main import VERBS, metasacro
from tests.docs.page import blocks

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
FRONT = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "studies" / "README.md"]
LINK = re.compile(r"\]\(([^)\s]+)\)")
#: Between backticks in a sentence.
INLINE = re.compile(r"`(metasacro [^`]+)`")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def prose(page: str) -> str:
    """A page without its fenced blocks, in which brackets are no links."""
    lines = page.splitlines()
    for block in blocks(page):
        end = block.line + len(block.text.splitlines())
        lines[block.line - 1 : end + 1] = [""] * (end + 2 - block.line)
    return "\n".join(lines)


def links(path: Path) -> Iterator[tuple[Path, str]]:
    """The files that a page links to, each with the anchor asked for."""
    for target in LINK.findall(prose(path.read_text(encoding="utf-8"))):
        if "://" not in target and not target.startswith("mailto:"):
            file, _, anchor = target.partition("#")
            yield (path.parent / file).resolve() if file else path, anchor


def anchors(path: Path) -> set[str]:
    """The anchors of a page's headings: lower case, without punctuation, with hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", prose(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def command_lines(path: Path) -> Iterator[str]:
    """`metasacro …`, in blocks and between backticks, without a redirection or a remark behind it."""
    page = path.read_text(encoding="utf-8")
    typed = [line.removeprefix("$ ") for block in blocks(page) for line in block.text.splitlines()]
    for line in [*(line for line in typed if line.startswith("metasacro ")), *INLINE.findall(prose(page))]:
        yield re.split(r" [>#] |\s{2,}", line)[0]


@pytest.mark.parametrize("path", [*FRONT, *PAGES], ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    """To a file or folder of the tree, and to a heading of it where one is named."""
    lost = [named_link(path, *link) for link in links(path) if not link[0].exists()]
    lost += [named_link(path, file, anchor) for file, anchor in links(path) if anchor and anchor not in anchors(file)]
    assert lost == []


def test_every_page_can_be_reached_from_the_index() -> None:
    """Following links from `docs/README.md`; a page that nobody links to is not read."""
    reached: set[Path] = set()
    ahead = [DOCS / "README.md"]
    while ahead:
        page = ahead.pop()
        if page not in reached:
            reached.add(page)
            ahead += [file for file, _ in links(page) if file in PAGES]
    assert [named(page) for page in PAGES if page not in reached] == []


def test_the_index_names_every_page_itself() -> None:
    """One line each, so that it is a list of what there is."""
    listed = {file for file, _ in links(DOCS / "README.md")}
    assert [named(page) for page in PAGES if page not in listed and page.name != "README.md"] == []


@pytest.mark.parametrize("path", [*FRONT, *PAGES], ids=named)
def test_every_command_line_can_be_understood(path: Path) -> None:
    """Its verb exists, and click knows its options and their choices."""
    wrong = [f"{line}: {fault}" for line in command_lines(path) if (fault := misunderstood(line)) is not None]
    assert wrong == []


def test_a_command_line_that_is_wrong_is_found() -> None:
    """So that the test above is about something."""
    assert misunderstood("metasacro pool --method REML my-studies") is None
    assert misunderstood("metasacro pull") == "no such verb"
    assert misunderstood("metasacro pool --methd REML") is not None
    assert misunderstood("metasacro pool --method REMLL") is not None
    assert len([line for path in PAGES for line in command_lines(path)]) > 40


def misunderstood(line: str) -> str | None:
    """Why click would refuse it; nothing is run."""
    words = [word.strip("[]") for word in shlex.split(line)[1:]]
    if words[0].startswith("-"):
        return None if words[0] in ("--help", "-h", "--version") else "no such option"
    if words[0] not in VERBS:
        return "no such verb"
    if len(words) == 1 or {"-h", "--help"} & set(words):  # a verb by its name alone is spoken of
        return None
    whole = click.Context(metasacro, info_name="metasacro", **metasacro.context_settings)
    command = metasacro.get_command(whole, words[0])
    assert command is not None
    try:
        command.make_context(words[0], words[1:], parent=whole)
    except click.UsageError as refused:
        return refused.format_message()
    return None


def named_link(path: Path, file: Path, anchor: str) -> str:
    shown = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.as_posix()
    return f"{named(path)} → {shown}{'#' if anchor else ''}{anchor}"
