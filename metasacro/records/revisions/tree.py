"""The files of a folder at one commit, written into a folder of their own; the user's files are left alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from metasacro.records.file_text import MOST_BYTES
from metasacro.records.folder import MOST_RECORDS, PROTOCOL, REFERENCES
from metasacro.records.revisions.git_program import Git, Unanswered
from metasacro.records.revisions.span import Commit

LINK = "120000"
FILES = ("100644", "100755", "100664")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blob:
    name: str
    mode: str
    id: str
    size: int


def holds_evidence(git: Git, commit: Commit, folder: str) -> bool:
    """Whether the folder, named from the repository's root, has a protocol at that commit."""
    return any(blob.name == PROTOCOL for blob in _blobs(git, commit, folder))


def write_tree(git: Git, commit: Commit, folder: str, into: Path) -> None:
    """Write the records, the protocol and the bibliography of `folder` at `commit` into `into`.

    What the reader refuses is refused as in a folder: a link becomes a link, a file too large one too large.
    """
    wanted = _blobs(git, commit, folder)[: MOST_RECORDS + 2]
    small = [blob for blob in wanted if blob.mode in FILES and blob.size <= MOST_BYTES]
    for blob, content in zip(small, _contents(git, small), strict=True):
        (into / blob.name).write_bytes(content)
    for blob in wanted:
        if blob.mode == LINK:
            os.symlink("somewhere", into / blob.name)
        elif blob.size > MOST_BYTES:
            (into / blob.name).write_bytes(bytes(MOST_BYTES + 1))


def _blobs(git: Git, commit: Commit, folder: str) -> list[_Blob]:
    """What is named like a file of evidence, in git's order."""
    try:
        listed = git.ask("ls-tree", "-z", "-l", "--full-tree", f"{commit.id}:{folder.rstrip('/')}")
    except Unanswered:
        return []
    return [blob for line in listed.split(b"\0") if line and (blob := _blob(line)) is not None]


def _blob(line: bytes) -> _Blob | None:
    """`100644 blob 0123abcd   2048\\tname`; a folder or a name that is none of ours is nothing."""
    about, _, raw = line.partition(b"\t")
    mode, kind, id, size = about.decode("ascii").split()
    name = os.fsdecode(raw)
    if kind != "blob" or not _is_ours(name):
        return None
    return _Blob(name=name, mode=mode, id=id, size=int(size))


def _is_ours(name: str) -> bool:
    """A git tree may hold any name; one that leaves its folder is not written anywhere."""
    plain = name == Path(name).name and "\\" not in name and ":" not in name
    return plain and (name == REFERENCES or name.lower().endswith((".yaml", ".yml")))


def _contents(git: Git, blobs: list[_Blob]) -> list[bytes]:
    """The blobs' bytes, in one question."""
    if not blobs:
        return []
    told = git.ask("cat-file", "--batch", typed="".join(f"{blob.id}\n" for blob in blobs).encode())
    contents, at = [], 0
    for blob in blobs:
        start = told.index(b"\n", at) + 1  # behind "<id> blob <size>"
        contents.append(told[start : start + blob.size])
        at = start + blob.size + 1
    return contents
