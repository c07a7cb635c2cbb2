"""Shi's test on the summaries of Gupta 2014."""

import math

import numpy as np
import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.shi_skewness import skewness_statistic


@pytest.mark.parametrize(
    ("n", "q1", "median", "q3", "t", "skewed"),
    [
        (27, 2, 3, 3, 1.0, True),  # FMS before
        (27, 3, 3, 4, 1.0, True),  # AS before
        (16, 0, 0, 4, 1.0, True),  # VAS after, noncancer
        (11, 8, 8, 10, 1.0, True),  # VAS before, cancer
        (27, 8, 9, 10, 0.0, False),  # VAS before
        (27, 0, 3, 5.8, 0.0345, False),  # VAS after
        (27, 0.25, 1, 2.8, 0.4118, False),  # FMS after
        (27, 2, 3, 3.8, 0.1111, False),  # AS after
        (16, 8, 9.5, 10, 0.5, False),  # VAS before, noncancer
    ],
)
def test_t_and_verdict(n: int, q1: float, median: float, q3: float, t: float, skewed: bool) -> None:
    statistic, critical = skewness_statistic(n, median, q1=q1, q3=q3)
    assert float(statistic) == pytest.approx(t, abs=5e-5)
    assert bool(statistic > critical) is skewed
    assert any(c.code == "MS301" for c in mean_sd(n, q1=q1, median=median, q3=q3).cautions) is skewed


@pytest.mark.parametrize(("n", "critical"), [(27, 0.5018), (16, 0.6391), (11, 0.7494)])
def test_critical_values(n: int, critical: float) -> None:
    assert float(skewness_statistic(n, 1, q1=0, q3=2)[1]) == pytest.approx(critical, abs=5e-5)


def test_0_over_0_is_no_number_and_no_verdict() -> None:
    statistic, critical = skewness_statistic(16, 3, q1=3, q3=3)
    assert math.isnan(float(statistic))
    assert not statistic > critical


def test_many_summaries_at_once() -> None:
    statistic, critical = skewness_statistic(np.array([27, 16]), np.array([3, 0]), q1=np.array([2, 0]), q3=[3, 4])
    assert statistic.tolist() == [1.0, 1.0]
    assert critical.shape == (2,)
