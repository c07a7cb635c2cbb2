"""The columns of a measure: from what the user gives to arrays of one length, checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import MEANS, PAIRED, PROPORTION, TABLE
from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.effects.measure import Measure
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats

#: Measures that may be given as a test or as an uncorrected standardised difference instead of means and SDs.
FROM_TESTS = {"SMD": MEANS, "SMCC": PAIRED, "RPB": MEANS, "ZPB": MEANS, "RBIS": MEANS, "D2OR": MEANS}
FROM_TESTS |= {"D2ORL": MEANS, "D2ORN": MEANS}


def table_of(entry: Measure, columns: Mapping[str, ArrayLike], *, flat: bool = False) -> dict[str, Floats]:
    """The measure's columns as arrays of one length, in its own order. `flat` lets missing numbers pass."""
    given = {name: np.atleast_1d(np.asarray(values, dtype=np.float64)) for name, values in columns.items()}
    lengths = {array.shape for array in given.values() if array.size != 1}
    if len(lengths) > 1 or any(array.ndim != 1 for array in given.values()):
        raise Refusal("MS357", lengths=", ".join(f"`{name}` {array.size}" for name, array in given.items()))
    shape = lengths.pop() if lengths else (1,)
    given = _completed(entry, {name: np.broadcast_to(array, shape) for name, array in given.items()}, flat=flat)
    needed = ", ".join(f"`{name}`" for name in entry.columns)
    if missing := [f"`{name}`" for name in entry.columns if name not in given]:
        raise Refusal("MS351", measure=entry.key, needed=needed, missing=", ".join(missing))
    if unknown := [f"`{name}`" for name in given if name not in entry.columns]:
        raise Refusal("MS352", measure=entry.key, needed=needed, unknown=", ".join(unknown))
    return {name: given[name] for name in entry.columns}


def _completed(entry: Measure, given: dict[str, Floats], *, flat: bool) -> dict[str, Floats]:
    """The same with the columns that follow from others: people from non-events, non-events from people."""
    if entry.family is PROPORTION and "mi" in given and "ni" not in given and "xi" in given:
        non_events = given.pop("mi")
        refuse_rows("MS353", ~np.isfinite(non_events), name="mi")
        given["ni"] = given["xi"] + non_events
    if entry.family is TABLE:
        for events, others, people in (("ai", "bi", "n1i"), ("ci", "di", "n2i")):
            if people in given and events in given and others not in given:
                total = given.pop(people)
                refuse_rows("MS353", ~np.isfinite(total), name=people)
                refuse_rows("MS355", ~((given[events] >= 0) & (given[events] <= total)), events=events, total=people)
                given[others] = total - given[events]
    if entry.key in FROM_TESTS:
        return _from_tests(entry, given, flat=flat)
    return given


def _from_tests(entry: Measure, given: dict[str, Floats], *, flat: bool) -> dict[str, Floats]:
    """Means and SDs that carry the same standardised difference as a t, a P value or a d.

    With SDs of 1 (and, for paired data, a correlation of ½) the SD of the difference is 1, so m1i = d, m2i = 0.
    """
    two = FROM_TESTS[entry.key] is MEANS
    sizes = ("n1i", "n2i") if two else ("ni",)
    kinds = [name for name in ("di", "ti", "pi") if name in given]
    if len(kinds) != 1 or any(name not in given for name in sizes):
        return given
    value = given.pop(kinds[0])
    if not flat:
        refuse_rows("MS353", ~np.isfinite(value), name=kinds[0])
    n1 = given[sizes[0]]
    df = n1 + given["n2i"] - 2.0 if two else n1 - 1.0
    if kinds[0] == "pi":
        from metasacro.numerics.student import student_quantile

        refuse_rows("MS369", ~((np.abs(value) <= 1) & (value != 0) & (df > 0)), name="pi")
        value = -np.sign(value) * student_quantile(np.abs(value) / 2.0, df)
    if kinds[0] in {"ti", "pi"}:
        value = value * np.sqrt(1.0 / n1 + 1.0 / given["n2i"] if two else 1.0 / n1)
    one = np.ones_like(value)
    given |= {"m1i": value, "sd1i": one, "m2i": 0.0 * one, "sd2i": one}
    return given if two else given | {"ri": 0.5 * one}


def refuse_impossible(entry: Measure, table: Mapping[str, Floats], *, flat: bool) -> None:
    """Name the rows that hold a number which cannot be. `flat` lets missing numbers, SDs of 0 and empty groups pass."""
    family = entry.family
    for name, values in table.items():
        if not flat:
            refuse_rows("MS353", ~np.isfinite(values), name=name)
    for name in (*family.positive, *entry.above_zero):
        refuse_rows("MS354", table[name] <= 0, name=name)
    for name in family.spread:
        refuse_rows("MS354", table[name] < 0 if flat else table[name] <= 0, name=name)
    for name in family.correlations:
        refuse_rows("MS356", np.abs(table[name]) > 1, name=name)
    for name in family.counts:
        if family.total:
            bad = (table[name] < 0) | (table[name] > table[family.total])
            refuse_rows("MS355", bad, events=name, total=family.total)
        refuse_rows("MS368", table[name] < 0, name=name)
    for pair in family.groups:
        if not flat:
            refuse_rows("MS354", empty_groups(table, pair), name=" + ".join(pair))


def empty_groups(table: Mapping[str, Floats], pair: tuple[str, str]) -> Booleans:
    """The rows in which a group has no people."""
    empty: Booleans = table[pair[0]] + table[pair[1]] <= 0
    return empty


def refuse_rows(code: str, bad: Booleans, **values: object) -> None:
    """Refuse if any row is bad, naming the rows."""
    if bad.any():
        raise Refusal(code, rows=row_numbers(bad), **values)
