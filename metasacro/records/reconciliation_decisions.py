"""What was decided where two extractions differ: a file with a place for each decision, and how it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.problems import Problem, problem
from metasacro.records.adjudication_fields import DECISIONS, UNDECIDED
from metasacro.records.printed_values import WORDS
from metasacro.records.shape import NOT_REPORTED
from metasacro.records.study_text import said_by
from metasacro.records.tables import Row, TableReader
from metasacro.records.yaml_text import parse_yaml
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location
    from metasacro.records.comparison import Compared, Comparison
    from metasacro.records.file_text import FileText

#: What stands in plain YAML without quotes.
PLAIN = re.compile(r"[A-Za-z0-9.][A-Za-z0-9 ._/·–-]*")
#: How much of a value a message repeats.
SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One entry of a decisions file."""

    study: str
    field: str
    a: str | None
    b: str | None
    decision: str
    value: str | None
    reason: str
    by: str
    location: Location | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A difference with what was decided about it. `value` is for neither."""

    difference: Compared
    origin: str
    value: str | None
    reason: str
    by: str


def read_decisions_file(source: FileText) -> tuple[tuple[Decision, ...], list[Problem]]:
    """Every entry, with what is wrong with the file."""
    document = parse_yaml(source)
    if isinstance(document, Problem):
        return (), [document]
    reader = TableReader(document)
    row = reader.read(DECISIONS)
    if row is None or reader.problems:
        return (), reader.problems
    return tuple(_decision(entry, row["by"] or "") for entry in row["decisions"]), []


def _decision(row: Row, by: str) -> Decision:
    value = NOT_REPORTED if "value" in row and row["value"] is None else row["value"]
    return Decision(
        study=row["study"],
        field=row["field"],
        a=said_by(row, "a"),
        b=said_by(row, "b"),
        decision=row["decision"],
        value=value,
        reason=row["reason"],
        by=by,
        location=row.at("decision"),
    )


def settle(
    comparison: Comparison, decisions: Sequence[Decision], words: str | None = None
) -> tuple[Mapping[str, tuple[Settled, ...]], tuple[Problem, ...]]:
    """Per record what was decided, where everything in it was; and every reason why something was not.

    `words`: `a` or `b`, whose wording stands where only words differ and nobody has decided.
    """
    by_place = {(each.study, each.path): each for each in comparison.differences}
    chosen: dict[tuple[str, str], Decision] = {}
    problems: list[Problem] = []
    refused: set[str] = set()
    for decision in decisions:
        place = (decision.study, decision.field)
        wrong = _wrong(decision, by_place.get(place), twice=place in chosen)
        if wrong is not None:
            problems.append(wrong)
            refused.add(decision.study)
        chosen[place] = decision
    settled: dict[str, list[Settled]] = {study: [] for study in comparison.studies}
    for place, difference in by_place.items():
        made = _settled(difference, chosen.get(place), words)
        if made is not None:
            settled[difference.study].append(made)
            continue
        refused.add(difference.study)
        problems.append(_undecided(difference))
    return {study: tuple(made) for study, made in settled.items() if study not in refused}, tuple(problems)


def _wrong(decision: Decision, difference: Compared | None, *, twice: bool) -> Problem | None:
    """What keeps a decision from being followed."""
    at, trail = decision.location, decision.study
    if twice:
        return problem("MS184", at, trail=trail, field=decision.field, study=decision.study)
    if difference is None:
        return problem("MS181", at, trail=trail, field=decision.field, study=decision.study)
    if decision.decision == UNDECIDED:
        return None
    for side, then, now in (("a", decision.a, difference.a), ("b", decision.b, difference.b)):
        said = None if now is None else now.text
        if then != said:
            then, said = _shown(then), _shown(said)
            return problem("MS182", at, trail=trail, field=decision.field, side=side, then=then, now=said)
    lacks = _lacks(decision, difference)
    return problem("MS183", at, trail=trail, field=decision.field, lacks=lacks) if lacks else None


def _lacks(decision: Decision, difference: Compared) -> str:
    if decision.reason == UNDECIDED:
        return "has no reason"
    if decision.decision != "neither":
        return f"is `{decision.decision}` and has a `value` besides" if decision.value is not None else ""
    if difference.is_entry:
        return "is `neither`, but it is about a whole entry, which one reader has or not"
    return "is `neither` and has no `value`" if decision.value is None else ""


def _settled(difference: Compared, decision: Decision | None, words: str | None) -> Settled | None:
    if decision is not None and decision.decision != UNDECIDED:
        return Settled(
            difference=difference,
            origin=decision.decision,
            value=decision.value,
            reason=decision.reason,
            by=decision.by,
        )
    if words is not None and difference.kind == WORDS:
        reason = f"only words differ; those of {words} stand, as was asked for all of them"
        return Settled(difference=difference, origin=words, value=None, reason=reason, by="")
    return None


def _undecided(difference: Compared) -> Problem:
    first, second = (_shown(side.text if side else None) for side in (difference.a, difference.b))
    at, other = difference.side.location, difference.b.location if difference.a and difference.b else None
    hint = f"the other stands at {other}" if other else ""
    return problem("MS180", at, trail=difference.study, hint=hint, field=difference.path, first=first, second=second)


def _shown(text: str | None) -> str:
    if text is None:
        return "absent"
    return f"`{text if len(text) <= SHOWN else text[: SHOWN - 1] + '…'}`"


def decisions_text(comparison: Comparison, decisions: Sequence[Decision] = ()) -> str:
    """A file with a place for every decision; what was decided before is kept."""
    known = {(each.study, each.field): each for each in decisions}
    lines = [
        f"# Where {comparison.a} (a) and {comparison.b} (b) differ.",
        "# Behind `decision`: a, b, or neither with a `value`.",
        "# Behind `reason`: why, in words. `metasacro reconcile … --decisions` reads this file.",
        "decisions:" if comparison.differences else "decisions: []",
    ]
    for difference in comparison.differences:
        lines += _entry(difference, known.get((difference.study, difference.path)))
    return "\n".join(lines) + "\n"


def _entry(difference: Compared, before: Decision | None) -> Iterator[str]:
    sides = {"a": difference.a, "b": difference.b}
    kept = (
        before
        if before is not None and [before.a, before.b] == [s.text if s else None for s in sides.values()]
        else None
    )
    yield ""
    yield f"  - study: {difference.study}"
    yield f"    field: {_scalar(difference.path)}"
    for name, side in sides.items():
        if side is not None:
            yield f"    {name}: {_scalar(side.text)}"
    where = " · ".join(f"{side.location.file}:{side.location.line}" for side in sides.values() if side)
    yield f"    where: {_scalar(where)}"
    yield f"    decision: {kept.decision if kept else UNDECIDED}"
    if kept is not None and kept.value is not None:
        yield f"    value: {_scalar(kept.value)}"
    yield f"    reason: {_scalar(kept.reason) if kept else UNDECIDED}"


def _scalar(text: str) -> str:
    """A text as YAML: in quotes unless it plainly needs none."""
    return text if PLAIN.fullmatch(text) and text == text.strip() else json.dumps(text, ensure_ascii=False)
