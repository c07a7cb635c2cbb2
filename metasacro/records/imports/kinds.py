"""The kinds of files that can be imported."""

from __future__ import annotations

from pathlib import PurePath

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


def kind_of(name: str) -> str | None:
    """The kind that the ending of a file's name tells.

    >>> kind_of("export.RIS"), kind_of("table.docx")
    ('ris', None)
    """
    ending = PurePath(name).suffix.lower()
    return next((kind for kind, endings in ENDINGS.items() if ending in endings), None)
