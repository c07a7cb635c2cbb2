"""What a process that reads hostile input may take."""

from __future__ import annotations

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

#: Memory for numpy, matplotlib and the input; a parser that wants more is a find.
MOST_MEMORY = 4 * 2**30
#: Seconds after which one input counts as a hang, on a machine with other work.
HANG = 30


class Hang(Exception):  # noqa: N818 - it is what was found
    """An input that takes too long."""


def limit(seconds: int) -> None:
    """Bound address space and processor time of this process."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def soon() -> Iterator[None]:
    """Raises `Hang` when what stands inside takes `HANG` seconds of the processor."""

    def end(signal_number: int, frame: object) -> None:
        raise Hang(f"not done after {HANG} s")

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, HANG)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
