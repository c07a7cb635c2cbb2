"""What stands between backticks is something to type; each target has its own look for it."""

from __future__ import annotations


def code_runs(text: str) -> tuple[tuple[str, bool], ...]:
    """The text in pieces, each with whether it is to be typed. Backticks that do not stand in pairs round words are
    signs like others.

    >>> code_runs("`step` < 1")
    (('step', True), (' < 1', False))
    >>> code_runs("a ` alone")
    (('a ` alone', False),)
    """
    pieces = text.split("`")
    if len(pieces) % 2 == 0 or any(not piece.strip() for piece in pieces[1::2]):
        return ((text, False),)
    return tuple((piece, at % 2 == 1) for at, piece in enumerate(pieces) if piece)
