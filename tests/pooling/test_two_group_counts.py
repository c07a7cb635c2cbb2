"""The columns of two groups: what is refused, by name and row, and what is left of them."""

import re
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.two_group_counts import TwoGroups, person_time, two_by_two, whole
from metasacro.problems import Refusal

PEOPLE = {"ai": [1, 0, 9], "n1i": [9, 8, 9], "ci": [2, 0, 8], "n2i": [9, 8, 8]}
TIME = {"x1i": [1, 0, 9], "t1i": [9.5, 8, 9], "x2i": [2, 0, 8], "t2i": [9, 8.5, 8]}


def checked(columns: dict[str, Any]) -> TwoGroups:
    return whole(person_time("IRR", columns) if "t1i" in columns else two_by_two("OR", columns))


@pytest.mark.parametrize(
    ("message", "columns"),
    [
        ("MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `n1i`, `n2i`", {"ai": [1], "ci": [2]}),
        ("MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `ci`, `n2i`", {"ai": [1], "bi": [2], "di": [2]}),
        ("MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `ci`, `n2i`", {"ai": [1], "bi": [2]}),
        ("MS351: `IRR` needs `x1i`, `t1i`, `x2i`, `t2i`; missing: `x1i`, `t2i`", {"t1i": [9], "x2i": [1], "t2i": None}),
        ("MS357: columns differ in length: `ai` 3, `n1i` 3, `ci` 3, `n2i` 2", PEOPLE | {"n2i": [9, 8]}),
        ("MS357: columns differ in length: `ai` 1, `n1i` 1, `ci` 1, `n2i` 1", {name: [[1]] for name in PEOPLE}),
        ("MS403", {name: [] for name in PEOPLE}),
        ("MS353: `n1i` must be a finite number (rows 1, 3)", PEOPLE | {"n1i": [np.inf, 8, None]}),
        ("MS353: `t2i` must be a finite number (rows 2)", TIME | {"t2i": [9, np.nan, 8]}),
        ("MS354: `n1i` must be greater than 0 (rows 2)", PEOPLE | {"n1i": [9, 0, 9]}),
        ("MS354: `n2i` must be greater than 0 (rows 2)", PEOPLE | {"n2i": [9, 0, 8]}),
        ("MS354: `t1i` must be greater than 0 (rows 1, 3)", TIME | {"t1i": [0, 8, -9]}),
        ("MS354: `t2i` must be greater than 0 (rows 3)", TIME | {"t2i": [9, 8, 0]}),
        ("MS355: events `ai` must lie between 0 and `n1i` (rows 3)", PEOPLE | {"ai": [1, 0, 10]}),
        ("MS355: events `ci` must lie between 0 and `n2i` (rows 1, 3)", PEOPLE | {"ci": [-1, 0, 9]}),
        ("MS368: `x1i` must not be negative (rows 2)", TIME | {"x1i": [99, -1, 9]}),
        ("MS368: `x2i` must not be negative (rows 1)", TIME | {"x2i": [-2, 0, 8]}),
        ("MS407: `ai` must be a whole number (rows 1)", PEOPLE | {"ai": [1.5, 0, 9]}),
        ("MS407: `ci` must be a whole number (rows 1, 2)", PEOPLE | {"ci": [1.5, 0.1, 8]}),
        ("MS407: `n1i` must be a whole number (rows 2)", PEOPLE | {"n1i": [9, 8.5, 9]}),
        ("MS407: `n2i` must be a whole number (rows 3)", PEOPLE | {"n2i": [9, 8, 8.5]}),
        ("MS407: `x1i` must be a whole number (rows 1)", TIME | {"x1i": [0.5, 0, 9]}),
        ("MS407: `x2i` must be a whole number (rows 3)", TIME | {"x2i": [2, 0, 7.5]}),
    ],
)
def test_columns_that_cannot_be_are_refused_by_name_and_row(message: str, columns: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="^" + re.escape(message)):
        checked(columns)


@pytest.mark.parametrize(
    ("columns", "silent"), [(PEOPLE, [False, True, True]), (TIME, [False, True, False])], ids=["people", "person-time"]
)
def test_columns_as_doubles_that_nobody_can_write_to(columns: dict[str, Any], silent: list[bool]) -> None:
    """Nothing but events in both groups is silent of people; in person-time there is no such thing."""
    found = checked(columns)
    arrays = (found.a, found.n1, found.c, found.n2)
    assert [array.tolist() for array in arrays] == [list(column) for column in columns.values()]
    assert [array.dtype.name for array in arrays] == ["float64"] * 4
    assert not any(array.flags.writeable for array in arrays)
    assert found.rates == (columns is TIME)
    assert found.silent.tolist() == silent
    rest = found.rows(~found.silent)
    kept = [i for i in range(3) if not silent[i]]
    assert [array.tolist() for array in (rest.a, rest.n1, rest.c, rest.n2)] == [
        [column[i] for i in kept] for column in columns.values()
    ]
    assert rest.rates == found.rates


def test_a_cohort_is_silent_only_if_both_groups_are() -> None:
    table = two_by_two("OR", {"ai": [0, 1, 9, 8], "n1i": [9] * 4, "ci": [1, 0, 8, 9], "n2i": [9] * 4})
    assert not table.silent.any()


def test_people_are_those_with_and_without_an_event_unless_they_are_given() -> None:
    found = two_by_two("OR", {"ai": 3, "bi": [4], "ci": 2, "di": 7.5, "n2i": [20]})
    assert (found.a.tolist(), found.n1.tolist(), found.c.tolist(), found.n2.tolist()) == ([3], [7], [2], [20])
    assert (found.rates, person_time("IRR", TIME).rates) == (False, True)


def test_people_are_events_and_the_others_where_they_are_not_given() -> None:
    """A group may be one person."""
    found = two_by_two("OR", {"ai": [1, 0], "bi": [8, 1], "ci": [2, 1], "di": [7, 0]})
    assert (found.n1.tolist(), found.n2.tolist()) == ([9.0, 1.0], [9.0, 1.0])
