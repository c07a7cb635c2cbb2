"""Pieces handed to others, some ahead of the answers, which come in the order of the pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Iterator

Piece = TypeVar("Piece")


def in_order(submit: Callable[[Piece], Any], pieces: Iterable[Piece], ahead: int, waiting: deque[Any]) -> Iterator[Any]:
    """The answers of the futures that `submit` gives; at most `ahead` are out at a time, and stand in `waiting`.

    Few ahead bound what waits in memory.
    """
    for piece in pieces:
        waiting.append(submit(piece))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
