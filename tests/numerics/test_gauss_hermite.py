"""The rule integrates against a normal density."""

import numpy as np
import pytest

from metasacro.numerics.gauss_hermite import hermite_rule


@pytest.mark.parametrize("count", [7, 15, 61])
def test_even_moments_of_a_normal_are_exact(count: int) -> None:
    z, w = hermite_rule(count)
    for power, moment in ((0, 1), (2, 1), (4, 3), (6, 15), (8, 105), (12, 10395)):
        assert float((w * z**power).sum()) == pytest.approx(moment, rel=1e-12)


def test_the_rule_is_made_once_and_cannot_be_changed() -> None:
    z, w = hermite_rule(9)
    assert hermite_rule(9)[0] is z
    for each in (z, w):
        with pytest.raises(ValueError, match="read-only"):
            each[0] = 0.0


def test_the_characteristic_function_is_reached() -> None:
    z, w = hermite_rule(61)
    assert float((w * np.cos(3 * z)).sum()) == pytest.approx(np.exp(-4.5), rel=1e-12)
