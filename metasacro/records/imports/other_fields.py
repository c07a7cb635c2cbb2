"""Fields of a file of references that an entry of `references.bib` does not get: abstracts, keywords, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from metasacro.problems import Location
from metasacro.problems.printable import printable
from metasacro.records.bibliography import read_bibliography
from metasacro.records.citations.bibtex import read_bibtex
from metasacro.records.citations.reading import reader_of
from metasacro.records.citations.tagged import read_nbib
from metasacro.records.file_text import FileText
from metasacro.records.imports.draft import Unmapped
from metasacro.records.nodes import place

_RIS = re.compile(r"([A-Z][A-Z0-9]) {0,2}- ?(.*)")
_NBIB = re.compile(r"([A-Z]{2,4}) *- (.*)")
#: What becomes part of an entry, or says where one begins and ends.
RIS = "TY ER AU A1 TI T1 ST JO JF JA J1 J2 T2 PY Y1 DA VL IS SP EP DO AN UR ID"
NBIB = "PMID TI TT AU FAU CN TA JT DP VI IP PG LID AID"
BIBTEX = "author title journal year volume number pages doi pmid url"
REASON = "not part of an entry of `references.bib`"

#: Name of a field, its value, its place.
Told = tuple[str, str, Location]


def other_fields(source: FileText) -> list[Unmapped]:
    """One for each field that is left out, with its first value and how often it stands in the file."""
    found: dict[str, list[Told]] = {}
    for told in _fields(source):
        found.setdefault(told[0], []).append(told)
    return [
        Unmapped(what=name, text=all_of[0][1], reason=REASON, location=all_of[0][2], count=len(all_of))
        for name, all_of in found.items()
    ]


def _fields(source: FileText) -> Iterator[Told]:
    lines, reader = source.text.split("\n"), reader_of(source.text)
    if reader is read_bibtex:
        kept_names = BIBTEX.split()
        for reference in read_bibliography(source)[0].values():
            at = reference.location or place(source.file, lines, 0, 0)
            yield from ((name, text, at) for name, text in reference.fields.items() if name not in kept_names)
        return
    tag, kept = (_NBIB, NBIB) if reader is read_nbib else (_RIS, RIS)
    for number, line in enumerate(lines):
        match = tag.fullmatch(line)
        if match and match[1] not in kept.split():
            yield match[1], printable(match[2], 200), place(source.file, lines, number, 0, max(1, len(line)))
