"""The table is whole: every row has a case, every case a row, and the page of the manual shows all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from metasacro.problems import CATALOGUE, Severity
from tests.hostile.case import ROWS, Case
from tests.hostile.cases import TABLE

HERE = Path(__file__).parent
CASES = [case for cases in TABLE.values() for case in cases]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_has_a_case(row: str) -> None:
    """A row without one is a promise that nothing holds."""
    assert [case for case in CASES if case.row == row] != []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.row}-{case.name!a}")
def test_a_case_says_what_it_meets(case: Case) -> None:
    """An error of the catalogue, or words; and it belongs to a row."""
    assert case.row in ROWS
    assert case.told
    assert bool(case.code) != bool(case.meets)
    assert not case.code or CATALOGUE[case.code].severity is Severity.ERROR


def test_no_case_stands_twice() -> None:
    """Names are names of files, so two of one test would be one."""
    for cases in TABLE.values():
        assert [name for name, often in Counter(case.name for case in cases).items() if often > 1] == []


def test_every_test_of_the_table_is_here() -> None:
    """The page links to it."""
    assert [name for name in TABLE if not (HERE / name).is_file()] == []
