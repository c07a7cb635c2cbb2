"""What every input must come to: a typed record, or coded problems. Each function here refuses one way of failing."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, NoReturn

from metasacro.evidence.reported import Reported
from metasacro.problems import CATALOGUE, Location, Problem
from metasacro.problems.printable import UNSAFE
from metasacro.render.csv_text import FORMULA_STARTS

#: A message repeats a part of what it is about, never all of it.
LONGEST_MESSAGE = 600
#: A number of a CSV file, which may begin with a minus without being a formula.
NUMBER_CELL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|-?(?:inf|nan)")


class Broken(AssertionError):  # noqa: N818 - it says what became of the promise
    """A promise that an input has broken."""


def must(held: bool, promise: str, *seen: object) -> None:
    """The promise holds, or `Broken` with what was seen."""
    if not held:
        raise Broken(f"{promise}: {', '.join(f'{each!r:.300}' for each in seen)}")


def coded(problems: Iterable[Problem], *, placed: bool = True) -> None:
    """Every problem has a code of the catalogue, a place, a short message, and nothing unsafe in it."""
    for found in problems:
        must(found.code in CATALOGUE, "a code of the catalogue", found)
        must(found.code != "MS900", "no fault of ours", found)
        must(not placed or found.location is not None, "a place", found)
        if found.location is not None:
            must(found.location.line >= 1 and found.location.column >= 1, "lines and columns from 1", found)
        told = (found.message, found.note, found.trail, found.hint, found.decision)
        must(not any(UNSAFE.search(text) for text in told), "nothing unsafe in a message", told)
        must(len(found.message) <= LONGEST_MESSAGE, "a short message", found.message)


def numbers_of(value: Any) -> Iterator[Reported]:
    """Every printed number inside typed values."""
    if isinstance(value, Reported):
        yield value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from numbers_of(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for child in value:
            yield from numbers_of(child)
    elif isinstance(value, Mapping):
        for child in value.values():
            yield from numbers_of(child)


def same_number(number: Reported, text: str) -> None:
    """The characters of the file, and the double nearest to the decimal that they spell."""
    must(number.text == text, "the characters of the file", number.text, text)
    must(number.value == float(Decimal(text)), "the value that the characters spell", number, text)


def unplaced(value: Any) -> Any:
    """Typed values as nested tuples without their places: equal where they say the same."""
    if isinstance(value, Location):
        return None
    if is_dataclass(value) and not isinstance(value, type):
        return (type(value).__name__, *(unplaced(getattr(value, field.name)) for field in fields(value)))
    if isinstance(value, tuple | list):
        return tuple(unplaced(child) for child in value)
    if isinstance(value, Mapping):
        return {key: unplaced(child) for key, child in value.items()}
    return value


def safe_text(text: str, what: str) -> None:
    """No control character but the line break, nothing that hides or reorders text."""
    found = UNSAFE.search(text.replace("\n", " "))
    if found:
        at = found.start()
        broken(f"{what} without control characters", f"U+{ord(found.group()):04X}", text[max(0, at - 60) : at + 20])


def broken(promise: str, *seen: object) -> NoReturn:
    """The promise does not hold."""
    must(False, promise, *seen)
    raise AssertionError  # never: `must` has raised


def safe_csv(text: str) -> None:
    """Rows of one length, and no cell that a spreadsheet takes for a formula."""
    safe_text(text, "CSV")
    rows = list(csv.reader(io.StringIO(text), strict=True))
    for row in rows:
        for cell in row:
            formula = cell.startswith(FORMULA_STARTS) and not NUMBER_CELL.fullmatch(cell)
            must(not formula, "no formula in a cell", cell)


def safe_json(text: str) -> Any:
    """JSON as the standard has it: no NaN, no infinity, no control character."""
    safe_text(text, "JSON")
    return json.loads(text, parse_constant=lambda name: broken("numbers of JSON", name))
