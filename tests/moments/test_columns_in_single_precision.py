"""A summary read from columns in single precision is converted in double; half a pair is no pair."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from metasacro.moments.hozo import hozo
from metasacro.moments.largest_sd import bounded_sd
from metasacro.moments.luo import luo_mean
from metasacro.moments.recovered_sd import sd_of_group, sd_of_two_groups
from metasacro.moments.shi import shi_sd
from metasacro.moments.shi_skewness import skewness_statistic
from metasacro.moments.summary import five_numbers
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
        (hozo, {"median": 5.7, **EXTREMES}),
        (skewness_statistic, {"median": 5.7, **FIVE}),
        (skewness_statistic, {"median": 5.7, **EXTREMES}),
        (skewness_statistic, {"median": 5.7, **QUARTILES}),
        (lambda _, **columns: five_numbers(27, **columns).values, {"median": 5.7, **FIVE}),
        (lambda n, mean: bounded_sd(mean, n, lower=0.1, upper=31.3), {"mean": 5.7}),
        (sd_of_group, {"se": 1.1}),
        (sd_of_group, {"lower": 1.1, "upper": 3.3}),
        (sd_of_group, {"mean": 1.1, "t": 3.3}),
        (lambda n, **given: sd_of_two_groups(n, n + np.float32(2.0), **given), {"se": 1.1}),
        (lambda n, **given: sd_of_two_groups(n, n, **given), {"difference": 1.1, "p": 0.033}),
    ],
)
def test_what_is_given_in_single_precision(function: Callable[..., Any], values: dict[str, float]) -> None:
    n = np.array([27, 28], dtype=np.float32)
    single = {name: np.array([value, 1.3 * value], dtype=np.float32) for name, value in values.items()}
    double = {name: array.astype(np.float64) for name, array in single.items()}
    found, expected = np.asarray(function(n, **single)), np.asarray(function(n.astype(np.float64), **double))
    assert found.dtype == np.float64
    assert found.tolist() == expected.tolist()


def test_half_a_pair_is_left_aside() -> None:
    for half in ({"min": 1.1}, {"max": 31.3}):
        assert float(luo_mean(27, median=5.7, **half, **QUARTILES)) == float(luo_mean(27, median=5.7, **QUARTILES))
        assert float(wan_sd(27, **half, **QUARTILES)) == float(wan_sd(27, **QUARTILES))
        assert skewness_statistic(27, 5.7, **half, **QUARTILES) == skewness_statistic(27, 5.7, **QUARTILES)
    for half in ({"q1": 3.3}, {"q3": 9.7}):
        assert float(luo_mean(27, median=5.7, **half, **EXTREMES)) == float(luo_mean(27, median=5.7, **EXTREMES))
        assert float(wan_sd(27, **half, **EXTREMES)) == float(wan_sd(27, **EXTREMES))
        assert skewness_statistic(27, 5.7, **half, **EXTREMES) == skewness_statistic(27, 5.7, **EXTREMES)
