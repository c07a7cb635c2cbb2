"""Intervals of one proportion: laws, ends, and definitions solved a second way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.pooling.proportion_intervals import CHOICES, proportion_interval
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

Z = 1.959963984540054
COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(COUNTS, st.sampled_from(CHOICES))
def test_events_and_non_events_mirror_each_other(counts: tuple[int, int], method: str) -> None:
    x, n = counts
    low, high = proportion_interval([x], [n], method=method)
    mirrored_low, mirrored_high = proportion_interval([n - x], [n], method=method)
    assert float(mirrored_low[0]) == pytest.approx(1 - float(high[0]), abs=1e-12)
    assert float(mirrored_high[0]) == pytest.approx(1 - float(low[0]), abs=1e-12)


@given(COUNTS, st.sampled_from(CHOICES))
def test_the_interval_holds_the_proportion_and_stays_within_0_and_1(counts: tuple[int, int], method: str) -> None:
    x, n = counts
    low, high = (float(bound[0]) for bound in proportion_interval([x], [n], method=method))
    assert 0 <= low <= high <= 1
    if method != "NAsm" or 0 < x < n:  # the half that is added moves it inside
        assert low - 1e-12 <= x / n <= high + 1e-12


@pytest.mark.parametrize(("x", "n"), [(1, 20), (7, 31), (50, 52)])
def test_wilson_solves_its_definition(x: int, n: int) -> None:
    for less, method in ((0.0, "WS"), (1 / (2 * n), "WSCC")):
        for bound in proportion_interval([x], [n], method=method):
            p = float(bound[0])
            assert abs(x / n - p) - less == pytest.approx(Z * np.sqrt(p * (1 - p) / n), rel=1e-10)


def test_a_half_and_two_more_than_the_counts() -> None:
    low, high = proportion_interval([5], [20], method="AC")
    assert float(low[0] + high[0]) / 2 == pytest.approx((5 + Z * Z / 2) / (20 + Z * Z), rel=CLOSED)


def test_the_simple_interval_has_no_width_without_events() -> None:
    low, high = proportion_interval([0], [53], method="SA")
    assert (float(low[0]), float(high[0])) == (0.0, 0.0)


@pytest.mark.parametrize("method", ["CP", "WS", "WSCC", "Jeffreys"])
def test_no_event_reaches_0_exactly(method: str) -> None:
    assert float(proportion_interval([0], [53], method=method)[0][0]) == 0.0
    assert float(proportion_interval([53], [53], method=method)[1][0]) == 1.0


def test_what_cannot_be_is_refused() -> None:
    for code, arguments in (
        ("MS404", {"xi": [1], "ni": [3], "method": "Wilson"}),
        ("MS355", {"xi": [4], "ni": [3]}),
        ("MS405", {"xi": [1], "ni": [3], "level": 95}),
    ):
        with pytest.raises(Refusal, match=code):
            proportion_interval(**arguments)
