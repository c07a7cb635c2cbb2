"""`A..B` of `diff`, asked of a real repository: text → two commits, or a refusal; git writes nothing."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from metasacro.problems import Refusal
from metasacro.problems.printable import UNSAFE
from metasacro.records.revisions.git_program import Git
from metasacro.records.revisions.span import read_span
from tests.fuzz.file import scratch
from tests.fuzz.oracle import must
from tests.records.revisions.repositories import ALONE, Repository


@cache
def repository() -> Path:
    """Three commits, two branches, a tag."""
    os.environ.update(ALONE)
    made = Repository(scratch() / "repository")
    for number in range(3):
        made.write("studies/protocol.yaml", f"title: {number}\n")
        made.commit(f"state {number}")
    made.git("branch", "other", "main~1")
    made.git("tag", "v1")
    return made.folder


def run(data: bytes) -> None:
    """Read the text as a range."""
    text = data.decode("utf-8", "replace")
    if "\0" in text:
        return  # no program can be given it; click never hands it on
    folder = repository()
    before = _listed(folder)
    try:
        span = read_span(Git(folder), text)
    except Refusal as refused:
        told = refused.message
        must(not UNSAFE.search(told), "nothing unsafe in a refusal", told)
    else:
        names = [commit for commit in (span.old, span.new) if commit is not None]
        must(all(len(commit.id) == 40 for commit in names), "whole names of commits", span)
        must(not any(UNSAFE.search(commit.name) for commit in names), "nothing unsafe in a name", span)
    must(_listed(folder) == before, "no file is written", text)


def _listed(folder: Path) -> list[str]:
    return sorted(os.listdir(folder) + os.listdir(folder / ".git") + os.listdir(folder.parent))
