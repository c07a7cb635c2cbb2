"""Text from files, made safe to print."""

from __future__ import annotations

import re

#: Control characters (C0, DEL, C1: a terminal may obey them), surrogates, and characters that hide or reorder text.
UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def printable(text: str) -> str:
    """One line of text in which nothing can move the cursor, ring, colour, link or hide.

    White space becomes single spaces; every other unsafe character becomes U+FFFD.

    >>> printable("VAS\\x1b[2J\\n9.0")
    'VAS�[2J 9.0'
    """
    return UNSAFE.sub("�", " ".join(text.split()))
