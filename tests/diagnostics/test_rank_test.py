"""Kendall's distribution and Begg's test."""

from itertools import permutations

import numpy as np
import pytest

from metasacro.diagnostics.kendall import kendall
from metasacro.diagnostics.rank_test import rank_test
from metasacro.pooling.random_effects import random_effects
from metasacro.problems import Refusal


def test_the_exact_distribution_counts_permutations() -> None:
    """All orders of five things, counted one by one."""
    x = np.arange(5.0)
    scores = [kendall(x, np.array(order, dtype=float)).score for order in permutations(range(5))]
    for order in ([0, 1, 2, 4, 3], [2, 0, 1, 3, 4], [4, 3, 2, 1, 0]):
        found = kendall(x, np.array(order, dtype=float))
        extreme = sum(abs(score) >= abs(found.score) for score in scores) / len(scores)
        assert found.p_value == pytest.approx(extreme, rel=1e-12)


def test_ties_rule_out_the_exact_test() -> None:
    found = kendall(np.array([1.0, 2.0, 3.0, 3.0]), np.array([1.0, 2.0, 3.0, 4.0]))
    assert (found.exact, found.tau) == (False, pytest.approx(5 / np.sqrt(30)))


def test_equal_variances_have_no_correlation() -> None:
    found = rank_test(random_effects([0.1, 0.9, 0.4], [0.04, 0.04, 0.04]))
    assert (found.tau, found.p_value) == (None, None)


def test_few_cohorts_are_cautioned_and_two_refused() -> None:
    """MS510 below ten, MS501 below three."""
    assert [c.code for c in rank_test(random_effects([0.1, 0.9, 0.4], [0.04, 0.05, 0.06])).cautions] == ["MS510"]
    assert rank_test(random_effects(np.arange(10.0), 1 / np.arange(1, 11))).cautions == ()
    with pytest.raises(Refusal) as caught:
        rank_test(random_effects([0.1, 0.9], [0.04, 0.05]))
    assert caught.value.code == "MS501"
