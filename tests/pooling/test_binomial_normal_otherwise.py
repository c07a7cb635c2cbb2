"""The binomial–normal model a second time: another integral, another search, the same answer to 1e-8.

The kernel integrates by Gauss–Hermite quadrature around each cohort's own peak and climbs by Newton's method on the
likelihood. Here the integral is an even rule of 4,001 points over the standard normal, the slopes come from Fisher's
identity (the slope of the log-likelihood is the expected slope of the complete one, given the counts), and their root
is found by Powell's hybrid method of MINPACK.
"""

import numpy as np
import pytest
from scipy.optimize import root

from metasacro.pooling.binomial_normal import binomial_normal
from tests.pooling.test_binomial_normal import CONTROL, PRITZ, TREATMENT, counts
from tests.tolerances import ITERATED

#: Standard deviations of the true logits, about their mean.
U = np.linspace(-9.0, 9.0, 4_001)


def slopes(at: np.ndarray, x: np.ndarray, n: np.ndarray) -> np.ndarray:
    """Slopes of the log-likelihood in mu and tau, by Fisher's identity."""
    eta = at[0] + at[1] * U
    height = x[:, None] * eta - n[:, None] * np.logaddexp(0.0, eta) - U**2 / 2
    chance = np.exp(height - height.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    left = x[:, None] - n[:, None] / (1.0 + np.exp(-eta))
    return np.array([(chance * left).sum(), (chance * left * U).sum()])


@pytest.mark.parametrize("text", [CONTROL, TREATMENT, PRITZ, "3/40 9/60 1/25 14/70 6/90", "55/60 12/80 31/44 9/70"])
def test_two_algorithms_agree(text: str) -> None:
    x, n = counts(text)
    pooled = binomial_normal(x, n)
    assert pooled.tau2 is not None
    share = x.sum() / n.sum()
    found = root(slopes, [np.log(share / (1 - share)), 0.5], args=(x, n), method="hybr", tol=1e-13)
    assert np.abs(slopes(found.x, x, n)).max() < 1e-8
    assert pooled.estimate == pytest.approx(found.x[0], rel=ITERATED)
    assert pooled.tau2 == pytest.approx(found.x[1] ** 2, rel=ITERATED)
