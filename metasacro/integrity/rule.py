"""A rule of integrity: one kind of question, put to every place of the evidence where it has an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from metasacro.problems import problem
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.evidence_base import EvidenceBase
    from metasacro.evidence.study import Study
    from metasacro.problems import Location, Problem

#: One item for each question asked: a finding, or `None` where what is printed fits together.
Answers: TypeAlias = "Iterator[Problem | None]"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudyRule:
    """A question that one record can answer."""

    key: str
    codes: tuple[str, ...]
    question: str
    ask: Callable[[Study], Answers]


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderRule:
    """A question that needs the records side by side, or the bibliography."""

    key: str
    codes: tuple[str, ...]
    question: str
    ask: Callable[[EvidenceBase], Answers]


Rule: TypeAlias = StudyRule | FolderRule


def answer(
    code: str, fits: bool, location: Location | None, *, trail: str, hint: str = "", **values: object
) -> Problem | None:
    """`None` where what is printed fits together, else the finding."""
    return None if fits else problem(code, location, note="", trail=trail, hint=hint, **values)
