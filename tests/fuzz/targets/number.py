"""The parser of printed numbers: text → exactly the decimal that it spells, or a coded problem."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from metasacro.evidence.period import DAYS, Period
from metasacro.evidence.reported import Reported
from metasacro.evidence.study import PValue
from metasacro.problems import Location, Problem
from metasacro.records.scalars import read_scalar
from metasacro.records.shape import Bounds, Number
from metasacro.records.shape import Period as Time
from metasacro.records.shape import PValue as P
from metasacro.records.study_fields import COUNT, POSITIVE, SIZE
from tests.fuzz.oracle import coded, must, same_number

AT = Location(file="studies/one.yaml", line=1)
#: A decimal in ASCII, whatever else Python would read as one.
DECIMAL = re.compile(r"[0-9.]+")


def run(data: bytes) -> None:
    """Read the text as each kind of number."""
    text = data.decode("utf-8", "replace")
    for kind in (Number(), COUNT, SIZE, POSITIVE):
        _asked(kind, text)
    _asked(Bounds(), text)
    _asked(P(), text)
    _asked(Time(), text)


def _asked(kind: Any, text: str) -> None:
    value = read_scalar(kind, text, AT, "sd", "")
    match value:
        case Problem():
            coded([value])
        case Reported():
            same_number(value, text)
            must(value.decimals == -int(Decimal(text).as_tuple().exponent), "the decimals printed", value)
            _within(kind, Decimal(text))
        case (Reported(), Reported()):
            lower, upper = value
            same_number(lower, lower.text)
            same_number(upper, upper.text)
            must(text.startswith(lower.text) and text.endswith(upper.text), "both ends of the text", value, text)
            must(Decimal(lower.text) < Decimal(upper.text), "the lower end first", value)
        case PValue():
            spelled = DECIMAL.findall(text)
            must(len(spelled) == 1 and value.value == float(Decimal(spelled[0])), "the value of P", value)
        case Period():
            length, _, unit = text.partition(" ")
            must(value.days == float(Decimal(length)) * DAYS[unit.removesuffix("s")], "the days", value)
        case _:
            must(False, "a number or a problem", value)


def _within(kind: Number, value: Decimal) -> None:
    must(kind.above is None or value > Decimal(kind.above), "above the bound", value)
    must(kind.least is None or value >= Decimal(kind.least), "at least the bound", value)
    must(kind.most is None or value <= Decimal(kind.most), "at most the bound", value)
    must(not kind.whole or value == value.to_integral_value(), "a whole number", value)
