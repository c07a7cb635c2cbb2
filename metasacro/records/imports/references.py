"""Citations of a file beside a bibliography: which are new, and which are there already, as what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count

from metasacro.evidence.evidence_base import Reference
from metasacro.records.citations.bibtex import bibtex_entry
from metasacro.records.citations.citation import Citation, doi_of
from metasacro.records.imports.draft import Unmapped
from metasacro.records.scalars import IDENTIFIER

#: What makes two citations one publication → its value.
Marks = dict[str, str]


def new_references(
    citations: Iterable[Citation], references: Mapping[str, Reference]
) -> tuple[dict[str, Citation], list[Unmapped], dict[Citation, str]]:
    """The citations that the bibliography lacks, by the key they get; those that it has, with what they equal; and the
    key of each."""
    known: dict[tuple[str, str], str] = {}
    for key, reference in references.items():
        for mark in _of_reference(reference).items():
            known.setdefault(mark, key)
    fresh: dict[str, Citation] = {}
    there: list[Unmapped] = []
    keys: dict[Citation, str] = {}
    for citation in citations:
        marks = _of_citation(citation)
        same = next((mark for mark in marks.items() if mark in known), None)
        if same is not None:
            keys[citation] = known[same]
            reason = f"`{known[same]}` has the same {same[0]}"
            there.append(Unmapped(what="reference", text=citation.label, reason=reason, location=citation.location))
            continue
        key = _free_key(citation, references.keys() | fresh.keys())
        fresh[key] = citation
        keys[citation] = key
        for mark in marks.items():
            known.setdefault(mark, key)
    return fresh, there, keys


def with_entries(bibliography: bytes, fresh: Mapping[str, Citation]) -> bytes:
    """The bibliography with new entries at its end; what stood there stays byte for byte."""
    entries = "\n".join(bibtex_entry(citation, key) for key, citation in fresh.items())
    if not bibliography:
        return entries.encode()
    gap = b"\n" if bibliography.endswith(b"\n") else b"\n\n"
    return bibliography + gap + entries.encode()


def _free_key(citation: Citation, taken: Iterable[str]) -> str:
    wanted = citation.own_key if IDENTIFIER.fullmatch(citation.own_key) else citation.key
    letters = (chr(ord("a") + number) if number < 26 else f"-{number}" for number in count())
    return wanted if wanted not in taken else next(key for more in letters if (key := wanted + more) not in taken)


def _of_citation(citation: Citation) -> Marks:
    names = citation.authors[:1]
    marks = _marks(citation.doi, citation.pmid, citation.title, citation.year)
    return marks | _sparse(citation.own_key, names[0] if names else "", citation.year)


def _of_reference(reference: Reference) -> Marks:
    fields = reference.fields
    marks = _marks(fields.get("doi", ""), fields.get("pmid", ""), fields.get("title", ""), fields.get("year", ""))
    return marks | _sparse(reference.key, fields.get("author", "").split(" and ")[0], fields.get("year", ""))


def _marks(doi: str, pmid: str, title: str, year: str) -> Marks:
    words = re.sub(r"\W+", " ", re.sub(r"[{}\\]", "", title)).strip().lower()
    same = {
        "DOI": doi_of(doi).lower(),
        "PMID": pmid.strip(),
        "title and year": f"{words} {year}" if words and year else "",
    }
    return {name: value for name, value in same.items() if value}


def _sparse(key: str, author: str, year: str) -> Marks:
    """For an entry with little else: the key that it has in both files, with its first author and year."""
    return {"key, first author and year": f"{key} {author} {year}".lower()} if key and author and year else {}
