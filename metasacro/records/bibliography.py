"""`references.bib`, read by bibtexparser 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.evidence_base import Reference
from metasacro.problems import Problem, problem
from metasacro.problems.printable import UNSAFE, printable
from metasacro.records.file_text import FileText
from metasacro.records.nodes import place
from metasacro.records.problem_list import first_problems

#: How much of the parser's reason a message repeats.
LONGEST_REASON = 120

if TYPE_CHECKING:
    from bibtexparser.library import Library


def read_bibliography(source: FileText) -> tuple[dict[str, Reference], list[Problem]]:
    """The entries by key, with a problem for each block that is not one."""
    library = read_blocks(source.text)
    lines = source.text.split("\n")
    unsafe = {entry.key: entry.start_line for entry in library.entries if UNSAFE.search(entry.key)}
    broken = [(block.start_line, said(block.error)) for block in library.failed_blocks]
    broken += [(line, f"`{printable(key, 60)}` is not a key") for key, line in unsafe.items()]
    problems = first_problems(
        problem("MS131", place(source.file, lines, line or 0, 0), said=words) for line, words in broken
    )
    references = {
        entry.key: Reference(
            key=entry.key,
            fields={printable(field.key.lower()): printable(str(field.value)) for field in entry.fields},
            location=place(source.file, lines, entry.start_line or 0, 0),
        )
        for entry in library.entries
        if entry.key not in unsafe
    }
    return references, problems


def read_blocks(text: str) -> Library:
    """Entries and failed blocks, as bibtexparser tells them apart."""
    from bibtexparser.entrypoint import parse_string

    _quiet()
    library: Library = parse_string(text)
    return library


def said(error: Exception) -> str:
    """The parser's reason. Where it gave up on a block, the reason is not in the exception's own text."""
    return printable(getattr(error, "abort_reason", "") or str(error), LONGEST_REASON) or "the entry does not end"


def _quiet() -> None:
    """The parser also logs what it finds, with whole keys as they stand in the file; we print it once, made safe."""
    import logging

    logger = logging.getLogger("bibtexparser")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
