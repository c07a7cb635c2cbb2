"""Tables as a comment on a pull request: nobody is called by it, and no forge refuses it for its length."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from metasacro.render.markdown.table import tables_markdown

if TYPE_CHECKING:
    from metasacro.views.table import Table

#: GitHub takes 65,536 characters.
MOST = 60_000
CUT = "*The rest is too long for a comment; the JSON has it all.*\n"

#: What is passed over (an escaped sign, code), or `@name`, which forges turn into a message to somebody.
MENTION = re.compile(r"\\.|(?P<ticks>`+).*?(?P=ticks)|(?P<at>(?<!\w)@(?=\w))")


def comment_markdown(tables: Sequence[Table], footer: str = "") -> str:
    """The tables as Markdown, cut at the end of a line where they are too long."""
    text = MENTION.sub(_uncalled, tables_markdown(tables, footer))
    if len(text) <= MOST:
        return text
    return f"{text[: text.rindex(chr(10), 0, MOST)]}\n\n{CUT}"


def _uncalled(found: re.Match[str]) -> str:
    """An invisible remark behind the sign parts it from the name; a backslash would not."""
    return "@<!-- -->" if found["at"] else found[0]
