"""The columns of two groups, checked: 2×2 tables, and events with person-time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.columns import refuse_rows
from metasacro.numerics.arrays import np
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TwoGroups:
    """Events of both groups and what they are counted among: people, or person-time. Arrays (..., k)."""

    a: Floats  #: events of group 1, treatment
    c: Floats  #: events of group 2, control
    n1: Floats  #: people or person-time of group 1
    n2: Floats  #: people or person-time of group 2
    rates: bool  #: True for person-time

    @property
    def silent(self) -> Booleans:
        """Cohorts that say nothing about a ratio: no event in either group, or (of people) nothing but events."""
        none: Booleans = (self.a == 0) & (self.c == 0)
        return none if self.rates else none | ((self.a == self.n1) & (self.c == self.n2))

    def rows(self, index: Booleans) -> TwoGroups:
        """The cohorts where `index` is True."""
        return TwoGroups(a=self.a[index], c=self.c[index], n1=self.n1[index], n2=self.n2[index], rates=self.rates)


def two_by_two(measure: str, columns: Mapping[str, ArrayLike | None]) -> TwoGroups:
    """`ai bi ci di`, or `ai n1i ci n2i`, as checked arrays.

    Refused: missing columns (MS351), different lengths (MS357), no rows (MS403), numbers that are not finite (MS353),
    a group of nobody (MS354), fewer than 0 or more events than people (MS355).

    >>> two_by_two("OR", {"ai": [1], "n1i": [10], "ci": [2], "di": [8]}).n2.tolist()
    [10.0]
    """
    given = _arrays(columns)
    for total, events, others in (("n1i", "ai", "bi"), ("n2i", "ci", "di")):
        if total not in given and {events, others} <= set(given):
            given[total] = given[events] + given[others]
    needed = ("ai", "n1i", "ci", "n2i")
    if missing := [f"`{name}`" for name in needed if name not in given]:
        raise Refusal("MS351", measure=measure, needed="`ai`, `bi`, `ci`, `di`", missing=", ".join(missing))
    found = TwoGroups(a=given["ai"], c=given["ci"], n1=given["n1i"], n2=given["n2i"], rates=False)
    _refuse_impossible(found, ("ai", "n1i"), ("ci", "n2i"))
    return found


def person_time(measure: str, columns: Mapping[str, ArrayLike | None]) -> TwoGroups:
    """`x1i t1i x2i t2i` as checked arrays; refusals as for `two_by_two`, but for events below 0 (MS368).

    >>> person_time("IRR", {"x1i": [1], "t1i": [10.5], "x2i": [2], "t2i": [8]}).n1.tolist()
    [10.5]
    """
    given = _arrays(columns)
    needed = ("x1i", "t1i", "x2i", "t2i")
    if missing := [f"`{name}`" for name in needed if name not in given]:
        text = ", ".join(f"`{name}`" for name in needed)
        raise Refusal("MS351", measure=measure, needed=text, missing=", ".join(missing))
    found = TwoGroups(a=given["x1i"], c=given["x2i"], n1=given["t1i"], n2=given["t2i"], rates=True)
    _refuse_impossible(found, ("x1i", "t1i"), ("x2i", "t2i"))
    return found


def whole(groups: TwoGroups) -> TwoGroups:
    """The same, if all counts are whole numbers (MS407): what a likelihood of counts needs."""
    names = ("x1i", "x2i") if groups.rates else ("ai", "ci", "n1i", "n2i")
    values = (groups.a, groups.c) if groups.rates else (groups.a, groups.c, groups.n1, groups.n2)
    for name, array in zip(names, values, strict=True):
        refuse_rows("MS407", np.floor(array) != array, name=name)
    return groups


def _arrays(columns: Mapping[str, ArrayLike | None]) -> dict[str, Floats]:
    """The columns that were given, of one length, read-only."""
    given = {
        name: np.array(values, dtype=np.float64, ndmin=1) for name, values in columns.items() if values is not None
    }
    if len({array.shape for array in given.values()}) > 1 or any(array.ndim != 1 for array in given.values()):
        raise Refusal("MS357", lengths=", ".join(f"`{name}` {array.size}" for name, array in given.items()))
    if any(array.size == 0 for array in given.values()):
        raise Refusal("MS403")
    for name, array in given.items():
        refuse_rows("MS353", ~np.isfinite(array), name=name)
        array.flags.writeable = False
    return given


def _refuse_impossible(groups: TwoGroups, first: tuple[str, str], second: tuple[str, str]) -> None:
    """Name the rows that hold a number which cannot be."""
    for (events, total), x, n in ((first, groups.a, groups.n1), (second, groups.c, groups.n2)):
        if groups.rates:
            refuse_rows("MS368", x < 0, name=events)
        else:
            refuse_rows("MS355", (x < 0) | (x > n), events=events, total=total)
        refuse_rows("MS354", n <= 0, name=total)
