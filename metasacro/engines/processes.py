"""The cores of this machine for work that holds the interpreter, such as parsing: a process a core."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from typing import TYPE_CHECKING, TypeVar

from metasacro.engines.in_order import in_order
from metasacro.numerics.pieces import in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from metasacro.numerics.pieces import Spread

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")

#: Pieces handed out for each process before the first answer is taken.
_AHEAD = 2


def on_processes(cores: int | None = None) -> Spread:
    """An engine of processes, one a core. A single piece, or a single core, needs none: it is done here.

    Functions, pieces and answers must be picklable. Pieces of a process that is lost are done here.

    >>> list(on_processes(2)(abs, [-1]))
    [1]
    """
    number = cores or os.cpu_count() or 1

    def spread(work: Callable[[Piece], Answer], pieces: Iterable[Piece]) -> Iterator[Answer]:
        every = list(pieces)
        return in_turn(work, every) if min(number, len(every)) < 2 else _spread(work, every, number)

    return spread


def _spread(work: Callable[[Piece], Answer], pieces: list[Piece], number: int) -> Iterator[Answer]:
    """The answers, in order."""
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    # A copy of this process starts at once, but a copy of one with several threads may hold a lock for ever.
    copied = sys.platform == "linux" and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if copied else "spawn")
    pool = ProcessPoolExecutor(min(number, len(pieces)), mp_context=context, initializer=_leave_interrupts)
    done = 0
    try:
        for answer in in_order(lambda piece: pool.submit(work, piece), pieces, _AHEAD * number, deque()):
            done += 1
            yield answer
    except BrokenProcessPool:
        yield from map(work, pieces[done:])
    except KeyboardInterrupt:
        return
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that handed out the work ends the others."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
