"""Peto's odds ratio: its defaults, its name, and counts of any type."""

from typing import Any

import numpy as np
import pytest

from metasacro.pooling.peto import peto, peto_batch
from tests.tolerances import CLOSED

#: ai, n1i, ci, n2i; the last cohort has no event.
COHORTS = np.array([[3, 20, 7, 31], [0, 12, 5, 17], [9, 40, 4, 15], [0, 8, 0, 9]])
COLUMNS = dict(zip(("ai", "n1i", "ci", "n2i"), COHORTS.T, strict=True))


@pytest.mark.parametrize(
    ("options", "k", "df"),
    [
        ({}, 3, 2.0),
        ({"drop00": (True, True)}, 3, 2.0),
        ({"drop00": (True, False)}, 4, 2.0),
        ({"drop00": (False, False)}, 4, 3.0),
    ],
)
def test_cohorts_without_events_count_only_where_they_are_asked_for(options: dict[str, Any], k: int, df: float) -> None:
    found, without = peto(**COLUMNS, **options), peto(**{name: column[:3] for name, column in COLUMNS.items()})
    assert (found.k, found.q_df) == (k, df)
    assert (found.estimate, found.se) == pytest.approx((without.estimate, without.se), rel=CLOSED)
    assert found.method == "Peto"


def test_one_small_cohort_has_its_own_variance() -> None:
    """1 event among 5 and 6: V = 5 · 6/11², below 1."""
    found = peto([1], [4], [0], [6])
    assert (found.estimate, found.se) == pytest.approx((6 / 11 / (30 / 121), (121 / 30) ** 0.5), rel=CLOSED)


def test_the_columns_that_are_missing_are_those_of_peto() -> None:
    with pytest.raises(Exception, match="`PETO`"):
        peto([1], [4])


def test_counts_of_short_types_do_not_overflow() -> None:
    short = [np.array(column, dtype=np.int8) for column in 2 * COHORTS.T]
    doubles = [np.array(column, dtype=np.float64) for column in 2 * COHORTS.T]
    keep = np.array([1, 1, 0, 1], dtype=np.int8)
    for mask in (None, keep):
        found, exact = peto_batch(*short, keep=mask), peto_batch(*doubles, keep=mask)
        assert [float(x) for x in found] == pytest.approx([float(x) for x in exact], rel=CLOSED)
