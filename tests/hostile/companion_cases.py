"""Hostile protocols and bibliographies: files of strangers too."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.case import Case

#: Case → which of the two files it takes the place of.
PROTOCOL, REFERENCES = "protocol.yaml", "references.bib"
#: The entries of the good records, without which their citations are told too.
ENTRIES = b"".join(b"@article{good%d,\n  title = {x},\n}\n" % number for number in (1, 2, 3))


def _huge(path: Path) -> None:
    """50 MB of entries, written piece by piece."""
    with path.open("wb") as handle:
        for _ in range(500):
            handle.write(b"@article{a,\n  title = {x},\n}\n\n" * 3_334)


def _of(name: str, told: str, code: str, at: str, content: bytes = b"") -> Case:
    return Case(row="companions", name=name, told=told, code=code, at=at, content=content)


#: Each takes the protocol's place, so nothing is pooled; what is told of the records does not change.
PROTOCOLS = (
    _of("protocol-brackets", "a protocol of `[` 30 000 times", "MS106", "1:21", b"[" * 30_000),
    _of("protocol-laughs", "a protocol with aliases", "MS107", "1:8", b"title: &a x\nquestion: *a\n"),
    _of("protocol-escape", "an escape sequence in a protocol", "MS104", "1:8", b"title: \x1b[2J\n"),
    _of("protocol-twice", "a title that stands twice", "MS110", "2:1", b"title: a\ntitle: b\n"),
    _of("protocol-large", "a protocol of 690 KB", "MS102", "1:1", b"".join(b"f%d: v\n" % n for n in range(70_000))),
    Case(row="companions", name="protocol-pipe", told="a pipe as the protocol", code="MS101", make=os.mkfifo),
)
#: Each takes the bibliography's place.
BIBLIOGRAPHIES = (
    _of("bib-escape", "an escape sequence in a title", "MS104", "10:12", ENTRIES + b"@book{a,  x\x1b]52;c;aGk=\x07}\n"),
    _of("bib-latin", "Latin-1 in a title", "MS103", "10:10", ENTRIES + b"@book{a, \xfc}\n"),
    _of("bib-open", "an entry of 20 000 open braces", "MS131", "10:1", ENTRIES + b"@book{a, title={" + b"{" * 20_000),
    _of("bib-at", "an entry whose type is 50 000 letters", "MS131", "10:1", ENTRIES + b"@" + b"a" * 50_000 + b"{"),
    _of("bib-twice", "one key twice", "MS131", "10:1", ENTRIES + b"@article{good1, title={y}}\n"),
    Case(row="companions", name="bib-50-mb", told="a bibliography of 50 MB", code="MS102", make=_huge),
)
