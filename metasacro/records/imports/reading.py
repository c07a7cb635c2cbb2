"""A file of another program, by its kind, becomes what an import makes of it."""

from __future__ import annotations

from collections.abc import Mapping as Pairs
from pathlib import Path

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText, read_text
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.kinds import CITATIONS, kind_of
from metasacro.records.imports.mapping import Mapping, Told
from metasacro.records.nodes import place

#: Reviews with all their text are large; far above any.
MOST_BYTES = 32 * 1024 * 1024


def read_import(path: Path, name: str, kind: str | None, mapping: Mapping) -> Imported:
    """Everything that the file holds; `name` is what messages call it, `kind` empty where the name shall tell it."""
    kind = kind or kind_of(name)
    if kind is None:
        return Imported(problems=(problem("MS170", place(name, (), 0, 0), name=printable(name, 60)),))
    source = read_text(path, name, most=MOST_BYTES)
    if isinstance(source, Problem):
        return Imported(problems=(source,))
    if kind in CITATIONS:
        from metasacro.records.citations.reading import read_citations

        citations, problems = read_citations(source)
        if not citations:  # nothing is imported, so nothing of it is left out
            return Imported(problems=tuple(problems))
        from metasacro.records.imports.other_fields import other_fields

        return Imported(references=citations, problems=tuple(problems), unmapped=tuple(other_fields(source)))
    if kind == "rm5":
        if mapping.columns:
            return Imported(problems=_not_of_this_file(mapping.columns))
        from metasacro.records.imports.rm5 import read_rm5

        return read_rm5(source, mapping)
    return _table(source, kind, mapping)


def _table(source: FileText, kind: str, mapping: Mapping) -> Imported:
    from metasacro.records.imports.covidence import is_covidence, read_covidence
    from metasacro.records.imports.sheet import read_sheet
    from metasacro.records.imports.study_rows import read_study_rows

    if mapping.outcomes:
        return Imported(problems=_not_of_this_file(mapping.outcomes))
    sheet = read_sheet(source, mapping.separator)
    if isinstance(sheet, list):
        return Imported(problems=tuple(sheet))
    if kind == "covidence" or is_covidence(sheet):
        return read_covidence(sheet, mapping)
    return read_study_rows(sheet, mapping)


def _not_of_this_file(lines: Pairs[str, Told]) -> tuple[Problem, ...]:
    """Lines of a mapping for another kind of file."""
    return tuple(problem("MS167", told.location, name=printable(name, 60)) for name, told in lines.items())
