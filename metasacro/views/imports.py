"""What an import drafts, adds and leaves out, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from metasacro.problems.printable import printable
from metasacro.views.numbers import many
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.records.citations.citation import Citation
    from metasacro.records.imports.draft import Draft, Unmapped

#: How much of a value a table repeats.
SHOWN = 200


def drafts_table(drafts: Iterable[Draft]) -> Table:
    """One row a record: what it holds, and what its author has to fill in."""
    rows = [
        Row(
            key=draft.study,
            cells={
                "study": Cell(text=draft.study, kind=Kind.LABEL),
                "row": Cell(text=str(draft.location.line)),
                "cohorts": Cell(text=str(len(draft.fields["cohorts"]))),
                "results": Cell(text=str(len(draft.fields["results"]))),
                "left": _cell(", ".join(dict.fromkeys(draft.left)) or "–", 44),
            },
        )
        for draft in drafts
    ]
    return Table(
        id="records",
        title=many(len(rows), "record"),
        subtitle="every value as the file has it",
        columns=(
            Column(key="study", title="Record"),
            Column(key="row", title="Line", right=True, drop=2),
            Column(key="cohorts", title="Cohorts", right=True),
            Column(key="results", title="Results", right=True),
            Column(key="left", title="Left to fill in"),
        ),
        rows=tuple(rows),
    )


def _cell(text: str, narrow: int) -> Cell:
    """Words of a file or about it: whole where there is room, and in every other format."""
    return Cell(text=printable(text, SHOWN), kind=Kind.PRINTED, short=printable(text, narrow))


def references_table(fresh: Mapping[str, Citation]) -> Table:
    """One row a new entry of `references.bib`."""
    return Table(
        id="references",
        title=many(len(fresh), "new reference"),
        subtitle="for the end of references.bib; what stands there stays as it is",
        columns=(
            Column(key="key", title="Key"),
            Column(key="label", title="Label"),
            Column(key="title", title="Title", drop=1),
        ),
        rows=tuple(
            Row(
                key=key,
                cells={
                    "key": Cell(text=key, kind=Kind.LABEL),
                    "label": Cell(text=printable(citation.label, 40), kind=Kind.PRINTED),
                    "title": _cell(citation.title, 60),
                },
            )
            for key, citation in fresh.items()
        ),
    )


def unmapped_table(unmapped: Iterable[Unmapped]) -> Table:
    """One row for each thing that no record holds, with its place and the reason."""
    rows = [
        Row(
            cells={
                "where": Cell(text=f"{item.location.line}:{item.location.column}", kind=Kind.LABEL),
                "what": _cell(item.what, 24),
                "text": _cell(item.text or "–", 20),
                "count": Cell(text=str(item.count)),
                "reason": _cell(item.reason, 44),
            },
        )
        for item in unmapped
    ]
    return Table(
        id="unmapped",
        title=f"{len(rows)} not mapped",
        subtitle="in the file and in no record; of several values the first is shown",
        columns=(
            Column(key="where", title="Place"),
            Column(key="what", title="What"),
            Column(key="text", title="Value", drop=1),
            Column(key="count", title="Values", right=True, drop=2),
            Column(key="reason", title="Why"),
        ),
        rows=tuple(rows),
    )
