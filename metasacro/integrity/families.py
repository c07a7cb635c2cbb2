"""Results of a whole and of two parts of it that share nobody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.study import Result, Study

#: What makes two parts of one whole disjoint for certain: their etiology, unless it is mixed.
DISJOINT = ("cancer", "noncancer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One outcome, measured the same way in a whole and in two disjoint parts of it."""

    whole: Result
    parts: tuple[Result, Result]


def families(study: Study) -> Iterator[Family]:
    """Every result that stands beside the results of exactly two disjoint parts."""
    for whole in study.results:
        first, second = (_part(study, whole, etiology) for etiology in DISJOINT)
        if first is not None and second is not None:
            yield Family(whole=whole, parts=(first, second))


def _part(study: Study, whole: Result, etiology: str) -> Result | None:
    """The one result of a part of this etiology; `None` where there are several, which may share patients."""
    inside = {cohort.id for cohort in study.cohorts if cohort.part_of == whole.cohort and cohort.etiology == etiology}
    found = [result for result in study.results if result.cohort in inside and _kind(result) == _kind(whole)]
    return found[0] if len(found) == 1 else None


def _kind(result: Result) -> tuple[str, str | None, str | None]:
    return result.outcome, result.measure, result.unit
