"""The cores of this machine. Array work of numpy and compiled loops leave the interpreter free, so threads suffice."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from metasacro.engines.in_order import in_order

if TYPE_CHECKING:
    from metasacro.numerics.pieces import Spread

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

#: Pieces handed out for each thread before the first answer is taken.
_AHEAD = 2


def on_cores(cores: int | None = None) -> Spread:
    """An engine of threads, one a core.

    The first piece is done by the caller's own thread: modules and compiled loops that load at their first use are
    then loaded once, and not by several threads at the same time.

    >>> list(on_cores(2)(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    number = cores or os.cpu_count() or 1

    def spread(work: Callable[[Piece], Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
        left = iter(pieces)
        pool = ThreadPoolExecutor(number)
        try:
            for piece in left:
                yield work(piece)
                break
            yield from in_order(lambda piece: pool.submit(work, piece), left, _AHEAD * number, deque())
        except KeyboardInterrupt:
            return
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return spread
