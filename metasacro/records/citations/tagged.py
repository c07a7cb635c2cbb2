"""RIS and PubMed's NBIB, read entry by entry with rispy.

rispy drops an entry that does not end and lines outside entries without a word, and keeps no line numbers. The file is
therefore cut into entries here, and rispy reads each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.citations.citation import Citation, doi_of, year_of
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place
from metasacro.values.frozen import dataclass

#: An abstract has far fewer; a longer value is an entry that does not end.
LONGEST_VALUE = 20_000
#: As many lines as no entry has.
MOST_LINES = 5_000

_RIS_START, _RIS_END = re.compile(r"TY {0,2}- ?"), re.compile(r"ER {0,2}-")
_NBIB_START = re.compile(r"PMID *- ")


@dataclass(frozen=True, slots=True)
class _Cut:
    """The lines of one entry, and where it begins."""

    lines: tuple[str, ...]
    location: Location


def read_ris(source: FileText) -> tuple[list[Citation], list[Problem]]:
    """The entries of a RIS file, their keys not yet proposed, and what could not be read."""
    problems: list[Problem] = []
    citations = []
    for cut in _ris_cuts(source, problems):
        text = "\n".join(re.sub(r"^([A-Z][A-Z0-9]) {0,2}- ?", r"\1  - ", line) for line in cut.lines)
        entry = _entry(_ris_parser(), text, cut, problems)
        if entry is not None:
            citations.append(_from_ris(entry, cut.location))
    return citations, problems


def read_nbib(source: FileText) -> tuple[list[Citation], list[Problem]]:
    """The entries of a file that PubMed exports, their keys not yet proposed, and what could not be read."""
    problems: list[Problem] = []
    citations = []
    for cut in _nbib_cuts(source, problems):
        text = re.sub(r"\n {6}(?=\S)", " ", "\n".join(cut.lines)) + "\nER  - "
        entry = _entry(_nbib_parser(), text, cut, problems)
        if entry is not None:
            citations.append(_from_nbib(entry, cut.location))
    return citations, problems


def _ris_cuts(source: FileText, problems: list[Problem]) -> Iterator[_Cut]:
    lines = source.text.split("\n")
    begun: int | None = None
    for number, line in enumerate(lines):
        if _RIS_START.match(line):
            if begun is not None:
                problems.append(_endless(source.file, lines, begun))
            begun = number
        elif _RIS_END.match(line) and begun is not None:
            yield _Cut(tuple(lines[begun : number + 1]), place(source.file, lines, begun, 0, len(lines[begun])))
            begun = None
        elif begun is None and line.strip():
            problems.append(_outside(source.file, lines, number))
    if begun is not None:
        problems.append(_endless(source.file, lines, begun))


def _nbib_cuts(source: FileText, problems: list[Problem]) -> Iterator[_Cut]:
    lines = source.text.rstrip("\n").split("\n")
    starts = [number for number, line in enumerate(lines) if _NBIB_START.match(line)]
    before = range(starts[0] if starts else len(lines))
    problems.extend(_outside(source.file, lines, number) for number in before if lines[number].strip())
    ends = [*starts[1:], len(lines)] if starts else []
    for begun, end in zip(starts, ends, strict=True):
        kept = tuple(line for line in lines[begun:end] if line.strip())
        yield _Cut(kept, place(source.file, lines, begun, 0, len(lines[begun])))


def _outside(file: str, lines: list[str], number: int) -> Problem:
    return problem("MS151", place(file, lines, number, 0, len(lines[number])), text=printable(lines[number], 60))


def _endless(file: str, lines: list[str], number: int) -> Problem:
    return problem("MS152", place(file, lines, number, 0, len(lines[number])))


def _entry(parser: Any, text: str, cut: _Cut, problems: list[Problem]) -> dict[str, Any] | None:
    if len(cut.lines) > MOST_LINES or any(len(line) > LONGEST_VALUE for line in cut.lines):
        problems.append(problem("MS154", cut.location, most=LONGEST_VALUE // 1000))
        return None
    entries: list[dict[str, Any]] = parser.parse(text)
    return entries[0]


def _one(entry: dict[str, Any], *names: str) -> str:
    """The first of these fields that is not empty, on one safe line."""
    for name in names:
        value = entry.get(name)
        for text in value if isinstance(value, list) else [value]:
            if text and text.strip():
                return printable(text)
    return ""


def _all(entry: dict[str, Any], *names: str) -> tuple[str, ...]:
    """The values of the first of these fields that has any."""
    for name in names:
        value = entry.get(name) or []
        found = tuple(printable(text) for text in (value if isinstance(value, list) else [value]) if text.strip())
        if found:
            return found
    return ()


def _from_ris(entry: dict[str, Any], location: Location) -> Citation:
    first, last = _one(entry, "start_page"), _one(entry, "end_page")
    return Citation(
        key="",
        kind="article" if _one(entry, "type_of_reference") in ("JOUR", "JFULL", "MGZN", "EJOUR") else "misc",
        authors=_all(entry, "authors", "first_authors"),
        title=_one(entry, "title", "primary_title", "short_title"),
        journal=_one(entry, "journal_name", "alternate_title3", "secondary_title", "alternate_title2"),
        year=year_of(_one(entry, "year", "publication_year", "date")),
        volume=_one(entry, "volume"),
        number=_one(entry, "number"),
        pages=f"{first}--{last}" if first and last and last != first else first,
        doi=doi_of(_one(entry, "doi")),
        pmid=_pmid(_one(entry, "accession_number")),
        url=_one(entry, "urls"),
        own_key=_one(entry, "id"),
        location=location,
    )


def _from_nbib(entry: dict[str, Any], location: Location) -> Citation:
    identifiers = [*entry.get("lid", []), *entry.get("aid", [])]
    return Citation(
        key="",
        authors=_all(entry, "fau", "au", "cn"),
        title=_one(entry, "ti", "tt").removesuffix("."),
        journal=_one(entry, "ta", "jt"),
        year=year_of(_one(entry, "dp")),
        volume=_one(entry, "vi"),
        number=_one(entry, "ip"),
        pages=_one(entry, "pg").replace("-", "--"),
        doi=next((doi_of(text) for text in identifiers if text.endswith("[doi]")), ""),
        pmid=_pmid(_one(entry, "pmid")),
        location=location,
    )


def _pmid(text: str) -> str:
    return text if re.fullmatch(r"\d{1,9}", text) else ""


@lru_cache(maxsize=1)
def _ris_parser() -> Any:
    from rispy import RisParser

    return RisParser()


@lru_cache(maxsize=1)
def _nbib_parser() -> Any:
    from rispy import RisParser

    names = ("PMID", "TI", "TT", "AU", "FAU", "CN", "TA", "JT", "DP", "VI", "IP", "PG", "LID", "AID")

    class NbibParser(RisParser):  # type: ignore[misc] # rispy ships no types
        """MEDLINE's tags have up to four letters, filled up with spaces to a dash in the fifth column."""

        START_TAG = "PMID"
        DEFAULT_MAPPING = {name: name.lower() for name in names}  # noqa: RUF012 - rispy's own way to say it
        DEFAULT_LIST_TAGS = ["AU", "FAU", "CN", "LID", "AID"]  # noqa: RUF012 - the same
        DEFAULT_DELIMITER_MAPPING: dict[str, str] = {}  # noqa: RUF012 - the same

        def parse_line(self, line: str) -> tuple[str | None, str]:
            found = re.fullmatch(r"([A-Z]{2,4}) *- ?(.*)", line)
            return (found[1], found[2].strip()) if found else (None, line.strip())

    return NbibParser(skip_unknown_tags=True)
