"""References as RIS, NBIB or BibTeX: bytes → citations that `references.bib` can hold, or coded problems."""

from __future__ import annotations

import re
from dataclasses import asdict

from metasacro.problems import Problem
from metasacro.problems.printable import UNSAFE
from metasacro.records.bibliography import read_bibliography
from metasacro.records.citations.citation import Citation
from metasacro.records.citations.reading import read_citations
from metasacro.records.file_text import decode
from metasacro.records.imports.other_fields import other_fields
from metasacro.records.imports.references import new_references, with_entries
from metasacro.records.scalars import IDENTIFIER
from tests.fuzz.file import as_text
from tests.fuzz.oracle import broken, coded, must

FILE = "search.ris"


def run(data: bytes) -> None:
    """Read the bytes as a file of references, write what came of it, and read that again."""
    source = as_text(data, FILE)
    if source is None:
        return
    citations, problems = read_citations(source)
    coded(problems)
    must(bool(citations or problems), "citations, or problems", source.text)
    for left in other_fields(source):
        must(not UNSAFE.search(left.what + left.text + left.reason), "nothing unsafe in what is left out", left)
    held(citations)


def held(citations: tuple[Citation, ...]) -> None:
    """Each citation has a key of its own, and its entry in a bibliography says what it says."""
    for citation in citations:
        texts = [value for value in asdict(citation).values() if isinstance(value, str)]
        must(not any(UNSAFE.search(text) for text in (*texts, *citation.authors)), "nothing unsafe", citation)
        must(IDENTIFIER.fullmatch(citation.key) is not None, "a key that names a record", citation.key)
    fresh, _, keys = new_references(citations, {})
    must(set(keys) == set(citations), "a key for every citation", keys)
    text = decode(with_entries(b"", fresh), "references.bib")
    if isinstance(text, Problem):
        broken("a bibliography that can be read", text)
    references, problems = read_bibliography(text)
    must(not problems, "a bibliography without problems", problems, text.text)
    must(list(references) == list(fresh), "every entry under its key", list(references), list(fresh))
    for key, citation in fresh.items():
        for name in ("title", "journal", "year", "volume", "number", "pages", "doi", "pmid", "url"):
            wanted, found = getattr(citation, name), references[key].fields.get(name, "")
            must(_bare(found) == _bare(wanted), f"the same {name}", found, wanted)


def _bare(text: str) -> str:
    """Without what pairs or escapes, which an entry of BibTeX cannot always hold."""
    return " ".join(re.sub(r"[{}\\]", "", text).split())
