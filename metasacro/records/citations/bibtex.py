"""BibTeX, read by bibtexparser; and a citation as an entry of `references.bib`."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

from metasacro.problems import Problem, problem
from metasacro.records.bibliography import read_blocks, said
from metasacro.records.citations.citation import Citation, doi_of, year_of
from metasacro.records.citations.tagged import LONGEST_VALUE
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Fields of an entry in the order of `references.bib`.
ORDER = ("author", "title", "journal", "year", "volume", "number", "pages", "doi", "pmid", "url")


def read_bibtex(source: FileText) -> tuple[list[Citation], list[Problem]]:
    """The entries, their keys not yet proposed, and what could not be read."""
    library = read_blocks(source.text)
    lines = source.text.split("\n")
    problems = [
        problem("MS155", place(source.file, lines, block.start_line or 0, 0), said=said(block.error))
        for block in library.failed_blocks
    ]
    citations = []
    for entry in library.entries:
        at = place(source.file, lines, entry.start_line or 0, 0)
        given = {field.key.lower(): " ".join(str(field.value).split()) for field in entry.fields}
        if any(len(text) > LONGEST_VALUE for text in given.values()):
            problems.append(problem("MS154", at, most=LONGEST_VALUE // 1000))
            continue
        authors = re.split(r"\s+and\s+", given.get("author", ""))
        citations.append(
            Citation(
                key="",
                kind=entry.entry_type.lower(),
                authors=tuple(author for author in authors if author),
                title=re.sub(r"[{}]", "", given.get("title", "")),
                journal=given.get("journal", given.get("journaltitle", "")),
                year=year_of(given.get("year", "") or given.get("date", "")),
                volume=given.get("volume", ""),
                number=given.get("number", given.get("issue", "")),
                pages=given.get("pages", ""),
                doi=doi_of(given.get("doi", "")),
                pmid=given.get("pmid", ""),
                url=given.get("url", ""),
                own_key=entry.key,
                location=at,
            )
        )
    return citations, problems


def bibtex_entry(citation: Citation, key: str) -> str:
    """The citation as text of a BibTeX entry called `key`, in the layout of the shipped bibliography.

    >>> from metasacro.problems import Location
    >>> at = Location(file="refs.ris", line=1)
    >>> seen = Citation(key="smith2020", authors=("Smith, A.", "Doe, B."), year="2020", location=at)
    >>> print(bibtex_entry(seen, "smith2020"), end="")
    @article{smith2020,
      author = {Smith, A. and Doe, B.},
      year = {2020},
    }
    """
    rows = "".join(f"  {name} = {{{text}}},\n" for name, text in _filled(citation))
    return f"@{re.sub('[^a-z]', '', citation.kind) or 'misc'}{{{key},\n{rows}}}\n"


def _filled(citation: Citation) -> Iterator[tuple[str, str]]:
    values = {field.name: getattr(citation, field.name) for field in fields(citation)}
    values["author"] = " and ".join(_braced(author) for author in citation.authors)
    for name in ORDER:
        if text := values[name] if name == "author" else _braced(values[name]):
            yield name, text


def _braced(text: str) -> str:
    """Text that may stand between braces: braces that do not pair would end the entry early."""
    depth, paired = 0, not re.search(r"\\[{}]|\\$", text)
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        paired = paired and depth >= 0
    return text if paired and depth == 0 else re.sub(r"[{}\\]", "", text)
