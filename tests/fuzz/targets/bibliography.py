"""`references.bib`, which bibtexparser reads: bytes → references by key, or coded problems."""

from __future__ import annotations

from metasacro.problems.printable import UNSAFE
from metasacro.records.bibliography import read_bibliography
from metasacro.records.file_values import bibliography_values
from tests.fuzz.file import as_text
from tests.fuzz.oracle import coded, must

FILE = "studies/references.bib"


def run(data: bytes) -> None:
    """Read the bytes as a bibliography, and as the values that `diff` compares."""
    source = as_text(data, FILE)
    if source is None:
        return
    references, problems = read_bibliography(source)
    coded(problems)
    for key, reference in references.items():
        must(key == reference.key, "a reference by its key", key, reference)
        told = (key, *reference.fields, *reference.fields.values())
        must(not any(UNSAFE.search(text) for text in told), "nothing unsafe", reference)
    ways = [value.way for value in bibliography_values(source)]
    must(len(ways) == len(set(ways)), "each value by a way of its own", ways)
