"""What `metasacro check` found in a folder, and as the text under which it is remembered."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from metasacro.problems import Location, Problem, Severity
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Every problem; and, where the evidence can be used, how much there is of it."""

    problems: tuple[Problem, ...]
    amounts: tuple[int, int, int, int] | None = None  #: records, results, references, outcomes
    asked: int = 0  #: questions of integrity


def checked(path: Path, name: str) -> Checked:
    """Read the folder and put every rule to it; what is known of the same bytes is not found out again."""
    from metasacro.records.cache import keep, recall
    from metasacro.records.fingerprint import fingerprint

    key = fingerprint(path, name, "check")
    known = None if key is None else recall(key)
    if known is not None and (told := from_text(known)) is not None:
        return told
    found = _found(path, name)
    if key is not None and fingerprint(path, name, "check") == key:  # else somebody saved a file meanwhile
        keep(key, as_text(found))
    return found


def _found(path: Path, name: str) -> Checked:
    from metasacro.commands.long_jobs import reading
    from metasacro.records.folder import read_folder

    base, problems = read_folder(path, name, spread=reading())
    if base is None:
        return Checked(problems=problems)
    from metasacro.integrity.examination import examine

    examination = examine(base)
    results = sum(len(study.results) for study in base.studies.values())
    return Checked(
        problems=(*problems, *examination.findings),
        amounts=(len(base.studies), results, len(base.references), len(base.protocol.outcomes)),
        asked=examination.questions,
    )


def as_text(told: Checked) -> str:
    """JSON."""
    return json.dumps([[_listed(found) for found in told.problems], told.amounts, told.asked])


def from_text(text: str) -> Checked | None:
    """Back; `None` for what `as_text` did not write."""
    try:
        problems, amounts, asked = json.loads(text)
        return Checked(
            problems=tuple(_problem(*found) for found in problems),
            amounts=None if amounts is None else (amounts[0], amounts[1], amounts[2], amounts[3]),
            asked=asked,
        )
    except (ValueError, TypeError, LookupError):
        return None


def _listed(found: Problem) -> list[Any]:
    at = found.location
    where = None if at is None else [at.file, at.line, at.column, at.length, at.text]
    words = [found.message, found.note, found.trail, found.hint, found.decision]
    return [found.code, str(found.severity), where, *words]


def _problem(
    code: str, severity: str, at: list[Any] | None, message: str, note: str, trail: str, hint: str, decision: str
) -> Problem:
    return Problem(
        code=code,
        severity=Severity(severity),
        message=message,
        location=None if at is None else Location(file=at[0], line=at[1], column=at[2], length=at[3], text=at[4]),
        note=note,
        trail=trail,
        hint=hint,
        decision=decision,
    )
