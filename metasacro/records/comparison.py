"""Two extractions of the same papers, compared value by value as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from metasacro.records import shape
from metasacro.records.printed_values import BETWEEN, WORDS, PrintedRecord, PrintedValue, Way
from metasacro.records.scalars import P_VALUE, PERIOD, SCALE
from metasacro.records.shape import NOT_REPORTED
from metasacro.records.study_fields import STUDY
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Location
    from metasacro.records.extraction import Extraction


class Verdict(Enum):
    """How two readers' values relate."""

    SAME = "as printed"
    PRECISION = "other decimals"  #: 9.0 and 9: one value, not one precision
    NOTATION = "written otherwise"  #: .06 and 0.06
    REPORTED = "reported or not"  #: one reader found nothing printed
    OTHER = "another value"
    ONLY_A = "only in a"
    ONLY_B = "only in b"

    @property
    def one_sided(self) -> bool:
        """Whether there is no partner."""
        return self in (Verdict.ONLY_A, Verdict.ONLY_B)

    @property
    def same_value(self) -> bool:
        """Whether a calculation would use the same number."""
        return self in (Verdict.SAME, Verdict.PRECISION, Verdict.NOTATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one reader has: a value, or a whole entry of a list that the other reader lacks."""

    text: str
    location: Location
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One value of two readers; or a value or entry of one of them without a partner."""

    study: str
    path: str
    holder: str  #: path of the innermost entry that holds it; empty: the record itself
    field: str  #: names of fields on the way
    kind: str  #: kind of field; an entry has the kind of the values that it holds, or `mixed`
    a: Side | None
    b: Side | None
    verdict: Verdict
    values: int = 1  #: how many values an entry holds
    words: int = 0  #: how many of them are words
    is_entry: bool = False

    @property
    def side(self) -> Side:
        """A side that is there."""
        side = self.a or self.b
        assert side is not None, "a comparison has a side"
        return side


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Everything that two readers have, in an order that does not depend on who is first."""

    a: str
    b: str
    studies: tuple[str, ...]  #: records of both
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    compared: tuple[Compared, ...]

    @property
    def differences(self) -> tuple[Compared, ...]:
        """What somebody has to decide."""
        return tuple(each for each in self.compared if each.verdict is not Verdict.SAME)


def compare(a: Extraction, b: Extraction) -> Comparison:
    """Match records, entries and values of two readers; what has no partner is kept."""
    both = sorted(set(a.records) & set(b.records))
    return Comparison(
        a=a.name,
        b=b.name,
        studies=tuple(both),
        only_a=tuple(sorted(set(a.records) - set(b.records))),
        only_b=tuple(sorted(set(b.records) - set(a.records))),
        compared=tuple(
            each
            for study in both
            for each in compare_records(study, a.records[study].printed, b.records[study].printed)
        ),
    )


def compare_records(study: str, a: PrintedRecord, b: PrintedRecord) -> list[Compared]:
    """Every value of one record."""
    found = [_pair(study, value, b.values[path]) for path, value in a.values.items() if path in b.values]
    found += _alone(study, a, b, Verdict.ONLY_A)
    found += _alone(study, b, a, Verdict.ONLY_B)
    return sorted(found, key=_order)


def _pair(study: str, a: PrintedValue, b: PrintedValue) -> Compared:
    return Compared(
        study=study,
        path=a.path,
        holder=a.entries[-1] if a.entries else "",
        field=a.field,
        kind=a.kind,
        a=_side(a),
        b=_side(b),
        verdict=verdict(a.declared, a.text, b.text),
        words=int(a.kind == WORDS),
    )


def _side(value: PrintedValue) -> Side:
    return Side(text=value.text, location=value.location, way=value.way)


def _alone(study: str, one: PrintedRecord, other: PrintedRecord, which: Verdict) -> Iterator[Compared]:
    """Values without a partner; those of an entry that the other reader lacks are told as the entry."""
    inside: dict[str, list[PrintedValue]] = {}
    for path in one.entries:
        parents = [held for held in one.entries if path.startswith(held + BETWEEN)]
        if path not in other.entries and all(parent in other.entries for parent in parents):
            inside[path] = []
    for path, value in one.values.items():
        holder = next((entry for entry in value.entries if entry in inside), None)
        if holder is not None:
            inside[holder].append(value)
        elif path not in other.values:
            yield _one_sided(study, path, [value], which, _side(value), value.entries, is_entry=False)
    for path, values in inside.items():
        way, location = one.entries[path]
        held = next((value.entries[: value.entries.index(path)] for value in values), ())
        side = Side(text=_told(path, values), location=location, way=way)
        yield _one_sided(study, path, values, which, side, held, is_entry=True)


def _told(path: str, values: list[PrintedValue]) -> str:
    """The values of an entry in a line."""
    parts = [f"{value.path.removeprefix(path).removeprefix(BETWEEN)} {value.text}".strip() for value in values]
    return "; ".join(parts) or "nothing besides its name"


def _one_sided(
    study: str,
    path: str,
    values: list[PrintedValue],
    which: Verdict,
    side: Side,
    held: tuple[str, ...],
    *,
    is_entry: bool,
) -> Compared:
    kinds = {value.kind for value in values}
    return Compared(
        study=study,
        path=path,
        holder=held[-1] if held else "",
        field=values[0].field if values else path,
        kind=kinds.pop() if len(kinds) == 1 else "mixed",
        a=side if which is Verdict.ONLY_A else None,
        b=side if which is Verdict.ONLY_B else None,
        verdict=which,
        values=len(values),
        words=sum(value.kind == WORDS for value in values),
        is_entry=is_entry,
    )


def verdict(kind: shape.Kind, first: str, second: str) -> Verdict:
    """How two texts of one field relate.

    >>> verdict(shape.Number(), "9.0", "9"), verdict(shape.Number(), "9.0", "9.5")
    (<Verdict.PRECISION: 'other decimals'>, <Verdict.OTHER: 'another value'>)
    """
    if first == second:
        return Verdict.SAME
    if NOT_REPORTED in (first, second):
        return Verdict.REPORTED
    if isinstance(kind, shape.Text | shape.Reasons | shape.Choice | shape.Identifier):
        return Verdict.OTHER
    if _meant(kind, first) != _meant(kind, second):
        return Verdict.OTHER
    same = _decimals(first) == _decimals(second)
    return Verdict.NOTATION if same else Verdict.PRECISION


def _meant(kind: shape.Kind, text: str) -> tuple[object, ...]:
    """What a printed number, scale, time or P value says."""
    if isinstance(kind, shape.PValue) and (match := P_VALUE.fullmatch(text)):
        return {"<=": "≤", ">=": "≥", None: "="}.get(match[1], match[1]), float(match[2])
    if isinstance(kind, shape.Bounds) and (match := SCALE.fullmatch(text)):
        return float(match[1]), float(match[2])
    if isinstance(kind, shape.Period) and (match := PERIOD.fullmatch(text)):
        return float(match[1]), match[2]
    return (float(text),) if isinstance(kind, shape.Number) else (text,)


def _decimals(text: str) -> list[int]:
    return [len(digits) for digits in re.findall(r"\d*(?:\.(\d+))?", text) if digits]


_FIELDS = [field.name for field in STUDY.fields]


def _order(each: Compared) -> tuple[int, list[tuple[int, int, str]]]:
    """As the fields of a record are declared, then by path, numbers by their size."""
    steps = each.path.split(BETWEEN)
    return _FIELDS.index(steps[0]), [
        (0, int(step), "") if step.isascii() and step.isdigit() and len(step) < 18 else (1, 0, step) for step in steps
    ]
