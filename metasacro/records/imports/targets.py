"""Where a column goes, in words: `label`, `cohort.n`, `pain.baseline.mean`, `pain.follow_up.1 month.sd`."""

from __future__ import annotations

from dataclasses import dataclass

from metasacro.evidence.appraisal_tools import APPRAISAL_TOOLS
from metasacro.records.judgement_fields import ITEM
from metasacro.records.scalars import IDENTIFIER, PERIOD
from metasacro.records.shape import Field, Kind, ListOf, Reasons, Shape, Table
from metasacro.records.study_fields import ANY, BASELINE, CHANGE, CHARACTERISTIC, COHORT_SHAPE, FOLLOW_UP, RESULT, STUDY

#: A column that nothing shall be done with; it is listed.
UNMAPPED = "unmapped"
#: What tells the rows of one study apart; `time` in a wide table is a field like any other.
KEYS = ("study", "cohort", "outcome", "measure", "time")
#: Names of columns in a wide table, behind the name of a field → the part of the result.
BEHIND = {"_before": "baseline", "_after": "follow_up", "_change": "change"}
#: The ends of `ci`, which is a list in a record.
ENDS = ("ci_lower", "ci_upper")
PARTS = {"baseline": BASELINE, "follow_up": FOLLOW_UP, "change": CHANGE}
WIDE, LONG = "wide", "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A place in a record. What is empty is said by the row."""

    place: str  #: key, record, cohort, result, summary, characteristic, appraisal, unmapped
    field: str
    kind: Kind
    outcome: str = ""
    part: str = ""
    time: str = ""
    name: str = ""  #: of a characteristic, or of an appraisal tool
    item: str = ""  #: of the tool
    may_be_unreported: bool = False


def _fields(shape: Shape) -> dict[str, Field]:
    """The fields of a shape that hold one piece of text, or a list of texts."""
    held = {field.name: field for field in shape.fields if not isinstance(field.kind, Table | ListOf | Reasons)}
    texts = {field.name: field for field in shape.fields if field.name in ("notes", "read_at")}
    ends = {name: Field(name=name, kind=ANY, help="an end of `ci`") for name in ENDS} if "ci" in shape.by_name else {}
    return {**held, **texts, **ends}


RECORD = _fields(STUDY)
OF_COHORT = _fields(COHORT_SHAPE)
OF_RESULT = _fields(RESULT)
OF_PART = {part: _fields(shape) for part, shape in PARTS.items()}
OF_CHARACTERISTIC = _fields(CHARACTERISTIC)
OF_ITEM = {name: field for name, field in _fields(ITEM).items() if name != "item"}
_LEFT_OUT = Target(place=UNMAPPED, field="", kind=RECORD["label"].kind)


def target_of(text: str, shape: str) -> Target | str:
    """The place that `text` names in a table of this shape, or the reason why it names none."""
    head, _, rest = text.partition(".")
    if text == UNMAPPED:
        return _LEFT_OUT
    if not rest:
        return _bare(text, shape)
    if head == "cohort":
        return _held(OF_COHORT, rest, "cohort", "a cohort")
    if head == "characteristics":
        name, _, field = rest.rpartition(".")
        return _held(OF_CHARACTERISTIC, field, "characteristic", "a characteristic", name=name) if name else _no_name()
    if head == "risk_of_bias":
        return _appraisal(rest)
    if head in PARTS:
        return _part("", head, rest)
    if not IDENTIFIER.fullmatch(head):
        return f"`{head}` is not the name of an outcome"
    part, _, below = rest.partition(".")
    if part in PARTS:
        return _part(head, part, below)
    return _held(OF_RESULT, rest, "result", "a result", outcome=head)


def _bare(text: str, shape: str) -> Target | str:
    """A field by its own name: the nearest table that has it."""
    if text in KEYS and not (text == "time" and shape == WIDE):
        field = RECORD.get(text) or OF_RESULT.get(text) or OF_PART["follow_up"][text]
        return Target(place="key", field=text, kind=field.kind, may_be_unreported=field.may_be_unreported)
    if text in RECORD:
        return _held(RECORD, text, "record", "a record")
    if text in OF_RESULT:
        return _held(OF_RESULT, text, "result", "a result")
    if text in ("etiology", "part_of") or (text == "n" and shape == WIDE):
        return _held(OF_COHORT, text, "cohort", "a cohort")
    if shape == WIDE:
        for ending, part in BEHIND.items():
            if text.endswith(ending):
                return _part("", part, text.removesuffix(ending))
        return _part("", "follow_up", text) if text in ("time", "time_printed") else _unknown(text, "a record")
    if text in OF_PART["follow_up"]:
        return _held(OF_PART["follow_up"], text, "summary", "a row")
    return _unknown(text, "a record")


def _part(outcome: str, part: str, rest: str) -> Target | str:
    time, _, field = rest.rpartition(".")
    if time and (part == "baseline" or not PERIOD.fullmatch(time)):
        return f"`{time}` is not a time such as `1 month`" if part != "baseline" else "scores before have no time"
    return _held(OF_PART[part], field, "summary", f"`{part}`", outcome=outcome, part=part, time=time)


def _appraisal(rest: str) -> Target | str:
    tool, _, below = rest.partition(".")
    item, _, field = below.partition(".")
    if tool not in APPRAISAL_TOOLS:
        return f"`{tool}` is none of the tools {', '.join(APPRAISAL_TOOLS)}"
    if item == "by" and not field:
        return Target(place="appraisal", field="by", kind=RECORD["label"].kind, name=tool)
    if not item.isdigit() or APPRAISAL_TOOLS[tool].item(int(item)) is None:
        return f"`{tool}` has no item `{item}`"
    return _held(OF_ITEM, field, "appraisal", "an item", name=tool, item=item)


def _held(fields: dict[str, Field], wanted: str, place: str, shown: str, **more: str) -> Target | str:
    if wanted not in fields:
        return _unknown(wanted, shown)
    field = fields[wanted]
    kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
    return Target(place=place, field=wanted, kind=kind, may_be_unreported=field.may_be_unreported, **more)


def _unknown(name: str, shown: str) -> str:
    return f"{shown} has no field `{name}` that a cell can fill"


def _no_name() -> str:
    return "a characteristic needs its name: `characteristics.age.mean`"
