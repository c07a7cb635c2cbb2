"""A file is written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write `text` as UTF-8, as `write_bytes_whole` does."""
    write_bytes_whole(path, text.encode())


def write_new(path: Path, text: str) -> None:
    """Write `text` as UTF-8 into a file that must not exist yet; raises `FileExistsError` where it does.

    The file appears with all of its text: it is written beside its place and then linked there, which fails where
    anything has the name by then, be it a link that leads nowhere.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(path):
        raise FileExistsError(path)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    write_whole(beside, text)
    try:
        os.link(beside, path)
    except FileExistsError:
        raise
    except OSError:  # a disk without links, as of a camera's card
        with path.open("x", encoding="utf-8", newline="\n") as handle:
            handle.write(text)
    finally:
        beside.unlink(missing_ok=True)


def write_bytes_whole(path: Path, content: bytes) -> None:
    """Write into a temporary file beside `path`, flushed to the disk, then moved into its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
