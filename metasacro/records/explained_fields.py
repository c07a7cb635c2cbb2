"""Where each field name stands and what it means there, for `metasacro explain FIELD`."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.records.protocol_fields import PROTOCOL
from metasacro.records.shape import Field, ListOf, Shape, Table
from metasacro.records.study_fields import STUDY


def fields_called(name: str) -> list[tuple[str, Field]]:
    """Every field of that name with the path to it: `results.baseline.sd`."""
    found = [*_walk(STUDY, "record"), *_walk(PROTOCOL, "protocol")]
    return [(path, field) for path, field in found if field.name == name]


def field_names() -> list[str]:
    """All field names, each once."""
    return sorted({field.name for shape in (STUDY, PROTOCOL) for _, field in _walk(shape, "")})


def _walk(shape: Shape, path: str) -> Iterator[tuple[str, Field]]:
    for field in shape.fields:
        here = f"{path}.{field.name}"
        yield here, field
        kind = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if isinstance(kind, Table):
            yield from _walk(kind.shape, here)
