"""The baseline–follow-up correlation from what is printed about the change."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metasacro.effects.change_correlation import change_correlation
from metasacro.effects.effect_sizes import effect_sizes
from metasacro.problems import Refusal


def test_the_correlations_of_the_cochrane_handbook() -> None:
    r = change_correlation([6.4, 7.0], [7.1, 6.9], sd_change=[4.5, 4.2])
    assert r.tolist() == pytest.approx([0.78257, 0.81749], abs=5e-6)


@settings(max_examples=25, deadline=None)  # the first call loads scipy
@given(st.floats(-0.99, 0.99), st.floats(0.1, 10), st.floats(0.1, 10), st.integers(3, 200), st.floats(0.5, 5))
def test_every_way_gives_the_correlation_that_made_it(r: float, sd1: float, sd2: float, n: int, change: float) -> None:
    spread = (sd1**2 + sd2**2 - 2 * r * sd1 * sd2) ** 0.5
    se = spread / n**0.5
    half = float(stats.t.ppf(0.975, n - 1)) * se
    close = 1e-8 * (sd1**2 + sd2**2) / (sd1 * sd2)  # what squaring and subtracting leaves
    assert float(change_correlation(sd1, sd2, sd_change=spread)) == pytest.approx(r, abs=close)
    for way in (
        {"se": se},
        {"change": change, "t": -change / se},
        {"change": change, "f": (change / se) ** 2},
        {"lower": -half, "upper": half},
    ):
        assert float(change_correlation(sd1, sd2, n=n, **way)) == pytest.approx(r, abs=close)


def test_a_p_value_gives_the_correlation_back() -> None:
    p = float(2 * stats.t.sf(2.5235, 19))
    assert float(change_correlation(11.6, 15.0, n=20, change=7.9, p=p)) == pytest.approx(0.47, abs=1e-4)


def test_the_recovered_correlation_gives_the_variance_of_the_change_back() -> None:
    r = change_correlation(2.21, 2.38, sd_change=2.0)
    effects = effect_sizes("MC", m1i=6.5, sd1i=2.21, m2i=7.0, sd2i=2.38, ni=10, ri=r)
    assert float(effects.vi[0]) == pytest.approx(0.4)


@pytest.mark.parametrize("spread", [0.5, 5.0])
def test_a_correlation_outside_its_range_is_refused(spread: float) -> None:
    with pytest.raises(Refusal, match="MS366"):
        change_correlation([1.0, 3.0], [1.0, 1.0], sd_change=[1.0, spread])


@pytest.mark.parametrize(
    "values",
    [
        {"sd_change": -1.0},
        {},
        {"n": 1, "se": 1.0},
        {"n": 9, "change": 1.0, "f": -1.0},
        {"n": 9, "change": 0.0, "t": 1.0},
        {"n": 9, "t": 1.0},
        {"se": 1.0},
    ],
    ids=str,
)
def test_what_gives_no_sd_of_the_change_is_refused(values: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="MS367"):
        change_correlation(1.0, 1.0, **values)
    with pytest.raises(Refusal, match="MS367"):
        change_correlation(0.0, 1.0, sd_change=1.0)
