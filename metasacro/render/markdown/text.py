"""Text for Markdown: nothing in it marks up, links, or leaves its line or its cell."""

from __future__ import annotations

import re

from metasacro.problems.printable import one_line
from metasacro.views.code_runs import code_runs

#: Signs that mark up wherever they stand, and a last `!`, which would make a picture of a link behind it.
MARKUP = re.compile(r"[\\`*_\[\]<>&|~#$]|!$")
#: What becomes a link or a picture although nothing marks it: `http://`, `www.`, `:smile:`.
TEMPTING = re.compile(r":(?=//|\w+:)|(?<=www)\.", re.IGNORECASE)
#: What begins a list, a rule or a heading at the start of a line.
START = re.compile(r"^(\d{1,9}(?=[.)])|(?=[-+=]))")
#: Addresses that a reader may be sent to.
ADDRESS = re.compile(r"(?:https?://|mailto:|#)[^\s<>\\()]+", re.IGNORECASE)
TICKS = re.compile("`+")


def markdown_text(text: str) -> str:
    r"""The text inside a line or a cell.

    >>> markdown_text("5.4 [4.2, 6.7] <b>")
    '5.4 \\[4.2, 6.7\\] \\<b\\>'
    """
    return TEMPTING.sub(r"\\\g<0>", MARKUP.sub(r"\\\g<0>", one_line(text)))


def prose(text: str) -> str:
    """The text of a line with what stands between backticks as code."""
    return "".join(code(run) if typed else markdown_text(run) for run, typed in code_runs(text))


def line(marked: str) -> str:
    r"""A line of its own of what is already marked up: its first signs begin no list.

    >>> line("1. of May"), line("- 3")
    ('1\\. of May', '\\- 3')
    """
    return START.sub(r"\1\\", marked.strip())


def strong(marked: str, *, alone: bool = False) -> str:
    """Heavy text. Asterisks between a letter and another sign mean nothing, so there it is a tag; `alone`: spaces are
    on both sides."""
    text = marked.strip()
    if not text:
        return marked
    heavy = f"**{text}**" if alone or (text[0].isalnum() and text[-1].isalnum()) else f"<strong>{text}</strong>"
    return marked.replace(text, heavy, 1)


def code(text: str, *, in_table: bool = False) -> str:
    """What somebody types, to the letter."""
    text = one_line(text).strip()
    if not text:
        return ""
    if in_table:
        text = text.replace("|", r"\|")
    fence = "`" * (max((len(run) for run in TICKS.findall(text)), default=0) + 1)
    room = " " * (text.startswith("`") or text.endswith("`"))
    return f"{fence}{room}{text}{room}{fence}"


def link(marked: str, address: str) -> str:
    """A link, where the address is one that a reader may be sent to; else the text alone."""
    return f"[{marked}]({address})" if ADDRESS.fullmatch(address) and marked else marked


def anchor(name: str) -> str:
    """A place that a link can lead to."""
    return f'<a id="{slug(name)}"></a>'


def slug(name: str) -> str:
    """A name that holds nothing but letters, digits, `-` and `_`.

    >>> slug('flow of "studies"')
    'flow-of-studies'
    """
    return re.sub(r"[^A-Za-z0-9_]+", "-", name).strip("-")
