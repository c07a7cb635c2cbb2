"""`references.bib` with one more entry; what stands there already stays byte for byte."""

from __future__ import annotations

import os
from pathlib import Path

from metasacro.evidence.evidence_base import Reference
from metasacro.problems import Problem, problem
from metasacro.records.bibliography import read_bibliography
from metasacro.records.citations.bibtex import bibtex_entry
from metasacro.records.citations.citation import Citation, doi_of
from metasacro.records.file_text import read_text
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Under which key a record cites its paper, and the bibliography's new content, if it changes."""

    key: str
    content: bytes | None
    found: bool  #: the bibliography has the entry, with or without this change


def cited(path: Path, name: str, key: str, citation: Citation | None) -> Cited | list[Problem]:
    """How the bibliography at `path` names the paper of the record `key`; or why it cannot be added to.

    A paper that stands there with the same DOI keeps its key. An entry `key` with another DOI is a problem.
    """
    before = b""
    references: dict[str, Reference] = {}
    if os.path.lexists(path):
        source = read_text(path, name)
        if isinstance(source, Problem):
            return [source]
        references, problems = read_bibliography(source)
        if problems:
            return problems
        before = path.read_bytes()
    doi = citation.doi.lower() if citation else ""
    known = {entry: doi_of(reference.fields.get("doi", "")).lower() for entry, reference in references.items()}
    if key in known:
        if doi and known[key] and known[key] != doi:
            return [problem("MS158", references[key].location, key=key, doi=known[key])]
        return Cited(key=key, content=None, found=True)
    same = next((entry for entry, other in known.items() if doi and other == doi), None)
    if same is not None or citation is None:
        return Cited(key=same or key, content=None, found=same is not None)
    end = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if not before else end if before.endswith(b"\n") else end * 2
    return Cited(key=key, content=before + (gap + bibtex_entry(citation, key).replace("\n", end)).encode(), found=True)
