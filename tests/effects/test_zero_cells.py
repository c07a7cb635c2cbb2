"""Rows with an empty cell: one answer a row, whichever family the table is of."""

import numpy as np
import pytest

from metasacro.effects.families import MEAN, RATE
from metasacro.effects.zero_cells import double_zeros, empty_cells, rows_to_fill

MEANS = {"mi": np.array([0.0, 3.0]), "sdi": np.array([1.0, 2.0]), "ni": np.array([9.0, 9.0])}
RATES = {"xi": np.array([0.0, 3.0]), "ti": np.array([9.0, 9.0])}


def test_a_table_without_counts_has_no_empty_cell_in_any_row() -> None:
    assert empty_cells(MEAN, MEANS).tolist() == [False, False]
    assert double_zeros(MEAN, MEANS).tolist() == [False, False]


def test_one_group_is_no_pair_of_empty_groups() -> None:
    assert empty_cells(RATE, RATES).tolist() == [True, False]
    assert double_zeros(RATE, RATES).tolist() == [False, False]


@pytest.mark.parametrize(
    ("to", "empty", "rows"),
    [
        ("none", [True, False], [False, False]),
        ("if0all", [False, False], [False, False]),
        ("if0all", [True, False], [True, True]),
        ("all", [False, False], [True, True]),
        ("only0", [True, False], [True, False]),
    ],
)
def test_where_something_is_added(to: str, empty: list[bool], rows: list[bool]) -> None:
    found = rows_to_fill(np.array(empty), to)
    assert found.dtype == np.bool_
    assert found.tolist() == rows
