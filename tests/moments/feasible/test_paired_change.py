"""Changes without known pairs, against every pairing of every pair of samples."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.moments.feasible.feasible_set import Bounds
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.paired_change import feasible_change
from metasacro.moments.feasible.printed_summary import PrintedSummary
from tests.moments.feasible.enumeration import mean, median, quantile, samples, variance

SCORES = st.lists(st.integers(0, 3), min_size=4, max_size=4)


@settings(max_examples=40, deadline=None)
@given(SCORES, SCORES)
def test_the_bounds_are_those_of_every_pairing(one: list[int], other: list[int]) -> None:
    """Mean and SD of the change: n = 4 on 0 to 3, quartiles of type 5 printed with one decimal."""
    sides, sets = [], []
    for codes in (one, other):
        sample = tuple(Fraction(code) for code in sorted(codes))
        numbers = {"q1": quantile(sample, Fraction(1, 4), 5), "median": median(sample)}
        text = {name: f"{float(value):.1f}" for name, value in numbers.items()}
        values = [Fraction(code) for code in range(4)]
        sides.append(list(samples(values, PrintedSummary(n=4, **text), 5)))
        sets.append(feasible_moments(4, lower=0, upper=3, **text))
    changes = {
        tuple(sorted(b - a for a, b in zip(before, after, strict=True)))
        for before, shuffled in product(*sides)
        for after in set(permutations(shuffled))
    }
    means = [float(mean(change)) for change in changes]
    sds = [math.sqrt(variance(change)) for change in changes]
    told = feasible_change(*sets)
    assert told.sharp
    assert (told.mean.lower, told.mean.upper) == pytest.approx((min(means), max(means)), abs=1e-14)
    assert (told.sd.lower, told.sd.upper) == pytest.approx((min(sds), max(sds)), abs=1e-14)


def test_scores_that_may_all_be_equal_leave_every_correlation() -> None:
    """Two patients on 0 to 1 with a least score of 0: 0 and 0, or 0 and 1. Changes: 0 0, 0 1, 0 −1 or 1 −1."""
    scores = feasible_moments(2, lower=0, upper=1, min="0")
    told = feasible_change(scores, scores)
    assert (told.mean.lower, told.mean.upper) == (-0.5, 0.5)
    assert (told.sd.lower, told.sd.upper) == pytest.approx((0.0, math.sqrt(2.0)), abs=1e-14)
    assert (told.correlation.lower, told.correlation.upper) == (-1.0, 1.0)


def test_what_else_is_known_of_the_sd_narrows_sd_and_correlation() -> None:
    """As an SD from a t test of the change does: a smaller SD needs scores that go together."""
    before = feasible_moments(11, lower=0, upper=10, q1="8.0", median="8.0", q3="10.0")
    after = feasible_moments(11, lower=0, upper=10, q1="2.3", median="4.0", q3="6.0")
    plain = feasible_change(before, after)
    narrowed = feasible_change(before, after, sd=Bounds(lower=0.0, upper=0.3 * plain.sd.upper))
    assert (narrowed.sd.lower, narrowed.sd.upper) == (plain.sd.lower, 0.3 * plain.sd.upper)
    assert narrowed.correlation.lower > plain.correlation.lower
    assert narrowed.correlation.upper == plain.correlation.upper
