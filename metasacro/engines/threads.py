"""The cores of this machine. Array work of numpy and compiled loops leave the interpreter free, so threads suffice."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from metasacro.numerics.pieces import Spread

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

#: Pieces handed out for each thread before the first answer is taken: bounds what waits in memory.
_AHEAD = 2


def on_cores(cores: int | None = None) -> Spread:
    """An engine of threads, one a core.

    The first piece is done by the caller's own thread: modules and compiled loops that load at their first use are
    then loaded once, and not by several threads at the same time.

    >>> list(on_cores(2)(abs, [-1, 2, -3]))
    [1, 2, 3]
    """
    number = cores or os.cpu_count() or 1

    def spread(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> Iterator[Answer]:
        waiting: deque[Future[Answer]] = deque()
        left = iter(pieces)
        pool = ThreadPoolExecutor(number)
        try:
            for piece in left:
                yield work(piece)
                break
            for piece in left:
                waiting.append(pool.submit(work, piece))
                if len(waiting) >= _AHEAD * number:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except KeyboardInterrupt:
            return
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    return spread
