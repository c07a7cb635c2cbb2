"""The digest of everything in a folder that reading it depends on."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from metasacro.records.cache import cache_folder, key_of
from metasacro.records.evidence_files import REFERENCES

if TYPE_CHECKING:
    from pathlib import Path

#: A file above the largest that is read, a link or a pipe is a problem of its own; such a folder is read each time.
LARGEST = 256 * 1024


def fingerprint(folder: Path, name: str, *asked: object) -> str | None:
    """The key of an answer about the folder, which messages call `name`; `None` where nothing may be kept.

    Nothing is kept where the cache would lie inside the evidence.
    """
    kept = cache_folder()
    if kept is None or kept.resolve().is_relative_to(folder.resolve()):
        return None
    parts: list[tuple[str, str]] = []
    try:
        for entry in sorted(os.listdir(folder)):
            if entry.rpartition(".")[2].lower() not in ("yaml", "yml") and entry != REFERENCES:
                continue
            parts.append((entry, _digest(os.path.join(folder, entry))))
    except (OSError, ValueError):
        return None
    return key_of(name, parts, *asked)


def _digest(path: str) -> str:
    """Of the bytes; `ValueError` for what is not a small regular file."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        told = os.fstat(descriptor)
        if not stat.S_ISREG(told.st_mode) or told.st_size > LARGEST:
            raise ValueError(path)
        content = os.read(descriptor, LARGEST + 1)
        if len(content) != told.st_size:
            raise ValueError(path)
    finally:
        os.close(descriptor)
    return hashlib.sha256(content).hexdigest()
