"""The logarithm of a proportion."""

import numpy as np
import pytest

from metasacro.effects.log_proportion import log_risk


def test_the_variance_is_its_own_unless_the_average_is_asked_for() -> None:
    x, n = np.array([3.0, 12.0]), np.array([20.0, 30.0])
    assert log_risk(x, n)[1] == pytest.approx(1 / x - 1 / n, rel=1e-14)
    assert log_risk(x, n, vtype="AV")[1] == pytest.approx(1 / (15 / 50 * n) - 1 / n, rel=1e-14)
