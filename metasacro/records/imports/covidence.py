"""Exports of Covidence: the references of a stage, the extracted data, the quality assessment.

What public scripts that read such exports agree on is taken as known: the names of the columns below, the file's name
that says the stage, `Exclusion reason: …;` in `Notes`. That the agreed row is called `Consensus` is a convention. The
other columns of an extraction and of a quality assessment are the questions of the review's own form, so a mapping
says where they go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from metasacro.problems import Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.citations.citation import Citation, doi_of, proposed_key, year_of
from metasacro.records.imports.draft import Imported, Proposal, Unmapped
from metasacro.records.imports.mapping import Mapping, Told
from metasacro.records.imports.sheet import Sheet, SheetRow
from metasacro.records.imports.study_rows import read_study_rows

NUMBER, REVIEWER, STUDY = "Covidence #", "Reviewer Name", "Study ID"
#: What Covidence calls the row that two reviewers have agreed on.
AGREED = "consensus"
#: Column of a list of references → field of a citation.
REFERENCE = {
    "Title": "title",
    "Authors": "authors",
    "Published Year": "year",
    "Journal": "journal",
    "Volume": "volume",
    "Issue": "number",
    "Pages": "pages",
    "DOI": "doi",
}
#: In the name of a file → the stage whose references it lists, and the reason why they are not added.
STAGES = {
    "screen": "still in screening of titles and abstracts",
    "select": "still in review of full texts",
    "excluded": "excluded on the full text",
    "irrelevant": "excluded on title and abstract",
    "included": "",
}
_REASON = re.compile(r"Exclusion reason:\s*([^;]+);")


def is_covidence(sheet: Sheet) -> bool:
    """Whether the header is one of Covidence."""
    return NUMBER in sheet.header.cells


def read_covidence(sheet: Sheet, mapping: Mapping) -> Imported:
    """References where the table lists them; else records, from the rows that were agreed on."""
    if REVIEWER not in sheet.header.cells and "Authors" in sheet.header.cells:
        return _references(sheet)
    if STUDY not in sheet.header.cells:
        return Imported(problems=(problem("MS167", sheet.at(sheet.header, 0), name=STUDY),))
    kept, unmapped, problems = _agreed(sheet)
    columns = {STUDY: Told("study"), **mapping.columns}
    if problems or not kept:
        return Imported(problems=tuple(problems), unmapped=tuple(unmapped))
    found = read_study_rows(replace(sheet, rows=kept), replace(mapping, columns=columns))
    return replace(found, unmapped=(*found.unmapped, *unmapped))


def _agreed(sheet: Sheet) -> tuple[tuple[SheetRow, ...], list[Unmapped], list[Problem]]:
    """The row of each study that counts: the agreed one, or the only one."""
    names = sheet.header.cells
    study, reviewer = names.index(STUDY), names.index(REVIEWER) if REVIEWER in names else None
    number = names.index(NUMBER) if NUMBER in names else study
    rows: dict[str, list[SheetRow]] = {}
    for row in sheet.rows:
        rows.setdefault(row.cells[number] or row.cells[study], []).append(row)
    kept: list[SheetRow] = []
    unmapped: list[Unmapped] = []
    problems: list[Problem] = []
    for same in rows.values():
        agreed = [row for row in same if reviewer is not None and row.cells[reviewer].lower() == AGREED]
        counted = agreed or same
        if len(counted) > 1:
            what = f"`{printable(counted[1].cells[study], 60)}`"
            hint = "let its reviewers agree in Covidence and export again, or delete the rows that shall not count"
            at = sheet.at(counted[1], 0)
            problems.append(problem("MS164", at, hint=hint, what=what, first=counted[0].line + 1))
        kept.append(counted[0])
        for row in same:
            if row not in counted and reviewer is not None:
                reason = "one reviewer's row; the agreed one is used"
                text, at = row.cells[reviewer], sheet.at(row, reviewer)
                unmapped.append(Unmapped(what=row.cells[study], text=text, reason=reason, location=at))
    return tuple(kept), unmapped, problems


def _references(sheet: Sheet) -> Imported:
    """Citations of the studies included; of other stages only their number, for the flow of studies."""
    stage = next((word for word in STAGES if f"_{word}_" in f"_{PurePath(sheet.file).stem}_"), "")
    unmapped = list(_other_columns(sheet))
    citations = tuple(_citation(sheet, row) for row in sheet.rows)
    if STAGES.get(stage):
        at = sheet.at(sheet.rows[0], 0)
        what = f"{len(citations)} references"
        unmapped.append(
            Unmapped(what=what, text="", reason=f"{STAGES[stage]}: not added", location=at, count=len(citations))
        )
        citations = ()
    text = _flow(sheet, stage)
    proposals = (Proposal(file="`flow` in protocol.yaml", text=text),) if text else ()
    return Imported(references=citations, unmapped=tuple(unmapped), proposals=proposals)


def _citation(sheet: Sheet, row: SheetRow) -> Citation:
    told = {
        REFERENCE[name]: printable(cell)
        for name, cell in zip(sheet.header.cells, row.cells, strict=True)
        if name in REFERENCE
    }
    authors = tuple(author.strip() for author in told.pop("authors", "").split(";") if author.strip())
    year, doi = year_of(told.pop("year", "")), doi_of(told.pop("doi", ""))
    key = proposed_key(authors, told.get("title", ""), year)
    return Citation(key=key, authors=authors, year=year, doi=doi, location=sheet.at(row, 0), **told)


def _other_columns(sheet: Sheet) -> Iterator[Unmapped]:
    for position, name in enumerate(sheet.header.cells):
        filled = [row.cells[position] for row in sheet.rows if row.cells[position]]
        if name not in REFERENCE and filled:
            reason = "`references.bib` has no field for it"
            at = sheet.at(sheet.header, position)
            yield Unmapped(what=name, text=filled[0], reason=reason, location=at, count=len(filled))


def _flow(sheet: Sheet, stage: str) -> str:
    """Boxes of the flow of studies that the file can fill; Covidence's lists lack the ones above them."""
    names = sheet.header.cells
    if stage == "included" and "Study" in names:
        studies = {row.cells[names.index("Study")] for row in sheet.rows}
        return f"included: {{studies: {len(studies)}, reports: {len(sheet.rows)}}}\n"
    if stage == "excluded" and "Notes" in names:
        from metasacro.records.yaml_writing import Piece, written

        notes = [_REASON.search(row.cells[names.index("Notes")]) for row in sheet.rows]
        counts = Counter(" ".join(found[1].split()) if found else "not given in Covidence" for found in notes)
        rows = [
            Piece(content={"reason": Piece(content=printable(reason)), "n": Piece(content=str(n))}, braces=True)
            for reason, n in sorted(counts.items())
        ]
        return written(Piece(content={"excluded_reports": Piece(content=rows)}))
    return ""
