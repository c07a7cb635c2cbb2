"""One run at a time writes into a folder."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: The file that is locked, in the folder that is written into. It is gone when the run has ended; that of a run that
#: was killed is free, because the system holds the lock and not the file.
LOCK = ".metasacro.lock"

#: Seconds until another run counts as being in the way: to put files in their place takes far less.
PATIENCE = 2.0

_PAUSE = 0.02


@contextmanager
def locked(folder: Path, patience: float = PATIENCE) -> Iterator[bool]:
    """Hold the lock of the folder; `False` where another run holds it all the time.

    Raises `OSError` where the folder takes no lock.
    """
    path = folder / LOCK
    end = time.monotonic() + patience
    while (descriptor := _take(path)) is None and time.monotonic() < end:
        time.sleep(_PAUSE)
    if descriptor is None:
        yield False
        return
    try:
        yield True
    finally:
        if sys.platform != "win32":
            with suppress(OSError):
                os.unlink(path)  # while it is held: whoever waits for it sees that it is gone, and makes a new one
        os.close(descriptor)
        if sys.platform == "win32":
            with suppress(OSError):
                os.unlink(path)


def _take(path: Path) -> int | None:
    """The locked file's descriptor; `None` while another holds it. A link is not followed."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(EACCES, f"{LOCK} is no regular file")
        if not _free(descriptor) or not _stands(descriptor, path):
            os.close(descriptor)
            return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _free(descriptor: int) -> bool:
    """Locked now; the system unlocks it when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (EAGAIN, EACCES, EDEADLK):
            return False
        raise
    return True


def _stands(descriptor: int, path: Path) -> bool:
    """Whether what is locked is still the file of that name: the run before may just have taken it away."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.lstat(path))
    except FileNotFoundError:
        return False
