"""A summary read from columns in single precision is converted in double; half a pair is no pair."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.moments.luo import luo_mean
from metasacro.moments.shi import shi_sd
from metasacro.moments.wan import expected_quartile_distance, expected_range, wan_sd

FIVE = {"min": 1.1, "q1": 3.3, "q3": 9.7, "max": 31.3}
EXTREMES, QUARTILES = {"min": 1.1, "max": 31.3}, {"q1": 3.3, "q3": 9.7}


@pytest.mark.parametrize(
    ("function", "values"),
    [
        (luo_mean, {"median": 5.7, **FIVE}),
        (luo_mean, {"median": 5.7, **EXTREMES}),
        (luo_mean, {"median": 5.7, **QUARTILES}),
        (shi_sd, FIVE),
        (wan_sd, FIVE),
        (wan_sd, EXTREMES),
        (wan_sd, QUARTILES),
        (expected_range, {}),
        (expected_quartile_distance, {}),
    ],
)
def test_what_is_given_in_single_precision(function: Callable[..., Any], values: dict[str, float]) -> None:
    n = np.array([27, 28], dtype=np.float32)
    single = {name: np.array([value, 1.3 * value], dtype=np.float32) for name, value in values.items()}
    double = {name: array.astype(np.float64) for name, array in single.items()}
    found = function(n, **single)
    assert found.dtype == np.float64
    assert found.tolist() == function(n.astype(np.float64), **double).tolist()


def test_half_a_pair_is_left_aside() -> None:
    for half in ({"min": 1.1}, {"max": 31.3}):
        assert float(luo_mean(27, median=5.7, **half, **QUARTILES)) == float(luo_mean(27, median=5.7, **QUARTILES))
        assert float(wan_sd(27, **half, **QUARTILES)) == float(wan_sd(27, **QUARTILES))
    for half in ({"q1": 3.3}, {"q3": 9.7}):
        assert float(luo_mean(27, median=5.7, **half, **EXTREMES)) == float(luo_mean(27, median=5.7, **EXTREMES))
        assert float(wan_sd(27, **half, **EXTREMES)) == float(wan_sd(27, **EXTREMES))
