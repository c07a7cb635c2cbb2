"""Files that were parsed before and have the same bytes are not parsed again; the others, by whoever may help."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeAlias, TypeVar

from metasacro.evidence.study import Study
from metasacro.numerics.pieces import Spread
from metasacro.problems import Problem
from metasacro.records.file_text import FileText
from metasacro.records.study_text import read_study

Value = TypeVar("Value")
#: File → digest of its bytes and what reading them gave. It lives as long as its owner, who reads a folder repeatedly.
Known: TypeAlias = dict[str, tuple[str, Any]]

#: Characters of records that are parsed in one go: a third of a second of work.
PIECE = 400_000


def make_known(known: Known, texts: list[FileText], spread: Spread) -> None:
    """Parse the records that are not known yet, and keep what that gave."""
    texts = [source for source in texts if not _is_known(known, source)]
    pieces = list(_pieces(texts))
    answers = list(chain.from_iterable(spread(_read_piece, pieces)))
    if len(answers) < len(texts):
        raise KeyboardInterrupt  # an engine that was stopped: a part of a folder is no evidence
    for source, found in zip(texts, answers, strict=True):
        known[source.file] = (source.digest, found)


def value_of(
    known: Known, read: Callable[[FileText], tuple[Value, list[Problem]]], source: FileText
) -> tuple[Value, list[Problem]]:
    """What reading a file gives; the same bytes under the same name are read once."""
    if not _is_known(known, source):
        known[source.file] = (source.digest, read(source))
    value, problems = known[source.file][1]
    return value, problems


def _pieces(texts: list[FileText]) -> Iterator[list[FileText]]:
    """Records that are parsed in one go, together of about the size at which another process pays."""
    piece: list[FileText] = []
    size = 0
    for source in texts:
        piece.append(source)
        size += len(source.text)
        if size >= PIECE:
            yield piece
            piece, size = [], 0
    if piece:
        yield piece


def _read_piece(piece: list[FileText]) -> list[tuple[Study | None, list[Problem]]]:
    return [read_study(source) for source in piece]


def _is_known(known: Known, source: FileText) -> bool:
    return known.get(source.file, ("", None))[0] == source.digest
