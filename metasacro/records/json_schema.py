"""The declared fields as JSON Schema, so that editors complete and check a record while it is typed."""

from __future__ import annotations

from typing import Any

import yaml

from metasacro.records import shape
from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.scalars import IDENTIFIER, P_VALUE, PERIOD, SCALE
from metasacro.records.study_fields import STUDY

DIALECT = "https://json-schema.org/draft/2020-12/schema"

#: The file that each kind of document names on its first line.
SCHEMAS = {"record": STUDY, "protocol": PROTOCOL}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema of `record` or `protocol`."""
    return {"$schema": DIALECT, "title": SCHEMAS[name].name, **_table(SCHEMAS[name])}


def _table(described: shape.Shape) -> dict[str, Any]:
    return {
        "type": "object",
        "description": described.help,
        "additionalProperties": False,
        "required": [field.name for field in described.fields if field.required],
        "properties": {field.name: _field(field) for field in described.fields},
    }


def _field(field: shape.Field) -> dict[str, Any]:
    allowed = _kind(field.kind)
    if field.may_be_unreported:
        allowed = {"anyOf": [allowed, {"const": shape.NOT_REPORTED}]}
    return {"description": field.help, **({"examples": [field.example]} if field.example else {}), **allowed}


def _kind(kind: shape.Kind) -> dict[str, Any]:
    match kind:
        case shape.Text():
            longest = {} if kind.most is None else {"maxLength": kind.most}
            return {"type": ["string", "number", "boolean"], "minLength": 1, **longest}
        case shape.Identifier():
            return {"type": "string", "pattern": f"^{IDENTIFIER.pattern}$"}
        case shape.Choice():
            return {"enum": _words(kind)}
        case shape.Number():
            return _number(kind)
        case shape.Period():
            return {"type": "string", "pattern": f"^{PERIOD.pattern}$"}
        case shape.Bounds():
            return {"type": "string", "pattern": f"^{SCALE.pattern}$"}
        case shape.PValue():
            return {
                "anyOf": [
                    {"type": "number", "minimum": 0, "maximum": 1},
                    {"type": "string", "pattern": f"^{P_VALUE.pattern}$"},
                ]
            }
        case shape.ListOf():
            size = {} if kind.length is None else {"minItems": kind.length, "maxItems": kind.length}
            if kind.least:
                size["minItems"] = kind.least
            if kind.most is not None:
                size["maxItems"] = kind.most
            many = {"type": "array", "items": _kind(kind.item), **size}
            return {"anyOf": [_kind(kind.item), many]} if kind.or_one else many
        case shape.Reasons():
            return {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}
    return _table(kind.shape)


def _words(kind: shape.Choice) -> list[Any]:
    """The options, and what an editor takes some of them for: in YAML 1.1 `yes` is true and `0` a number."""
    read = [yaml.safe_load(option) for option in kind.options]
    return [*kind.options, *(value for value in read if not isinstance(value, str))]


def _number(kind: shape.Number) -> dict[str, Any]:
    limits = {"exclusiveMinimum": kind.above, "minimum": kind.least, "maximum": kind.most}
    return {
        "type": "integer" if kind.whole else "number",
        **{name: limit for name, limit in limits.items() if limit is not None},
    }
