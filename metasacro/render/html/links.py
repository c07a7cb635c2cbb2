"""What may be followed, and how a text leads to its trace."""

from __future__ import annotations

import re

#: A phrase may lead to these and to places of the page; anything else stays text.
LINKS = ("https://", "http://", "mailto:", "#")

#: A text of more characters than this is a sentence: a word behind it is the link, not all of it.
LONGEST = 48

DIGIT = re.compile(r"\d")


def safe_link(address: str) -> bool:
    """Whether a link may be followed: nothing that runs, nothing that reads a file."""
    return address.startswith(LINKS)


def manner(text: str) -> str:
    """How a text shows that it has a trace: a `number` is underlined, `words` are when they are pointed at, and a
    `sentence` has a small link behind it.

    >>> manner("5.4 [4.2, 6.7]"), manner("not reported"), manner("scores count as changes " * 3)
    ('number', 'words', 'sentence')
    """
    if len(text) > LONGEST:
        return "sentence"
    return "number" if DIGIT.search(text) else "words"
