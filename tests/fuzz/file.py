"""Bytes as the file that a reader is given."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from metasacro.problems import Problem
from metasacro.records.file_text import FileText, decode
from tests.fuzz.oracle import coded

#: What separates the parts of an input that stands for two files, such as a mapping and its table.
BETWEEN = b"\n%%%%\n"


def as_text(data: bytes, file: str) -> FileText | None:
    """The text; `None` where the reader refuses the bytes, with a coded problem."""
    source = decode(data, file)
    if isinstance(source, Problem):
        coded([source])
        return None
    return source


def parts(data: bytes) -> tuple[bytes, bytes]:
    """What stands before the first separator, and behind it."""
    first, _, second = data.partition(BETWEEN)
    return first, second


@cache
def scratch() -> Path:
    """A folder of this process, in memory where the system has one; removed when the process ends."""
    memory = Path("/dev/shm")
    folder = tempfile.TemporaryDirectory(prefix="metasacro-fuzz-", dir=memory if memory.is_dir() else None)
    _KEPT.append(folder)
    return Path(folder.name)


#: Folders live as long as the process.
_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def written(name: str, data: bytes) -> Path:
    """The bytes as a file of the scratch folder."""
    path = scratch() / name
    path.write_bytes(data)
    return path
