"""Who wrote a line, and in which commit: `git blame`, and for a line that is gone the commit that removed it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from metasacro.problems.printable import printable
from metasacro.records.revisions.git_program import Git, Unanswered
from metasacro.records.revisions.span import Commit, Span

#: Names and subjects may be as long as anybody likes.
SHOWN = 120
#: What git calls a line that is in no commit yet.
NOWHERE = "0" * 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A commit that wrote or removed a line. `commit` is empty for a line that is not committed yet."""

    commit: str
    name: str
    subject: str


UNCOMMITTED = Author(commit="", name="", subject="")


def authors_of(git: Git, at: Commit | None, file: str, lines: Iterable[int]) -> Mapping[int, Author]:
    """Who last changed each of these lines of `file` at that commit, or as it lies in the folder."""
    wanted = sorted(set(lines))
    if not wanted:
        return {}
    where = ["-L" + f"{line},{line}" for line in wanted]
    revision = [at.id] if at is not None else []
    try:
        told = git.ask("blame", "--porcelain", "--no-textconv", *where, *revision, "--", file)
    except Unanswered:
        return {} if at is not None else dict.fromkeys(wanted, UNCOMMITTED)
    return {line: author for line, (author, _) in _blamed(told).items()}


def removers_of(git: Git, span: Span, file: str, lines: Iterable[int]) -> Mapping[int, Author]:
    """Who removed each of these lines of the old `file`: the commit after the last one that still had it."""
    wanted = sorted(set(lines))
    end = span.new.id if span.new is not None else "HEAD"
    where = ["-L" + f"{line},{line}" for line in wanted]
    try:
        if span.new is None and git.line("rev-parse", end) == span.old.id:
            return dict.fromkeys(wanted, UNCOMMITTED)  # nothing lies between that a commit could have removed it in
        history = f"{span.old.id}..{end}"
        told = git.ask("blame", "--porcelain", "--no-textconv", "--reverse", *where, history, "--", file)
        removed = {}
        for line, (_, last) in _blamed(told).items():
            author = _after(git, last, end, file)
            if author is not None:
                removed[line] = author
            elif span.new is None:
                removed[line] = UNCOMMITTED
    except Unanswered:  # no line of history from one to the other, or the file is older than the history here
        return {}
    return removed


def _after(git: Git, commit: str, end: str, file: str) -> Author | None:
    """The first commit behind this one that touched the file."""
    form = "--format=%H%x00%an%x00%s"
    told = git.line("log", "--reverse", "--ancestry-path", form, f"{commit}..{end}", "--", file)
    id, _, rest = told.partition("\n")[0].partition("\0")
    name, _, subject = rest.partition("\0")
    return _author(id, name, subject) if id else None


def _blamed(told: bytes) -> dict[int, tuple[Author, str]]:
    """Line → its author and commit, from git's porcelain format, which tells of each commit once."""
    known: dict[str, dict[str, str]] = {}
    lines: dict[int, str] = {}
    id = ""
    for line in told.decode("utf-8", "replace").split("\n"):
        word, _, rest = line.partition(" ")
        if line.startswith("\t") or not line:
            id = ""  # the line's text: what follows is the next one's heading
        elif not id:
            id = word
            known.setdefault(id, {})
            lines[int(rest.split(" ")[1])] = id
        else:
            known[id][word] = rest
    return {line: (_of(id, known[id]), id) for line, id in lines.items()}


def _of(id: str, told: Mapping[str, str]) -> Author:
    return UNCOMMITTED if id == NOWHERE else _author(id, told.get("author", ""), told.get("summary", ""))


def _author(id: str, name: str, subject: str) -> Author:
    return Author(commit=id, name=printable(name, SHOWN), subject=printable(subject, SHOWN))
