"""The ways back to a readable scale, by hand, and from numbers of any kind."""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from metasacro.effects import back_transformation as back
from tests.tolerances import CLOSED


@pytest.mark.parametrize(
    ("function", "value", "expected"),
    [
        (back.share_of_log_odds, 0.5, 1 / (1 + math.exp(-0.5))),
        (back.share_of_log_odds, -0.5, 1 / (1 + math.exp(0.5))),
        (back.share_of_log_odds, math.log(3.0), 0.75),
        (back.share_of_arcsine, math.pi / 6, 0.25),
        (back.squared_correlation_of_z, math.atanh(0.5), 0.25),
        (back.squared_correlation_of_z, math.atanh(-0.3), 0.09),
        (back.superiority, 1.0, NormalDist().cdf(math.sqrt(0.5))),
        (back.superiority, -2.0, NormalDist().cdf(-math.sqrt(2.0))),
        (back.point_biserial_of_difference, 3.0, 3 / math.sqrt(13)),
        (back.point_biserial_of_difference, -1.5, -0.6),
    ],
)
def test_a_value_by_hand(function: Callable[[float], Any], value: float, expected: float) -> None:
    assert float(function(value)) == pytest.approx(expected, rel=CLOSED)


@pytest.mark.parametrize(("d", "percent"), [(0.5, 33.0), (0.8, 47.4), (1.0, 55.4), (-2.0, 81.1)])
def test_the_nonoverlap_of_cohens_table(d: float, percent: float) -> None:
    """cohen1988, table 2.2.1: U1 in percent."""
    assert 100 * float(back.nonoverlap(d)) == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize("function", [back.unchanged, back.ratio, back.superiority, back.correlation_of_z])
def test_numbers_in_single_precision_or_among_objects_are_computed_in_double(function: Callable[[Any], Any]) -> None:
    """Columns of a data frame may be float32, or objects; what is computed from them is double."""
    single = np.array([0.3, 1.7], dtype=np.float32)
    for given in (single, single.astype(object)):
        found = function(given)
        assert found.dtype == np.float64
        assert found.tolist() == function(single.astype(np.float64)).tolist()
