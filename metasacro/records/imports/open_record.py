"""A record while rows are put into it: each value has one place, and remembers where it came from."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.imports.draft import Draft, Trail
from metasacro.records.imports.targets import ENDS, Target
from metasacro.records.scalars import IDENTIFIER
from metasacro.records.shape import Choice, Field, Shape
from metasacro.records.study_fields import COHORT_SHAPE, FOLLOW_UP, RESULT, STUDY

if TYPE_CHECKING:
    from metasacro.records.citations.citation import Citation

#: What stands beside a field that a record needs and the file lacks.
TO_FILL_IN = "not in the imported file"
SHOWN = 60


class Row:
    """What a row is about: the study's cohort, the outcome, and the time where the table has one."""

    __slots__ = ("cohort", "measure", "outcome", "part", "time")

    def __init__(self, cohort: str = "", outcome: str = "", measure: str = "", part: str = "", time: str = "") -> None:
        self.cohort, self.outcome, self.measure, self.part, self.time = cohort, outcome, measure, part, time


class OpenRecord:
    """One record; `draft()` closes it."""

    def __init__(self, study: str, at: Location) -> None:
        self.study, self._at = study, at
        self._record: dict[str, Any] = {"study": study}
        self._cohorts: dict[str, dict[str, Any]] = {}
        self._results: dict[tuple[str, str, str], dict[str, Any]] = {}
        self._summaries: dict[tuple[str, str, str, str, str], dict[str, Any]] = {}
        self._characteristics: dict[tuple[str, str], dict[str, Any]] = {}
        self._appraisals: dict[str, dict[str, Any]] = {}
        self._first: dict[tuple[int, str], Location] = {}
        self.notes: list[str] = []

    def put(self, target: Target, row: Row, text: str, at: Location) -> Problem | None:
        """Puts a value where the target and its row say; the problem, if another value stands there."""
        table = self._table(target, row)
        name = target.field
        if name in ("notes", "read_at") and target.place == "record":
            kept = self.notes if name == "notes" else self._record.setdefault(name, [])
            if text not in kept:
                kept.append(text)
            return None
        if name in table and table[name] != text:
            first = self._first[id(table), name].line
            old = printable(table[name], SHOWN)
            new = printable(text, SHOWN)
            return problem("MS165", at, trail=self.study, name=name, text=new, other=old, first=first)
        table[name] = text
        self._first.setdefault((id(table), name), at)
        return None

    def _table(self, target: Target, row: Row) -> dict[str, Any]:
        outcome, part, time = target.outcome or row.outcome, target.part or row.part, target.time or row.time
        match target.place:
            case "record":
                return self._record
            case "cohort":
                return self._cohort(row)
            case "characteristic":
                self._cohort(row)
                key = (target.name, row.cohort)
                return self._characteristics.setdefault(key, {"name": target.name, "cohort": row.cohort})
            case "appraisal":
                tool = self._appraisals.setdefault(target.name, {"tool": target.name, "items": {}})
                items: dict[str, dict[str, Any]] = tool["items"]
                return items.setdefault(target.item, {"item": target.item}) if target.item else tool
        self._cohort(row)
        key3 = (outcome, row.cohort, row.measure)
        named = {"outcome": outcome, "cohort": row.cohort, "measure": row.measure or None}
        result = self._results.setdefault(key3, named)
        if target.place == "result":
            return result
        summary = self._summaries.get((*key3, part, time))
        if summary is None:
            summary = self._summaries[(*key3, part, time)] = {"time": time} if time else {}
            if part == "baseline":
                result[part] = summary
            else:
                result.setdefault(part, []).append(summary)
        return summary

    def _cohort(self, row: Row) -> dict[str, Any]:
        return self._cohorts.setdefault(row.cohort, {"cohort": row.cohort})

    def draft(self, cites: Citation | None = None) -> Draft:
        """The record; what it needs and nothing said is left empty, with a remark."""
        for summary in self._summaries.values():
            if all(end in summary for end in ENDS):
                summary["ci"] = [summary.pop(end) for end in ENDS]
        left: list[str] = []
        comments: dict[Trail, str] = {}
        _leave(self._record, STUDY, (), left, comments)
        cohorts = list(self._cohorts.values())
        for position, cohort in enumerate(cohorts):
            _leave(cohort, COHORT_SHAPE, ("cohorts", position), left, comments)
        results = list(self._results.values())
        for number, result in enumerate(results):
            if "where" not in result and not all("where" in summary for summary in _summaries(result)):
                result["where"] = ""
                left.append("results.where")
                comments[("results", number, "where")] = f"{TO_FILL_IN}: {RESULT.by_name['where'].help}"
            for part in ("follow_up", "change"):
                for position, summary in enumerate(result.get(part, ())):
                    _leave(summary, FOLLOW_UP, ("results", number, part, position), left, comments)
        fields = {
            **self._record,
            "cohorts": cohorts,
            "characteristics": list(self._characteristics.values()),
            "results": results,
            "risk_of_bias": [_appraisal(tool) for tool in self._appraisals.values()],
            "notes": self.notes,
        }
        source = f"{PurePath(self._at.file).name}, line {self._at.line}"
        comments[()] = f"drafted from {source}; `metasacro check` names what is left to fill in"
        return Draft(
            study=self.study,
            fields=fields,
            left=tuple(dict.fromkeys(left)),
            comments=comments,
            location=self._at,
            cites=cites,
        )


def _summaries(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The tables whose values need a place in the paper: the scores, or else the result itself with its count."""
    scores = [result["baseline"]] if "baseline" in result else []
    return [*scores, *result.get("follow_up", ()), *result.get("change", ())] or [result]


def _appraisal(tool: Mapping[str, Any]) -> dict[str, Any]:
    items = sorted(tool["items"].values(), key=lambda item: int(item["item"]))
    return {**tool, "by": tool.get("by", ""), "items": [{"answer": "", "reason": "", **item} for item in items]}


def _leave(table: dict[str, Any], shape: Shape, trail: Trail, left: list[str], comments: dict[Trail, str]) -> None:
    """Required fields that hold one text and are not there: empty, so that `check` asks for them at their line."""
    for field in shape.fields:
        if field.required and field.name not in table and field.name not in ("cohorts",):
            table[field.name] = ""
            left.append(".".join(str(part) for part in (*trail, field.name) if isinstance(part, str)))
            comments[(*trail, field.name)] = f"{TO_FILL_IN}: {_asked(field)}"


def _asked(field: Field) -> str:
    if isinstance(field.kind, Choice):
        return ", ".join(field.kind.options)
    return field.help + (", or `not reported`" if field.may_be_unreported else "")


def record_name(text: str) -> str:
    """A name for a record from a study's name in words; empty, if there is none.

    >>> record_name("Müller 2019"), record_name("smith2020"), record_name("???")
    ('muller2019', 'smith2020', '')
    """
    if IDENTIFIER.fullmatch(text):
        return text
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9_-]", "", plain).lstrip("_-")[:64]
    return name if IDENTIFIER.fullmatch(name) else ""
