"""Who changed each value, asked of the repository."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.records.revisions.authorship import authors_of, removers_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.records.revisions.authorship import Author
    from metasacro.records.revisions.git_program import Git
    from metasacro.records.revisions.span import Span
    from metasacro.synthesis.change.files import FileChange, ValueChange


def signed(files: tuple[FileChange, ...], git: Git, span: Span, folder: str) -> tuple[FileChange, ...]:
    """The changes with their authors; `folder` is named from the repository's root, and ends with `/` or is empty."""
    return tuple(_signed(file, git, span, folder) for file in files)


def _signed(file: FileChange, git: Git, span: Span, folder: str) -> FileChange:
    written: Mapping[int, Author] = {}
    removed: Mapping[int, Author] = {}
    whole = not file.values
    if file.new is not None:
        lines = [1] if whole else [change.new.line for change in file.values if change.new is not None]
        written = authors_of(git, span.new, folder + file.new, lines)
    if file.old is not None and (file.new is None or not whole):
        lines = [1] if whole else [change.old.line for change in file.values if change.old and not change.new]
        removed = removers_of(git, span, folder + file.old, lines) if lines else {}
    values = tuple(replace(change, by=_by(change, written, removed)) for change in file.values)
    by = (written if file.new is not None else removed).get(1) if whole else None
    return replace(file, values=values, by=by)


def _by(change: ValueChange, written: Mapping[int, Author], removed: Mapping[int, Author]) -> Author | None:
    if change.new is not None:
        return written.get(change.new.line)
    return removed.get(change.old.line) if change.old is not None else None
