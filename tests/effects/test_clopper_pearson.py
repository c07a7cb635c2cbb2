"""Exact intervals of proportions."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.problems import Refusal
from tests.tolerances import CLOSED, TAIL


@pytest.mark.parametrize(("n", "percent"), [(27, 12.77), (53, 6.72), (97, 3.73), (243, 1.51), (476, 0.772)])
def test_the_upper_bound_without_events(n: int, percent: float) -> None:
    low, high = clopper_pearson(0, n)
    assert float(low) == 0
    assert 100 * float(high) == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize(("n", "percent"), [(27, 10.50), (53, 5.50), (97, 3.04), (243, 1.23), (476, 0.627)])
def test_the_one_sided_bound_is_that_of_level_90(n: int, percent: float) -> None:
    assert 100 * float(clopper_pearson(0, n, level=0.90)[1]) == pytest.approx(percent, abs=0.005)


@pytest.mark.parametrize(("x", "low", "high"), [(42, 81.7, 98.6), (14, 18.2, 46.6)])
def test_responders_of_gupta_2014(x: int, low: float, high: float) -> None:
    bounds = clopper_pearson(x, 45)
    assert [100 * float(b) for b in bounds] == pytest.approx([low, high], abs=0.05)


def test_one_event_in_476() -> None:
    low, high = clopper_pearson(1, 476)
    assert 100 * float(low) == pytest.approx(0.005, abs=5e-4)
    assert 100 * float(high) == pytest.approx(1.165, abs=5e-4)


@settings(deadline=None)  # the first call loads scipy, and two cores may be busy
@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.floats(0.5, 0.999))
def test_each_tail_holds_half_of_what_is_left(counts: tuple[int, int], level: float) -> None:
    x, n = counts
    low, high = (float(b) for b in clopper_pearson(x, n, level=level))
    if x > 0:
        assert stats.binom.sf(x - 1, n, low) == pytest.approx((1 - level) / 2, rel=1e-8)
    if x < n:
        assert stats.binom.cdf(x, n, high) == pytest.approx((1 - level) / 2, rel=1e-8)
    assert 0 <= low <= x / n <= high <= 1


@settings(deadline=None)  # the first call loads scipy, and two cores may be busy
@given(st.integers(1, 10**9))
def test_the_ends_are_exact(n: int) -> None:
    low, high = clopper_pearson([0, n], [n, n])
    assert float(low[0]) == 0.0
    assert float(high[1]) == 1.0
    assert float(high[0]) == pytest.approx(-np.expm1(np.log(0.025) / n), rel=CLOSED)
    assert float(low[1]) == pytest.approx(0.025 ** (1 / n), rel=CLOSED)


def test_counts_mirror() -> None:
    low, high = clopper_pearson([3, 17], 20)
    assert float(low[0]) == pytest.approx(1 - float(high[1]), rel=TAIL)


@pytest.mark.parametrize(
    ("code", "x", "n", "level"),
    [
        ("MS355", 5, 4, 0.95),
        ("MS355", -1, 4, 0.95),
        ("MS354", 0, 0, 0.95),
        ("MS353", np.nan, 4, 0.95),
        ("MS405", 1, 4, 95),
    ],
)
def test_impossible_counts_are_refused(code: str, x: float, n: float, level: float) -> None:
    with pytest.raises(Refusal, match=code):
        clopper_pearson([x], [n], level=level)


@pytest.mark.parametrize("level", [0.0, 1.0, 1.5, -0.5])
def test_a_level_is_a_fraction_between_0_and_1(level: float) -> None:
    with pytest.raises(Refusal) as refusal:
        clopper_pearson(1, 4, level=level)
    assert str(refusal.value) == f"MS405: `level` must lie between 0 and 1 (it is {level})"


@pytest.mark.parametrize(
    ("x", "n", "message"),
    [
        ([1, math.nan, 2, math.inf], 9, "MS353: `xi` must be a finite number (rows 2, 4)"),
        ([1, 2], [math.nan, 9], "MS353: `ni` must be a finite number (rows 1)"),
        (math.nan, 9, "MS353: `xi` must be a finite number (rows 1)"),
        ([0, 0, 0], [-1, 5, 0], "MS354: `ni` must be greater than 0 (rows 1, 3)"),
        ([3, 6, -1], 5, "MS355: events `xi` must lie between 0 and `ni` (rows 2, 3)"),
    ],
    ids=str,
)
def test_impossible_counts_are_named(x: Any, n: Any, message: str) -> None:
    with pytest.raises(Refusal) as refusal:
        clopper_pearson(x, n)
    assert str(refusal.value) == message


def test_less_than_one_event_has_an_interval() -> None:
    """Half an event, as of a count that is shared by two groups, or that an addition was made to."""
    low, high = clopper_pearson([0.5, 7.5], 8.0)
    assert low.tolist() == pytest.approx([stats.beta.ppf(0.025, 0.5, 8.5), stats.beta.ppf(0.025, 7.5, 1.5)], rel=1e-9)
    assert high.tolist() == pytest.approx([stats.beta.ppf(0.975, 1.5, 7.5), stats.beta.ppf(0.975, 8.5, 0.5)], rel=1e-9)


def test_without_events_a_tail_below_the_last_digit_of_1_is_kept() -> None:
    level = 1.0 - 2.0**-53
    _, high = clopper_pearson(0, 10, level=level)
    assert float(high) == pytest.approx(1.0 - 2.0**-5.4, rel=CLOSED)


@pytest.mark.parametrize("kind", [np.float32, object])
def test_counts_in_single_precision_or_among_objects_are_counted_in_double(kind: Any) -> None:
    """Columns of a data frame may be float32, in which 2²⁴ and 1 more is 2²⁴ again; or objects."""
    x, n = np.array([3.0, 2.0**24]), np.array([2.0**24 + 2.0, 2.0**25])
    low, high = clopper_pearson(x.astype(kind), n.astype(kind))
    exact = clopper_pearson(x, n)
    assert low.tolist() == exact[0].tolist()
    assert high.tolist() == exact[1].tolist()
