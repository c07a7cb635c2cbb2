"""Intervals of one proportion: laws, ends, and definitions solved a second way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import beta, norm

from metasacro.pooling.proportion_intervals import CHOICES, proportion_interval
from metasacro.problems import Refusal

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


@pytest.mark.parametrize(
    ("method", "lower", "upper"),
    [
        ("SA", [0.2522, 0.0527, 0.0, 0.0], [0.3638, 0.1500, 0.0, 0.1009]),
        ("SACC", [0.2503, 0.0494, 0.0, 0.0], [0.3657, 0.1534, 0.0250, 0.1181]),
        ("WS", [0.2553, 0.0624, 0.0, 0.0061], [0.3662, 0.1605, 0.1611, 0.1718]),
        ("WSCC", [0.2535, 0.0598, 0.0, 0.0018], [0.3682, 0.1644, 0.2005, 0.1963]),
        ("CP", [0.2527, 0.0578, 0.0, 0.0009], [0.3676, 0.1617, 0.1684, 0.1776]),
    ],
)
def test_the_four_proportions_of_newcombe_1998(method: str, lower: list[float], upper: list[float]) -> None:
    """Table I: 81 of 263, 15 of 148, 0 of 20 and 1 of 29."""
    low, high = proportion_interval([81, 15, 0, 1], [263, 148, 20, 29], method=method)
    assert low.round(4).tolist() == lower
    assert high.round(4).tolist() == upper


@pytest.mark.parametrize("level", [0.5, 0.9])
def test_other_methods_are_those_of_their_formulas(level: float) -> None:
    """5 of 20, none and all of 20; a half is added for the logit where there is none or all."""
    x, n, z = np.array([5.0, 0.0, 20.0]), np.full(3, 20.0), norm.ppf((1 + level) / 2)
    middle = (x + z * z / 2) / (n + z * z)
    half = z * np.sqrt(middle * (1 - middle) / (n + z * z))
    found = proportion_interval(x, n, method="AC", level=level)
    assert found == (pytest.approx((middle - half).clip(0)), pytest.approx((middle + half).clip(max=1)))
    events, rest = np.array([5.0, 0.5, 20.5]), np.array([15.0, 20.5, 0.5])
    half = z * np.sqrt(1 / events + 1 / rest)
    found = proportion_interval(x, n, method="NAsm", level=level)
    assert found == tuple(pytest.approx(expit(np.log(events / rest) + side * half)) for side in (-1, 1))
    for method, a, b in (("Jeffreys", 0.5, 0.5), ("CP", 0.0, 1.0)):
        low, high = proportion_interval(x[:1], n[:1], method=method, level=level)
        tail = (1 - level) / 2
        assert low[0] == pytest.approx(beta.ppf(tail, 5 + a, 15 + b), rel=1e-11)
        assert high[0] == pytest.approx(beta.ppf(1 - tail, 5 + b, 15 + a), rel=1e-11)


@pytest.mark.parametrize("method", CHOICES)
def test_a_low_level_has_an_interval_of_no_event_as_well(method: str) -> None:
    """Under WSCC the root of less than 0 is asked for there, and not taken."""
    low, high = proportion_interval([0, 9], [9, 9], method=method, level=0.3)
    assert np.isfinite([low, high]).all()
    assert (low <= high).all()


def test_the_simple_interval_has_no_width_without_events() -> None:
    low, high = proportion_interval([0], [53], method="SA")
    assert (float(low[0]), float(high[0])) == (0.0, 0.0)


@pytest.mark.parametrize("method", ["CP", "WS", "WSCC", "Jeffreys"])
@pytest.mark.parametrize("level", [0.9, 0.95, 0.99])
def test_no_event_reaches_0_exactly(method: str, level: float) -> None:
    n = np.arange(1, 600)
    assert (proportion_interval(0 * n, n, method=method, level=level)[0] == 0.0).all()
    assert (proportion_interval(n, n, method=method, level=level)[1] == 1.0).all()


def test_what_cannot_be_is_refused() -> None:
    for code, arguments in (
        ("MS404: unknown method `Wilson`", {"xi": [1], "ni": [3], "method": "Wilson"}),
        ("MS355", {"xi": [4], "ni": [3]}),
        ("MS405", {"xi": [1], "ni": [3], "level": 95}),
    ):
        with pytest.raises(Refusal, match=code):
            proportion_interval(**arguments)
