"""The sums that estimators are made of keep their digits."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.tau2.projection import sum_of_others
from metasacro.tau2.registry import ESTIMATORS
from metasacro.tau2.weighted_residuals import trace_of_square, weighted_residuals

#: Weights over 24 decades: one may outweigh all others beyond the precision of a double.
WEIGHTS = st.lists(st.floats(1e-12, 1e12), min_size=2, max_size=6)


@given(WEIGHTS)
def test_traces_agree_with_exact_arithmetic(weights: list[float]) -> None:
    w = [Fraction(x) for x in weights]
    total = sum(w)
    p = [[(w[i] if i == j else 0) - w[i] * w[j] / total for j in range(len(w))] for i in range(len(w))]
    trace = sum(p[i][i] for i in range(len(w)))
    square = sum(x * x for row in p for x in row)
    v = 1 / np.array(weights)
    found = weighted_residuals(np.zeros(len(w)), v, np.ones(len(w)), 0.0)
    assert float(found.trace) == pytest.approx(float(trace), rel=1e-12, abs=0)
    assert float(trace_of_square(np.array(weights))) == pytest.approx(float(square), rel=1e-12, abs=0)


def test_ties_are_not_giants() -> None:
    assert sum_of_others(np.array([2.0, 2.0])).tolist() == [2.0, 2.0]
    assert sum_of_others(np.array([0.0, 0.0])).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("key", ESTIMATORS)
def test_variances_over_16_decades_are_no_obstacle(key: str) -> None:
    found = ESTIMATORS[key].function([0.1, 0.3, 0.2, 0.9], [1e-16, 1.0, 0.5, 2.0])
    assert float(found.tau2) >= 0
    assert bool(found.converged)
