"""The binomial distribution on the logit scale."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.numerics.binomial import log_binomial, log_binomial_coefficient, logistic
from tests.tolerances import CLOSED


@given(st.floats(-700, 700))
def test_the_logistic_function_overflows_nowhere(eta: float) -> None:
    p, pq, softplus = (float(x) for x in logistic(np.array(eta)))
    q = float(logistic(np.array(-eta))[0])
    assert p + q == pytest.approx(1.0, rel=CLOSED)
    assert pq == pytest.approx(p * q, rel=CLOSED, abs=1e-300)
    assert softplus - float(logistic(np.array(-eta))[2]) == pytest.approx(eta, rel=CLOSED, abs=1e-12)


@given(st.integers(0, 400), st.integers(0, 400))
def test_coefficients_are_those_of_pascal(x: int, rest: int) -> None:
    expected = math.log(math.comb(x + rest, x))
    assert float(log_binomial_coefficient(x, x + rest)) == pytest.approx(expected, rel=1e-11, abs=1e-11)


def test_0_times_ln_0_is_0() -> None:
    assert log_binomial(np.array([0.0, 5.0]), np.array([5.0, 5.0]), np.array([0.0, 1.0])).tolist() == [0.0, 0.0]
