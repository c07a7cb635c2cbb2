"""An SD has an upper limit on a bounded scale."""

import itertools
import math
import statistics

import pytest

from metasacro.moments.largest_sd import bounded_sd, scale_cautions


def test_no_sample_of_four_on_a_small_scale_exceeds_it() -> None:
    for sample in itertools.combinations_with_replacement(range(6), 4):
        limit = float(bounded_sd(statistics.mean(sample), 4, lower=0, upper=5))
        assert statistics.stdev(sample) <= limit * (1 + 1e-12)


def test_half_at_each_end_reaches_it() -> None:
    assert statistics.stdev([0, 0, 5, 5]) == pytest.approx(float(bounded_sd(2.5, 4, lower=0, upper=5)), rel=1e-12)
    assert scale_cautions(2.5, statistics.stdev([0, 0, 5, 5]), 4, lower=0, upper=5) == ()


def test_means_outside_the_scale_and_single_values_have_no_largest_sd() -> None:
    """Two values from 2 to 5 are farthest apart at 2 and 5; means of 1 and 6, or n = 1, leave nothing."""
    found = bounded_sd([3.5, 1.0, 6.0, 3.5], [2, 2, 2, 1], lower=2, upper=5)
    assert found.tolist() == pytest.approx([statistics.stdev([2, 5]), *[math.nan] * 3], rel=1e-14, nan_ok=True)


def test_a_mean_outside_the_scale_is_said_first() -> None:
    assert [c.code for c in scale_cautions(11, 1, 27, lower=0, upper=10)] == ["MS306"]
    for end in (0, 10):
        assert scale_cautions(end, 0, 27, lower=0, upper=10) == ()


def test_the_converted_sd_of_4_54_is_possible_for_its_mean_but_not_near_the_end() -> None:
    assert scale_cautions(2.9286, 4.5396, 27, lower=0, upper=10) == ()
    (told,) = scale_cautions(1.0, 4.5396, 27, lower=0, upper=10)
    assert told.code == "MS305"
    assert "27" in told.message
