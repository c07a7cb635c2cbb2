"""The references of a RevMan 5 review as citations, and which of them each study has."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from metasacro.problems.printable import printable
from metasacro.records.citations.citation import Citation, doi_of, proposed_key, year_of
from metasacro.records.imports.xml_tree import Element

#: Types of RevMan → types of BibTeX entries.
KINDS = {
    "JOURNAL_ARTICLE": "article",
    "BOOK": "book",
    "BOOK_SECTION": "incollection",
    "CONFERENCE_PROC": "inproceedings",
}


#: An element of the file, and why it is no entry.
Left = tuple[Element, str]


def references_of(
    root: Element, studies: Collection[str]
) -> tuple[tuple[Citation, ...], dict[str, Citation], list[Left]]:
    """The references of these studies (by ID); for each study the primary one, or its only one; and the others."""
    left: list[Left] = [
        (reference, "not of an included study")
        for group in root.below("STUDY", "OTHER_REFERENCES")
        if group.get("ID") not in studies or group.tag != "STUDY"
        for reference in group.below("REFERENCE")
    ]
    references: list[Citation] = []
    cited: dict[str, Citation] = {}
    for study in root.below("STUDY"):
        if study.get("ID") not in studies:
            continue
        elements = study.named("REFERENCE")
        found = [citation for element in elements if (citation := _citation(element)) is not None]
        references += found
        left += [(element, "neither authors nor a title") for element in elements if _citation(element) is None]
        primary = [citation for element, citation in _pairs(elements) if element.get("PRIMARY") == "YES"]
        if len(primary) == 1 or len(found) == 1:
            cited[study.get("ID")] = (primary if len(primary) == 1 else found)[0]
    same = {citation: citation for citation in references}
    return tuple(same), {study: same[citation] for study, citation in cited.items()}, left


def _pairs(elements: Iterable[Element]) -> Iterable[tuple[Element, Citation]]:
    return [(element, citation) for element in elements if (citation := _citation(element)) is not None]


def _citation(element: Element) -> Citation | None:
    authors = tuple(
        author.strip() for author in printable(element.said("AU")).rstrip(".").split(", ") if author.strip()
    )
    title, year = printable(element.said("TI")).rstrip("."), year_of(element.said("YR"))
    if not authors and not title:
        return None
    ids = {item.get("TYPE"): item.get("VALUE") for item in element.below("IDENTIFIER")}
    return Citation(
        key=proposed_key(authors, title, year),
        kind=KINDS.get(element.get("TYPE"), "misc"),
        authors=authors,
        title=title,
        journal=printable(element.said("SO")),
        year=year,
        volume=printable(element.said("VL")),
        number=printable(element.said("NO")),
        pages=printable(element.said("PG")),
        doi=doi_of(printable(ids.get("DOI", ""))),
        pmid=printable(ids.get("PUBMED", "")),
        location=element.location,
    )
