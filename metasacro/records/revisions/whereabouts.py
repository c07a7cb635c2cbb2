"""Where in the repository the evidence lies."""

from __future__ import annotations

import posixpath
from pathlib import Path

from metasacro.problems import Refusal
from metasacro.problems.printable import printable
from metasacro.records.folder import PROTOCOL
from metasacro.records.revisions.git_program import Git
from metasacro.records.revisions.span import Span
from metasacro.records.revisions.tree import holds_evidence

#: Where a command looks for evidence that nobody named.
USUAL = ("studies", ".")


def find_in_repository(git: Git, top: Path | None, prefix: str, span: Span, asked: str | None) -> tuple[str, str]:
    """The folder from the repository's root (`""`: the root itself), and from here.

    What was asked for, or the first usual place that has a protocol on the newer side, else on the older one. Raises
    `Refusal` MS632 where a side lacks it.
    """
    places = [asked] if asked is not None else USUAL
    for newest in (True, False):
        for shown in places:
            inside = _from_root(shown, top, prefix)
            if inside is not None and _has(git, span, inside, shown, newest=newest):
                return _on_both(git, span, inside, shown)
    revision = span.new.name if span.new is not None else span.old.name
    raise Refusal("MS632", revision=revision, folder=printable((asked or "studies").replace("`", "'"), 80))


def _on_both(git: Git, span: Span, inside: str, shown: str) -> tuple[str, str]:
    for newest, commit in ((False, span.old), (True, span.new)):
        if not _has(git, span, inside, shown, newest=newest):
            revision = commit.name if commit is not None else "the folder as it lies here"
            raise Refusal("MS632", revision=revision, folder=printable(shown.replace("`", "'"), 80))
    return inside, shown


def _has(git: Git, span: Span, inside: str, shown: str, *, newest: bool) -> bool:
    commit = span.new if newest else span.old
    return holds_evidence(git, commit, inside) if commit is not None else (Path(shown) / PROTOCOL).is_file()


def _from_root(shown: str, top: Path | None, prefix: str) -> str | None:
    """`studies` seen from `a/b/` is `a/b/studies`; None for what lies outside the repository."""
    if "\0" in shown:
        return None
    if Path(shown).is_absolute():
        if top is None:
            return None
        try:
            inside = Path(shown).resolve().relative_to(top.resolve()).as_posix()
        except ValueError:
            return None
    else:
        inside = posixpath.normpath(posixpath.join(prefix, Path(shown).as_posix()))
    if inside.startswith(".."):
        return None
    return "" if inside == "." else inside
