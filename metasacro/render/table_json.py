"""Tables as JSON: the text of every cell, the plotted numbers unrounded, and where each came from."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from metasacro.render.json_text import json_text
from metasacro.synthesis.lineage.document import traces_document
from metasacro.synthesis.lineage.numbering import Numbering, number

if TYPE_CHECKING:
    from metasacro.evidence.trace import Trace
    from metasacro.views.table import Axis, Cell, Mark, Row, Table

Document = dict[str, Any]


def table_json(table: Table) -> str:
    """One table, with the steps that its cells name in `traces`."""
    numbered = number(_traces(table))
    return json_text(_table(table, numbered) | {"traces": traces_document(numbered)})


def tables_json(tables: Sequence[Table]) -> str:
    """Tables in one document; they share their `traces`."""
    numbered = number(trace for table in tables for trace in _traces(table))
    return json_text({"tables": [_table(table, numbered) for table in tables], "traces": traces_document(numbered)})


def _traces(table: Table) -> Iterator[Trace]:
    if table.trace is not None:
        yield table.trace
    yield from (cell.trace for row in table.rows for cell in row.cells.values() if cell.trace is not None)


def _table(table: Table, numbered: Numbering) -> Document:
    return {
        "id": table.id,
        "title": table.title,
        "subtitle": table.subtitle,
        "columns": [{"key": column.key, "title": column.title} for column in table.columns],
        "rows": [_row(row, numbered) for row in table.rows if row.cells],
        "axis": _axis(table.axis) if table.axis else None,
        "notes": list(table.notes),
        "cautions": [{"code": entry.code, "message": entry.message} for entry in table.cautions],
        "trace": _name(table.trace, numbered),
    }


def _row(row: Row, numbered: Numbering) -> Document:
    return {
        "key": row.key or None,
        "kind": row.kind.value,
        "cells": {key: _cell(cell, numbered) for key, cell in row.cells.items()},
        "mark": _mark(row.mark) if row.mark else None,
    }


def _cell(cell: Cell, numbered: Numbering) -> Document:
    return {"text": cell.text, "kind": cell.kind.value, "trace": _name(cell.trace, numbered)}


def _mark(mark: Mark) -> Document:
    return {
        "estimate": _number(mark.estimate),
        "lower": _number(mark.lower),
        "upper": _number(mark.upper),
        "weight": _number(mark.weight),
        "kind": mark.kind.value,
    }


def _axis(axis: Axis) -> Document:
    return {
        "lower": axis.lower,
        "upper": axis.upper,
        "no_effect": axis.no_effect,
        "important": axis.important,
        "unit": axis.unit,
    }


def _name(trace: Trace | None, numbered: Numbering) -> str | None:
    return None if trace is None else numbered.name(trace)


def _number(value: float | None) -> float | None:
    """JSON has no infinity: an end that lies there is null."""
    return float(value) if value is not None and math.isfinite(value) else None
