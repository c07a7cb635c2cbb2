"""Flat records as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from metasacro.problems.printable import printable
from metasacro.render.digits import settled

#: A spreadsheet reads text that begins with one of these as a formula (CWE-1236).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Value = str | float | int | None


def csv_text(columns: Sequence[str], rows: Sequence[Mapping[str, Value]]) -> str:
    """A header and one line a row. Text is made safe; numbers stay numbers, to 10 digits."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_safe(column) for column in columns])
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return _safe(value) if isinstance(value, str) else repr(settled(value))


def _safe(text: str) -> str:
    text = printable(text)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
