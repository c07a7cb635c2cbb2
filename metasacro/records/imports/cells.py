"""A cell becomes the text that a record writes: as printed, with the one sign that is typesetting replaced."""

from __future__ import annotations

import re

from metasacro.problems import Location, Problem, problem
from metasacro.problems.printable import printable
from metasacro.records.imports.mapping import COMMA, Mapping
from metasacro.records.imports.targets import Target
from metasacro.records.scalars import read_scalar
from metasacro.records.shape import NOT_REPORTED, Bounds, Number, PValue
from metasacro.records.yaml_text import LONGEST_SCALAR

#: The minus of typesetters. A dash is not a minus, so only this one is replaced.
MINUS = "\u2212"
_DECIMAL_COMMA = re.compile(r"\D*\d*,\d+.*")
SHOWN = 60


def cell_text(target: Target, cell: str, mapping: Mapping, at: Location) -> str | Problem:
    """What the record says; the record's own problem at the cell's place, where the cell is no value of the field."""
    kind = target.kind
    if cell in mapping.missing:
        cell = NOT_REPORTED
    if cell == NOT_REPORTED and target.may_be_unreported:
        return cell
    if cell == NOT_REPORTED and target.place != "appraisal":
        return problem("MS119", at, name=target.field)
    text = " ".join(cell.split())
    if isinstance(kind, Number | PValue | Bounds):
        text = text.replace(MINUS, "-")
        wrong = _other_sign(text, mapping)
        if wrong:
            sign, other = ("point", "comma") if mapping.decimal == COMMA else ("comma", "point")
            return problem("MS163", at, text=printable(cell, SHOWN), sign=sign, other=other)
        text = text.replace(",", ".") if mapping.decimal == COMMA else text
    if len(text) > LONGEST_SCALAR:
        return problem("MS102", at, most=LONGEST_SCALAR // 1000)
    value = read_scalar(kind, text, at, target.field, "")
    return value if isinstance(value, Problem) else text


def _other_sign(text: str, mapping: Mapping) -> bool:
    if mapping.decimal == COMMA:
        return "." in text or text.count(",") > (2 if "-" in text[1:] else 1)
    return bool(_DECIMAL_COMMA.fullmatch(text))
