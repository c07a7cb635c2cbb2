"""`references.bib`, read by bibtexparser 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.evidence_base import Reference
from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place

if TYPE_CHECKING:
    from bibtexparser.library import Library


def read_bibliography(source: FileText) -> tuple[dict[str, Reference], list[Problem]]:
    """The entries by key, with a problem for each block that is not one."""
    from bibtexparser.entrypoint import parse_string

    library: Library = parse_string(source.text)
    lines = source.text.split("\n")
    problems = [
        problem("MS131", place(source.file, lines, block.start_line or 0, 0), said=printable(str(block.error))[:200])
        for block in library.failed_blocks
    ]
    references = {
        entry.key: Reference(
            key=entry.key, fields={field.key.lower(): printable(str(field.value)) for field in entry.fields}
        )
        for entry in library.entries
    }
    return references, problems
