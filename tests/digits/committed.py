"""The exact answers that are kept: one file a design in `exact/`, and one for all other parts."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from mpmath import mp, mpf

from tests.digits.references import Key

VALUES = Path(__file__).parent / "exact"

#: The file of all that is no pooled design.
REST = "rest"

#: Significant digits: eleven more than a double holds.
DIGITS = 27


def file_of(name: str) -> Path:
    return VALUES / f"{name.replace(',', '').replace(' = ', '').replace(' ', '-')}.csv"


def write(name: str, answers: Iterable[tuple[Key, mpf]]) -> None:
    rows = [(*key, mp.nstr(value, DIGITS)) for key, value in answers]
    with file_of(name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def read(name: str) -> dict[Key, mpf]:
    """The committed answers of one file."""
    with file_of(name).open(encoding="utf-8", newline="") as file, mp.workdps(DIGITS + 5):
        return {(part, row, column): mpf(value) for part, row, column, value in csv.reader(file)}
