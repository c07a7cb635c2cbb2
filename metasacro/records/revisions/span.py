"""`A..B`, as git means it: which two commits are compared."""

from __future__ import annotations

from dataclasses import dataclass

from metasacro.problems import Refusal
from metasacro.problems.printable import UNSAFE, printable
from metasacro.records.revisions.git_program import Git, Unanswered

#: How much of a name a message repeats, and how many digits of a commit.
SHOWN = 60
ABBREVIATED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """A commit by its whole name, and what the user calls it."""

    id: str
    name: str  #: "main~1"; of a common ancestor the first digits of its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Two states of a repository; `new` is `None` for the files as they lie in the folder."""

    old: Commit
    new: Commit | None


def read_span(git: Git, text: str) -> Span:
    """`A..B`, `A...B` (from where the two parted to B), `A` (against the files as they lie here).

    A side that is left out of a range is `HEAD`. Raises `Refusal` MS630 or MS635.
    """
    _refuse_hostile(text)
    dots = "..." if "..." in text else ".."
    first, ranged, second = text.partition(dots)
    if not ranged:
        return Span(old=_commit(git, text), new=None)
    old, new = _commit(git, first or "HEAD"), _commit(git, second or "HEAD")
    return Span(old=_parting(git, old, new) if dots == "..." else old, new=new)


def _commit(git: Git, revision: str) -> Commit:
    _refuse_hostile(revision)
    try:
        id = git.line("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except Unanswered as refused:
        raise _refusal(revision, refused.said or "git knows no such name") from None
    if not id.isalnum():  # `^main` is all that main does not hold
        raise _refusal(revision, "it names no single commit")
    return Commit(id=id, name=printable(revision, SHOWN))


def _parting(git: Git, old: Commit, new: Commit) -> Commit:
    try:
        id = git.line("merge-base", old.id, new.id)
    except Unanswered:
        raise Refusal("MS635", old=old.name, new=new.name) from None
    return Commit(id=id, name=id[:ABBREVIATED])


def _refuse_hostile(revision: str) -> None:
    """What git could take for an option, or no program for an argument."""
    if revision.startswith("-"):
        raise _refusal(revision, "it begins with `-`")
    if UNSAFE.search(revision) or not revision.strip():
        raise _refusal(revision, "it is empty or holds characters that cannot be seen")


def _refusal(revision: str, reason: str) -> Refusal:
    return Refusal("MS630", revision=printable(revision.replace("`", "'"), SHOWN), reason=reason)
