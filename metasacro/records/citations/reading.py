"""A reference file of any known format becomes citations; what cannot be read is said, never left out silently."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from metasacro.problems import Problem, problem
from metasacro.records.citations.bibtex import read_bibtex
from metasacro.records.citations.citation import Citation, proposed_key
from metasacro.records.citations.tagged import read_nbib, read_ris
from metasacro.records.file_text import FileText, read_text
from metasacro.records.nodes import place
from metasacro.records.problem_list import first_problems

#: A search result of ten thousand references with their abstracts has about 30 MB.
MOST_BYTES = 64 * 1024 * 1024

#: Far more than a search finds; reading each takes time and memory.
MOST_ENTRIES = 30_000

Reader = Callable[[FileText], tuple[list[Citation], list[Problem]]]

#: What a line of a file looks like → who reads the file.
_FORMATS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (re.compile(r"^TY {0,2}- ?[A-Z]", re.MULTILINE), read_ris),
    (re.compile(r"^PMID *- *\d", re.MULTILINE), read_nbib),
    (re.compile(r"^\s*@[A-Za-z]+\s*[{(]", re.MULTILINE), read_bibtex),
)

#: How an entry begins, wherever it stands.
_ENTRIES: dict[Reader, re.Pattern[str]] = {
    read_ris: re.compile(r"^TY {0,2}-", re.MULTILINE),
    read_nbib: re.compile(r"^PMID *-", re.MULTILINE),
    read_bibtex: re.compile(r"@[A-Za-z]+[ \t]*[{(]"),
}


def read_citation_file(path: Path, name: str) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Every citation of a file, and every problem; `name` is what messages call the file."""
    source = read_text(path, name, most=MOST_BYTES)
    return ((), [source]) if isinstance(source, Problem) else read_citations(source)


def reader_of(text: str) -> Reader | None:
    """Who reads a text; the format is told by what it holds, wherever that begins."""
    return next((reader for looks, reader in _FORMATS if looks.search(text)), None)


def read_citations(source: FileText) -> tuple[tuple[Citation, ...], list[Problem]]:
    """Every citation of a RIS, NBIB or BibTeX text, in its order, and every problem.

    The format is told by the text, not by the file's ending. Keys are proposed from author and year; citations of one
    author and year get `a`, `b`, … behind it.
    """
    reader = reader_of(source.text)
    if reader is None:
        return (), [problem("MS150", place(source.file, source.text.split("\n"), 0, 0))]
    if (over := next(islice(_ENTRIES[reader].finditer(source.text), MOST_ENTRIES, None), None)) is not None:
        return (), [_too_many(source, over.start())]
    found, problems = reader(source)
    told = []
    for citation in found:
        if any((citation.title, citation.authors, citation.doi, citation.pmid, citation.url)):
            told.append(citation)
        else:
            problems.append(problem("MS153", citation.location))
    if not found and not problems:
        at = place(source.file, source.text.split("\n"), 0, 0)
        problems.append(problem("MS150", at, hint="it looks like one of them, but has no reference"))
    problems.sort(key=lambda entry: entry.location.line if entry.location else 0)
    return tuple(_keyed(told)), first_problems(problems)


def _too_many(source: FileText, start: int) -> Problem:
    line = source.text.count("\n", 0, start)
    column = start - (source.text.rfind("\n", 0, start) + 1)
    at = place(source.file, source.text.split("\n"), line, column)
    return problem("MS190", at, most=f"{MOST_ENTRIES // 1000} thousand references")


def _keyed(citations: list[Citation]) -> Iterator[Citation]:
    keys = [proposed_key(citation.authors, citation.title, citation.year) for citation in citations]
    often, seen = Counter(keys), Counter[str]()
    for key, citation in zip(keys, citations, strict=True):
        letter = _letters(seen[key]) if often[key] > 1 else ""
        seen[key] += 1
        yield replace(citation, key=key + letter)


def _letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    return ("" if number < 26 else _letters(number // 26 - 1)) + chr(ord("a") + number % 26)
