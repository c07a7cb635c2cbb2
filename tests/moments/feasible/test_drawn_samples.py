"""Samples drawn from all that agree: they do agree, and none is preferred."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
import pytest

from metasacro.moments.feasible.agreeing_samples import agreeing_samples
from metasacro.moments.feasible.drawn_samples import drawn_samples
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.scale import Scale
from tests.moments.feasible.enumeration import agrees, samples

VALUES = [Fraction(value) for value in range(5)]


@pytest.mark.parametrize("n", [4, 5, 7])
def test_every_agreeing_sample_is_drawn_as_often_as_any_other(n: int) -> None:
    printed = PrintedSummary(n=n, q1="1.0", median="2.0", q3="3.0")
    wanted = {tuple(int(value) for value in sample) for sample in samples(VALUES, printed, 5)}
    cohort = feasible_moments(n, lower=0, upper=4, q1="1.0", median="2.0", q3="3.0")
    (drawn,) = drawn_samples(cohort.lattice, 200 * len(wanted), np.random.default_rng(5))
    counts = Counter(tuple(row) for row in drawn.tolist())
    assert set(counts) == wanted
    spread = sum((count - 200) ** 2 / 200 for count in counts.values())
    # chi-square on k − 1 degrees of freedom has mean k − 1 and variance 2 (k − 1)
    assert spread < len(wanted) - 1 + 4 * (2 * len(wanted)) ** 0.5


def test_nested_cohorts_agree_each_and_merged() -> None:
    told = {
        "all": PrintedSummary(n=9, q1="1.0", median="2.0", q3="2.3"),
        "one": PrintedSummary(n=5, q1="1.0", median="2.0", q3="2.0"),
        "other": PrintedSummary(n=4, median="2.5"),
    }
    sets = feasible_cohorts(told, whole="all", parts=("one", "other"), lower=0, upper=4)
    one, other = drawn_samples(sets["all"].lattice, 100, np.random.default_rng(6))
    for first, second in zip(one.tolist(), other.tolist(), strict=True):
        parts = [tuple(map(Fraction, part)) for part in (first, second)]
        assert agrees(parts[0], told["one"], 5)
        assert agrees(parts[1], told["other"], 5)
        assert agrees(tuple(sorted(parts[0] + parts[1])), told["all"], 5)


def test_a_tilt_leans_towards_high_or_low_sums_among_the_same_samples() -> None:
    cohort = feasible_moments(7, lower=0, upper=10, q1="3", median="5", q3="7")
    sums = [
        drawn_samples(cohort.lattice, 300, np.random.default_rng(7), tilt=tilt)[0].sum(axis=1)
        for tilt in (-8.0, 0.0, 8.0)
    ]
    assert sums[0].mean() < sums[1].mean() < sums[2].mean()
    assert all(found.min() >= cohort.sums[0] and found.max() <= cohort.sums[-1] for found in sums)


def test_one_seed_gives_one_answer() -> None:
    cohort = feasible_moments(27, lower=0, upper=10, q1="0.0", median="3.0", q3="5.8")
    first, second = (drawn_samples(cohort.lattice, 5, np.random.default_rng(8))[0] for _ in range(2))
    assert first.tolist() == second.tolist()


def test_no_sample_is_drawn_where_none_agrees() -> None:
    printed = PrintedSummary(n=27, q1="0.25", median="1.0", q3="2.8")
    empty = agreeing_samples([printed], None, Scale.of(0, 5, 1), definition_of("linear"))
    assert drawn_samples(empty, 5, np.random.default_rng(9))[0].shape == (0, 27)


def test_the_multisets_of_three_values_of_three_are_equally_likely() -> None:
    """Nothing but n is printed: there are ten, and they share the steps of their paths."""
    every = agreeing_samples([PrintedSummary(n=3)], None, Scale.of(0, 2, 1), definition_of("linear"))
    (drawn,) = drawn_samples(every, 2000, np.random.default_rng(10))
    counts = Counter(tuple(row) for row in drawn.tolist())
    assert set(counts) == set(combinations_with_replacement(range(3), 3))
    assert all(abs(count - 200) < 4 * math.sqrt(2000 * 0.1 * 0.9) for count in counts.values())


@pytest.mark.parametrize("tilt", [-4.0, -1.5, 2.0])
def test_a_tilted_value_weighs_the_exponential_of_its_share_of_the_highest_code(tilt: float) -> None:
    one = agreeing_samples([PrintedSummary(n=1)], None, Scale.of(0, 4, 1), definition_of("linear"))
    (drawn,) = drawn_samples(one, 2000, np.random.default_rng(11), tilt=tilt)
    weights = np.exp(tilt * np.arange(5) / 4)
    expected = 2000 * weights / weights.sum()
    assert (np.abs(np.bincount(drawn[:, 0], minlength=5) - expected) < 4 * np.sqrt(expected)).all()


def test_the_weights_of_many_values_stay_in_range() -> None:
    """401 values from 0 to 2 with quartiles 0, 1, 2 have 101 to 200 zeros and 101 to 200 twos, any with any.

    A sample weighs exp(4 Σ/2), so one zero more, or one two less, costs the factor exp(−2): the shares of the highest
    sum and of the one below are (1 − q)² and 2 q (1 − q)², q = exp(−2).
    """
    cohort = feasible_moments(401, lower=0, upper=2, q1="0", median="1", q3="2")
    (drawn,) = drawn_samples(cohort.lattice, 400, np.random.default_rng(12), tilt=4.0)
    below = 500 - drawn.sum(axis=1)
    q = math.exp(-2.0)
    for found, share in ((np.sum(below == 0), (1 - q) ** 2), (np.sum(below == 1), 2 * q * (1 - q) ** 2)):
        assert abs(found - 400 * share) < 4 * math.sqrt(400 * share * (1 - share))


def test_weights_beyond_every_double_are_compared_all_the_same() -> None:
    """1001 values of 0 to 2, the lower three quarters 0, and any others so much likelier the smaller they are.

    A one costs the factor q = exp(−2) and a two q²: a sum of 0 has the share (1 − q)(1 − q²), and 1 has q times that.
    """
    cohort = feasible_moments(1001, lower=0, upper=2, q3="0")
    (drawn,) = drawn_samples(cohort.lattice, 400, np.random.default_rng(15), tilt=-4.0)
    q = math.exp(-2.0)
    for total in (0, 1):
        share = (1 - q) * (1 - q * q) * q**total
        assert abs(np.sum(drawn.sum(axis=1) == total) - 400 * share) < 4 * math.sqrt(400 * share * (1 - share))


def test_a_steep_tilt_leaves_only_the_highest_sum() -> None:
    """9, 9, 9, 10, 10; the next sum weighs exp(−100) of it, and the weights themselves are beyond every double."""
    cohort = feasible_moments(5, lower=0, upper=10, median="9")
    (drawn,) = drawn_samples(cohort.lattice, 50, np.random.default_rng(13), tilt=1000.0)
    assert set(map(tuple, drawn.tolist())) == {(9, 9, 9, 10, 10)}


def test_a_sample_of_zeros_can_be_drawn_with_a_tilt() -> None:
    """The highest code is 0, and a share of it has no meaning."""
    cohort = feasible_moments(4, lower=0, upper=3, max="0")
    (drawn,) = drawn_samples(cohort.lattice, 2, np.random.default_rng(14), tilt=1.0)
    assert drawn.tolist() == [[0, 0, 0, 0]] * 2


@pytest.mark.parametrize(("lot", "expected"), [(0.0, [0, 0, 1, 1]), (np.nextafter(1.0, 0.0), [0, 0, 2, 2])])
def test_the_outermost_lots_draw_the_outermost_samples(lot: float, expected: list[int]) -> None:
    """A lot next to 1 is that of the last step that arrived, also where its log is lost beside that of the weights."""

    class Lots(np.random.Generator):
        def random(self, size: Any = None, *_: Any, **__: Any) -> Any:
            return np.full(size, lot)

    cohort = feasible_moments(4, lower=0, upper=2, median="1")
    (drawn,) = drawn_samples(cohort.lattice, 2, Lots(np.random.PCG64(1)), tilt=3.0)
    assert drawn.tolist() == [expected] * 2
