"""What is added to cohorts with an empty cell, for measures that do not exist there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.effects.measure import Family
    from metasacro.numerics.arrays import Booleans, Floats

#: Where `add` goes: rows with an empty cell, every row, every row if any has an empty cell, none.
CHOICES = ("only0", "all", "if0all", "none")


def empty_cells(family: Family, table: Mapping[str, Floats]) -> Booleans:
    """The rows in which a count is 0, or events are as many as people.

    >>> from metasacro.effects.families import PROPORTION
    >>> empty_cells(PROPORTION, {"xi": np.array([0.0, 3.0, 9.0]), "ni": np.array([9.0, 9.0, 9.0])}).tolist()
    [True, False, True]
    """
    empty: Booleans = np.zeros(np.shape(table[family.columns[0]]), dtype=np.bool_)
    for name in family.counts:
        empty = empty | (table[name] == 0)
        if family.total:
            empty = empty | (table[name] == table[family.total])
    return empty


def double_zeros(family: Family, table: Mapping[str, Floats]) -> Booleans:
    """The rows in which neither group has an event, or every person of both groups has one.

    >>> from metasacro.effects.families import TABLE
    >>> cells = {"ai": [0.0, 0.0], "bi": [9.0, 9.0], "ci": [0.0, 1.0], "di": [9.0, 8.0]}
    >>> double_zeros(TABLE, {name: np.array(values) for name, values in cells.items()}).tolist()
    [True, False]
    """
    double: Booleans = np.zeros(np.shape(table[family.columns[0]]), dtype=np.bool_)
    for names in family.double_zero:
        double = double | np.all([table[name] == 0 for name in names], axis=0)
    return double


def rows_to_fill(empty: Booleans, to: str) -> Booleans:
    """The rows to which `add` is added, given which have an empty cell.

    >>> rows_to_fill(np.array([True, False]), "only0").tolist()
    [True, False]
    >>> rows_to_fill(np.array([True, False]), "if0all").tolist()
    [True, True]
    """
    if to == "only0":
        return empty
    if to == "all" or (to == "if0all" and empty.any()):
        return np.ones_like(empty)
    return np.zeros_like(empty)


def filled(family: Family, table: Mapping[str, Floats], rows: Booleans, add: float) -> dict[str, Floats]:
    """The table with `add` in every cell of the rows named; the people grow with their cells."""
    answer = dict(table)
    for name in family.counts:
        answer[name] = table[name] + add * rows
        if family.total:
            answer[family.total] = table[family.total] + 2.0 * add * rows
    return answer


def check_addition(add: float, to: str) -> None:
    """Refuse an `add` below 0 and a `to` that is none of the choices."""
    if not (np.isfinite(add) and add >= 0):
        raise Refusal("MS360", name="add", value=add, hint="", choices="a number of 0 or more")
    if to not in CHOICES:
        raise Refusal("MS360", name="to", value=f"`{to}`", hint="", choices=", ".join(CHOICES))
