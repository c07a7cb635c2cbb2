"""Markdown read back: what a reader sees, and which marks stand round it."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: GitHub's extensions of CommonMark that mark text up; raw HTML is let through, as there.
PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def tokens(source: str) -> list[Token]:
    return PARSER.parse(source)


def kinds(source: str) -> list[str]:
    """The blocks, in their order."""
    return [token.type for token in tokens(source) if token.nesting >= 0]


def words(token: Token) -> str:
    """What stands in a line, without its marks."""
    return "".join(
        child.content for child in token.children or () if child.type in ("text", "text_special", "code_inline")
    )


def marks(token: Token) -> list[str]:
    """Everything in a line that is not text."""
    return [
        child.type
        for child in token.children or ()
        if child.type not in ("text", "text_special") and child.nesting >= 0
    ]


def inlines(source: str) -> list[Token]:
    return [token for token in tokens(source) if token.type == "inline"]


def rows(source: str) -> Iterator[list[Token]]:
    """The cells of each row of each table."""
    found: list[Token] | None = None
    for token in tokens(source):
        if token.type == "tr_open":
            found = []
        elif token.type == "tr_close" and found is not None:
            yield found
            found = None
        elif token.type == "inline" and found is not None:
            found.append(token)


def targets(source: str) -> list[str]:
    """Where links and pictures lead."""
    return [
        str(child.attrs.get("href") or child.attrs.get("src"))
        for token in inlines(source)
        for child in token.children or ()
        if child.type in ("link_open", "image")
    ]


def tags(source: str) -> list[str]:
    """Raw HTML, as it stands."""
    blocks = [token.content for token in tokens(source) if token.type == "html_block"]
    inside = [
        child.content for token in inlines(source) for child in token.children or () if child.type == "html_inline"
    ]
    return [*blocks, *inside]
