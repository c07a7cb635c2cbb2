"""Rows of a record or a protocol become what people judged, with what a single field could not show."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.appraisal import Appraisal, AppraisedItem
from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS, AppraisalTool
from metasacro.evidence.certainty import Certainty, CertaintyReason
from metasacro.evidence.reported import Source
from metasacro.problems import Problem, problem
from metasacro.records.shape import NOT_REPORTED

if TYPE_CHECKING:
    from metasacro.records.tables import Row


def read_appraisals(record: Row) -> tuple[Appraisal, ...]:
    """The appraisals of a record; what is wrong with them: `appraisal_problems`."""
    return tuple(_appraisal(record, row) for row in record["risk_of_bias"] or ())


def _appraisal(record: Row, row: Row) -> Appraisal:
    return Appraisal(
        tool=APPRAISAL_TOOLS[row["tool"]],
        by=row["by"],
        items=tuple(
            AppraisedItem(
                item=int(entry["item"].value),
                answer=_answer(entry),
                reason=entry["reason"],
                source=Source(
                    study=record["study"],
                    where=entry["where"] or "",
                    seen=record["seen"],
                    location=entry.at("answer"),
                ),
            )
            for entry in row["items"]
        ),
        source=Source(study=record["study"], where="", seen=record["seen"], location=row.at("tool")),
    )


def _answer(entry: Row) -> str:
    """The reader takes `not reported` for a missing value; one tool has it among its answers."""
    answer: str | None = entry["answer"]
    return NOT_REPORTED if answer is None else answer


def appraisal_problems(record: Row) -> Iterator[Problem]:
    """Items and answers that the tool does not have; what is judged twice."""
    readings: set[tuple[str, tuple[str, ...]]] = set()
    for row in record["risk_of_bias"] or ():
        tool = APPRAISAL_TOOLS[row["tool"]]
        reading = (tool.key, row["by"])
        if reading in readings:
            yield problem("MS147", row.at("tool"), trail=row.trail, what=f"the study by `{tool.key}`")
        readings.add(reading)
        yield from _item_problems(row, tool)


def _item_problems(row: Row, tool: AppraisalTool) -> Iterator[Problem]:
    seen: set[int] = set()
    for entry in row["items"]:
        number = int(entry["item"].value)
        if tool.item(number) is None:
            hint = f"its items are 1 to {len(tool.items)}"
            yield problem("MS145", entry.at("item"), trail=row.trail, hint=hint, tool=tool.key, item=number)
        elif number in seen:
            yield problem("MS147", entry.at("item"), trail=row.trail, what=f"item {number}")
        elif _answer(entry) not in tool.lights:
            hint = "its answers: " + ", ".join(f"`{answer}`" for answer in tool.lights)
            at = entry.at("answer")
            yield problem("MS146", at, trail=entry.trail, hint=hint, answer=_answer(entry), tool=tool.key)
        seen.add(number)


def read_certainty(row: Row) -> Certainty:
    """What people decided about one outcome."""
    return Certainty(
        level=row["level"],
        by=row["by"],
        reasons=tuple(
            CertaintyReason(
                domain=entry["domain"],
                change=int(entry["change"].value),
                reason=entry["reason"],
                location=entry.at("change"),
            )
            for entry in row["reasons"]
        ),
        location=row.at("level"),
    )


def certainty_problems(row: Row) -> Iterator[Problem]:
    """A domain that moves the level twice. `other` may stand more than once: it is not one domain."""
    seen: set[str] = set()
    for entry in row["reasons"]:
        domain = entry["domain"]
        if domain in seen and domain != "other":
            yield problem("MS147", entry.at("domain"), trail=row.trail, what=f"the domain `{domain}`")
        seen.add(domain)
