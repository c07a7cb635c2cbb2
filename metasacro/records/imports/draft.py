"""What an import makes of a file: drafts of records, what has no place in one, and what is wrong with the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from metasacro.problems import Location, Problem
    from metasacro.records.citations.citation import Citation

#: Where a value stands in a record: names of fields and positions in lists.
Trail: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmapped:
    """Something of the file that no record holds, with the reason."""

    what: str
    text: str  #: as the file has it; of many, the first
    reason: str
    location: Location
    count: int = 1  #: how many cells or elements


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One record: its values as printed, in the form that `record_text` writes."""

    study: str
    fields: Mapping[str, Any]
    left: tuple[str, ...]  #: what a record needs and the file lacks; written empty, so that `check` asks for it
    comments: Mapping[Trail, str]
    location: Location
    cites: Citation | None = None  #: its key becomes the record's `citation`


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Text for a file that the import does not write itself, because a person has to decide about it."""

    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """Everything that came of one file. With a problem in it, nothing of it is written."""

    drafts: tuple[Draft, ...] = ()
    references: tuple[Citation, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    problems: tuple[Problem, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)  #: column or outcome → where it went; `unmapped`
    of_outcomes: bool = False  #: `columns` are outcomes


def citing(draft: Draft, key: str) -> Draft:
    """The draft with the key of its publication; nobody has to fill it in."""
    return replace(
        draft,
        fields={**draft.fields, "citation": key},
        left=tuple(name for name in draft.left if name != "citation"),
        comments={trail: words for trail, words in draft.comments.items() if trail != ("citation",)},
    )
