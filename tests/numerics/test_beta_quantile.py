"""Quantiles of the beta distribution where the library's inverse loses its way."""

from __future__ import annotations

import mpmath
import numpy as np
import pytest

from metasacro.numerics.beta import beta_quantile

#: Half a unit in the last place of x moves the tail by up to a few thousand times as much at these shapes.
TAIL = 1e-11


def share_below(x: float, a: int, b: int) -> mpmath.mpf:
    """P(binomial of a + b − 1 at x ≥ a), summed."""
    with mpmath.workdps(60):
        n, odds = a + b - 1, mpmath.mpf(x) / (1 - mpmath.mpf(x))
        term = mpmath.mpf(1) - mpmath.mpf(x)
        term **= n
        total = mpmath.mpf(0)
        for i in range(a):
            total += term
            term *= odds * (n - i) / (i + 1)
        return 1 - total


@pytest.mark.parametrize("p", [1e-6, 0.025, 0.5, 0.975])
@pytest.mark.parametrize(("a", "b"), [(2, 3), (1000, 10**8), (1000, 10**9)])
def test_the_quantile_has_its_share_below_it(p: float, a: int, b: int) -> None:
    """At shapes of 1000 and 1e9 scipy's inverse answers with a value that has everything below it."""
    share = share_below(float(beta_quantile(p, a, b)), a, b)
    assert abs(share - mpmath.mpf(p)) <= TAIL * min(p, 1.0 - p)


def test_a_batch_answers_as_its_rows() -> None:
    """The rows that are searched for again do not disturb the others."""
    a, b = np.array([2.0, 1000.0, 8.0]), np.array([3.0, 1e9, 1e9])
    together = beta_quantile(0.025, a, b)
    assert together.tolist() == [float(beta_quantile(0.025, *row)) for row in zip(a, b, strict=True)]


def test_a_quantile_nearer_to_1_than_any_double_is_not_sent_beyond_it() -> None:
    """Of shapes 1 and b the median is 1 − 2 to the −1/b. At the last double below 1 a step of Newton leads beyond."""
    assert 0 <= 1.0 - float(beta_quantile(0.5, 1, 1 / 256)) <= 2.0**-53
