"""Bytes of a file become text, or a coded problem; nothing that is not a small regular UTF-8 file gets further."""

from __future__ import annotations

import hashlib
import os
import stat
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from errno import ELOOP
from typing import TYPE_CHECKING

from metasacro.problems import Problem, problem
from metasacro.problems.printable import UNSAFE, is_plain
from metasacro.records.nodes import place
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from pathlib import Path

#: Largest record that is read. The seed's own record has about 12 KiB; slow parsing starts far above this.
MOST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """The text of a file, the name that messages print, and the digest of its bytes."""

    file: str
    text: str
    digest: str


def read_text(path: Path, file: str, *, most: int = MOST_BYTES) -> FileText | Problem:
    """Read `path`, of at most `most` bytes; `file` is what messages call it."""
    # O_NOFOLLOW: a symlink could point anywhere. O_NONBLOCK: a FIFO without a writer would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        reason = "it is a link" if error.errno == ELOOP else error.strerror or "it cannot be opened"
        return problem("MS101", place(file, (), 0, 0), reason=reason)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return problem("MS101", place(file, (), 0, 0), reason="it is not a regular file")
    with os.fdopen(descriptor, "rb") as handle:
        data = handle.read(most + 1)
    if len(data) > most:
        return problem("MS102", place(file, (), 0, 0), most=most // 1024)
    return decode(data, file)


def decode(data: bytes, file: str) -> FileText | Problem:
    """UTF-8 bytes as text; a byte order mark is allowed and dropped."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start)
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1)
        wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) or b"\0" in data[:64]
        hint = "it looks like UTF-16; save it as UTF-8" if wide else ""
        return problem("MS103", place(file, (), line, column), hint=hint, byte=f"{data[error.start]:#04x}")
    text = text.replace("\r\n", "\n")
    plain = is_plain(text.replace("\n", " ").replace("\t", " "))
    for match in () if plain else UNSAFE.finditer(text):
        if match.group() not in "\n\t":
            lines = text.split("\n")
            line = text.count("\n", 0, match.start())
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
            return problem("MS104", place(file, lines, line, column), character=f"U+{ord(match.group()):04X}")
    return FileText(file=file, text=text, digest=hashlib.sha256(data).hexdigest())
