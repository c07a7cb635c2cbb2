"""A long job as pieces of work whose answers do not depend on who does them, or when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


class Spread(Protocol):
    """How pieces become answers, in the order of the pieces.

    An engine that is stopped before the end gives the answers it has, from the first piece on, and no more: whoever
    counts them knows how much of the job was done.
    """

    def __call__(self, work: Callable[[Piece], Answer], pieces: Iterable[Piece], /) -> Iterator[Answer]:
        """The answers."""


def in_turn(work: Callable[[Piece], Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
    """One after the other, in this thread.

    >>> list(in_turn(abs, [-1, 2]))
    [1, 2]
    """
    return map(work, pieces)


def slices(count: int, size: int) -> list[tuple[int, int]]:
    """The numbers 0 to `count` − 1 as ranges of `size`, the last one perhaps shorter.

    >>> slices(5, 2)
    [(0, 2), (2, 4), (4, 5)]
    """
    return [(start, min(start + size, count)) for start in range(0, count, size)]


def stopped(done: int, planned: int) -> dict[str, str]:
    """What MS657 says of a job that ended early.

    >>> stopped(2_000, 40_000)
    {'done': '2 000', 'planned': '40 000'}
    """
    return {"done": f"{done:_}".replace("_", " "), "planned": f"{planned:_}".replace("_", " ")}
