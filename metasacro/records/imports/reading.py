"""A file of another program, by its kind, becomes what an import makes of it."""

from __future__ import annotations

from pathlib import Path, PurePath

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.file_text import FileText, read_text
from metasacro.records.imports.draft import Imported
from metasacro.records.imports.mapping import Mapping
from metasacro.records.nodes import place

#: Kind → the endings that tell it. A CSV of Covidence is told by its header.
ENDINGS = {
    "csv": (".csv", ".tsv"),
    "covidence": (),
    "ris": (".ris",),
    "nbib": (".nbib",),
    "bibtex": (".bib",),
    "rm5": (".rm5",),
}
KINDS = tuple(ENDINGS)
CITATIONS = ("ris", "nbib", "bibtex")
#: Reviews with all their text are large; far above any.
MOST_BYTES = 32 * 1024 * 1024


def kind_of(name: str) -> str | None:
    """The kind that the ending of a file's name tells."""
    ending = PurePath(name).suffix.lower()
    return next((kind for kind, endings in ENDINGS.items() if ending in endings), None)


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
        return Imported(references=citations, problems=tuple(problems))
    if kind == "rm5":
        from metasacro.records.imports.rm5 import read_rm5

        return read_rm5(source, mapping)
    return _table(source, kind, mapping)


def _table(source: FileText, kind: str, mapping: Mapping) -> Imported:
    from metasacro.records.imports.covidence import is_covidence, read_covidence
    from metasacro.records.imports.sheet import read_sheet
    from metasacro.records.imports.study_rows import read_study_rows

    sheet = read_sheet(source, mapping.separator)
    if isinstance(sheet, list):
        return Imported(problems=tuple(sheet))
    if kind == "covidence" or is_covidence(sheet):
        return read_covidence(sheet, mapping)
    return read_study_rows(sheet, mapping)
