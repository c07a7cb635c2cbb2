"""Changes without known pairs, against every pairing of every pair of samples."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.moments.feasible import paired_change
from metasacro.moments.feasible.feasible_set import Bounds
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
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


#: Of each side: what the walk through both samples knows, and a mean that it leaves out.
RESTRICTED = [
    ({"min": "2.5"}, {"mean": "3.00"}, {"max": "3.0"}, {"mean": "2.5"}),
    ({"max": "4.0", "median": "2.8"}, {}, {"min": "3.5"}, {"mean": "3.63"}),
    ({"median": "3.0", "q1": "2.8"}, {}, {"q1": "2.0"}, {"mean": "2.9"}),
]


@pytest.mark.parametrize(("known", "mean_before", "known_after", "mean_after"), RESTRICTED)
def test_a_printed_mean_leaves_the_pairings_whose_mean_change_it_allows(
    known: dict[str, str], mean_before: dict[str, str], known_after: dict[str, str], mean_after: dict[str, str]
) -> None:
    """Four scores of 2, 2.5, …, 4: not sharp, and never outside of the difference and the sum of both SDs."""
    values = [2 + Fraction(code, 2) for code in range(5)]
    walked = [list(samples(values, PrintedSummary(n=4, **numbers), 5)) for numbers in (known, known_after)]
    prints = [{**known, **mean_before}, {**known_after, **mean_after}]
    sets = [feasible_moments(4, lower=2, upper=4, step="0.5", **numbers) for numbers in prints]
    before, after = ([mean(one) for one in samples(values, PrintedSummary(n=4, **numbers), 5)] for numbers in prints)
    lowest, highest = min(after) - max(before), max(after) - min(before)
    sds = [
        math.sqrt(variance(change))
        for one, other in product(*walked)
        for shuffled in set(permutations(other))
        for change in [tuple(b - a for a, b in zip(one, shuffled, strict=True))]
        if lowest <= mean(change) <= highest
    ]
    told = feasible_change(*sets)
    one, other = (side.sd for side in sets)
    assert one is not None
    assert other is not None
    apart = max(one.lower - other.upper, other.lower - one.upper, 0.0)
    assert (told.n, told.sharp) == (4, False)
    assert (told.mean.lower, told.mean.upper) == pytest.approx((float(lowest), float(highest)), rel=1e-14)
    assert (told.sd.lower, told.sd.upper) == pytest.approx(
        (max(min(sds), apart), min(max(sds), one.upper + other.upper)), rel=1e-14
    )


def test_sets_that_the_walk_does_not_know_in_full_are_not_sharp() -> None:
    plain = feasible_moments(4, lower=0, upper=4, median="2")
    with_sd = feasible_moments(4, lower=0, upper=4, median="2", sd="1.0")
    printed = {"all": PrintedSummary(n=4, median="2"), "one": PrintedSummary(n=2), "other": PrintedSummary(n=2)}
    nested = feasible_cohorts(printed, whole="all", parts=("one", "other"), lower=0, upper=4)["all"]
    assert [feasible_change(plain, side).sharp for side in (plain, with_sd, nested)] == [True, False, False]


@pytest.mark.parametrize(("least", "most"), [(3.0, 7.0), (3.0, 3.5), (3.9, 4.2), (5.2, 5.3)])
def test_the_correlation_is_extreme_over_both_sds(least: float, most: float) -> None:
    """Against a grid of SDs; at an SD of 4.2 of the changes the least one lies inside, not at a corner."""
    narrow = feasible_moments(9, lower=0, upper=10, min="3", median="5", max="7")
    broad = feasible_moments(9, lower=0, upper=10, q1="0", q3="10")
    for before, after in ((narrow, broad), (broad, narrow)):
        told = feasible_change(before, after, sd=Bounds(lower=least, upper=most))
        assert before.sd is not None
        assert after.sd is not None
        s1 = np.linspace(before.sd.lower, before.sd.upper, 1001)[:, None]
        s2 = np.linspace(after.sd.lower, after.sd.upper, 1001)
        lowest, highest = (
            np.clip((s1**2 + s2**2 - sd**2) / (2.0 * s1 * s2), -1.0, 1.0) for sd in (told.sd.upper, told.sd.lower)
        )
        found = (told.correlation.lower, told.correlation.upper)
        assert found == pytest.approx((lowest.min(), highest.max()), abs=1e-6)


def test_one_sd_is_left_where_what_is_known_touches_the_bounds() -> None:
    side = feasible_moments(5, lower=0, upper=4, median="2")
    most = feasible_change(side, side).sd.upper
    found = feasible_change(side, side, sd=Bounds(lower=most, upper=9.0))
    assert (found.sd, found.sharp) == (Bounds(lower=most, upper=most), False)


def test_the_walk_is_taken_up_to_the_largest_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """0, 0 … 3 and 0 … 3 on one side and 1, 1 … 2 and 2 on the other: 4 by 2 scores, 1 + 4 + 4 + 1 + 2 + 1 sums."""
    sides = [
        feasible_moments(3, lower=0, upper=3, min="0"),
        feasible_moments(3, lower=0, upper=3, min="1", max="2"),
    ]
    for most, sharp in ((104, True), (103, False)):
        monkeypatch.setattr(paired_change, "MOST_CELLS", most)
        assert feasible_change(*sides).sharp == sharp
        assert feasible_change(*reversed(sides)).sharp == sharp


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
