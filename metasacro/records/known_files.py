"""Files whose bytes were read before under the same name are not parsed again; the others by everybody who helps."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from metasacro.evidence.study import Study
from metasacro.numerics.pieces import Spread
from metasacro.problems import Problem
from metasacro.records.file_text import FileText, read_text
from metasacro.records.study_text import read_study

Value = TypeVar("Value")
#: File → digest of its bytes and what reading them gave. It lives as long as its owner, who reads a folder repeatedly.
Known: TypeAlias = dict[str, tuple[str, Any]]

#: What a record holds.
Found: TypeAlias = tuple[Study | None, list[Problem]]

#: A file, what messages call it, and the digest under which it is known, if it is.
_File: TypeAlias = tuple[Path, str, str]

#: Bytes of records that are read in one go: a third of a second of work.
PIECE = 400_000


def read_records(files: list[tuple[Path, str]], known: Known, spread: Spread) -> list[tuple[str, Found]]:
    """The digest of each record, empty where it cannot be read, and what it holds; what is parsed becomes known.

    `files` are paths, each with what messages call it.
    """
    pieces = list(_pieces([(path, file, known.get(file, ("", None))[0]) for path, file in files]))
    answers = list(chain.from_iterable(spread(_read_piece, pieces)))
    if len(answers) < len(files):
        raise KeyboardInterrupt  # an engine that was stopped: a part of a folder is no evidence
    told: list[tuple[str, Found]] = []
    for (_, file), (digest, found) in zip(files, answers, strict=True):
        if found is not None and digest:
            known[file] = (digest, found)
        told.append((digest, known[file][1] if found is None else found))
    return told


def value_of(
    known: Known, read: Callable[[FileText], tuple[Value, list[Problem]]], source: FileText
) -> tuple[Value, list[Problem]]:
    """What reading another file gives; the same bytes under the same name are read once."""
    if known.get(source.file, ("", None))[0] != source.digest:
        known[source.file] = (source.digest, read(source))
    value, problems = known[source.file][1]
    return value, problems


def _pieces(files: list[_File]) -> Iterator[list[_File]]:
    """Records that are read in one go, together of about the size at which another process pays."""
    piece: list[_File] = []
    size = 0
    for file in files:
        piece.append(file)
        size += os.lstat(file[0]).st_size if os.path.lexists(file[0]) else 0
        if size >= PIECE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _read_piece(piece: list[_File]) -> list[tuple[str, Found | None]]:
    """The digests, and what is not known."""
    return [_read(*file) for file in piece]


def _read(path: Path, file: str, known: str) -> tuple[str, Found | None]:
    source = read_text(path, file)
    if isinstance(source, Problem):
        return "", (None, [source])
    return source.digest, None if source.digest == known else read_study(source)
