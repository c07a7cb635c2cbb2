"""Text from files, made safe to print."""

from __future__ import annotations

import re

#: Control characters (C0, DEL, C1: a terminal may obey them), surrogates, and characters that hide or reorder text.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)

#: White space that would end or leave the line; thin and no-break spaces are typesetting and stay.
BREAKS = re.compile("[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")


def is_plain(text: str) -> bool:
    """Whether nothing but ASCII's visible characters and spaces is in it, as in most texts: nothing in it is unsafe."""
    return text.isascii() and text.isprintable()


def one_line(text: str) -> str:
    """One line of text for a typeset page: unsafe characters become U+FFFD; spaces at its ends stay.

    >>> one_line("mean\\n9.0")
    'mean 9.0'
    """
    return UNSAFE.sub("�", BREAKS.sub(" ", text))


def printable(text: str, most: int | None = None) -> str:
    """One line of text in which nothing can move the cursor, ring, colour, link or hide.

    White space becomes single spaces; every other unsafe character becomes U+FFFD. Of a text longer than `most`
    the end is left out.

    >>> printable("VAS\\x1b[2J\\n9.0")
    'VAS�[2J 9.0'
    """
    line = " ".join(text.split())
    if not is_plain(line):
        line = UNSAFE.sub("�", line)
    return line if most is None or len(line) <= most else f"{line[: most - 1]}…"
