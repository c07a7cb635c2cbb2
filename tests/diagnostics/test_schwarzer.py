"""Schwarzer's test."""

import numpy as np
import pytest
from scipy.stats import nchypergeom_fisher

from metasacro.diagnostics.schwarzer import schwarzer_test
from metasacro.problems import Refusal

TABLES = ([1, 0, 3, 2, 6], [53, 40, 60, 81, 110], [2, 1, 5, 0, 9], [51, 42, 59, 80, 108])


def test_ranks_are_those_of_fishers_noncentral_distribution() -> None:
    """Mean and variance by scipy.stats at an odds ratio of 0.7."""
    a, n1, c, n2 = (np.array(column, dtype=float) for column in TABLES)
    law = nchypergeom_fisher(n1 + n2, n1, a + c, 0.7)
    mean, variance = (np.array(moment) for moment in law.stats("mv"))
    x, y = (a - mean) / np.sqrt(variance), -variance
    score = sum(np.sign((x[i] - x[j]) * (y[i] - y[j])) for i in range(5) for j in range(i))
    found = schwarzer_test(*TABLES, log_odds_ratio=np.log(0.7))
    assert found.score == score
    assert found.k == 5
    assert [caution.code for caution in found.cautions] == ["MS510"]


def test_exchanged_groups_change_the_sign() -> None:
    a, n1, c, n2 = TABLES
    assert schwarzer_test(c, n2, a, n1).score == -schwarzer_test(a, n1, c, n2).score


def test_without_a_common_odds_ratio_there_is_no_expectation() -> None:
    """MS583; MS514 names tables that say nothing."""
    with pytest.raises(Refusal, match="MS583"):
        schwarzer_test([0, 0, 0], [9, 9, 9], [1, 2, 3], [9, 9, 9])
    found = schwarzer_test([0, *TABLES[0]], [9, *TABLES[1]], [0, *TABLES[2]], [9, *TABLES[3]])
    assert found.k == 5
    assert found.cautions[0].code == "MS514"
