"""An SD has an upper limit on a bounded scale."""

import itertools
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


def test_a_mean_outside_the_scale_is_said_first() -> None:
    assert [c.code for c in scale_cautions(11, 1, 27, lower=0, upper=10)] == ["MS306"]


def test_the_converted_sd_of_4_54_is_possible_for_its_mean_but_not_near_the_end() -> None:
    assert scale_cautions(2.9286, 4.5396, 27, lower=0, upper=10) == ()
    assert [c.code for c in scale_cautions(1.0, 4.5396, 27, lower=0, upper=10)] == ["MS305"]
