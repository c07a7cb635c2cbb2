"""The baseline–follow-up correlation from what is printed about the change."""

from typing import Any

import numpy as np
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


def test_an_interval_is_read_at_its_level() -> None:
    half = float(stats.t.ppf(0.95, 24)) * 2.0 / 5.0
    found = change_correlation(2.0, 2.0, n=25, lower=1.0 - half, upper=1.0 + half, level=0.9)
    assert float(found) == pytest.approx(0.5, rel=1e-9)


def test_the_ends_are_reached_and_rounding_does_not_lead_beyond_them() -> None:
    """(0.1² + 1.3² − 1.2²)/(2 · 0.1 · 1.3) is 1, and in doubles four roundings more."""
    assert change_correlation([0.1, 0.1], [1.3, 1.3], sd_change=[1.3 - 0.1, 1.3 + 0.1]).tolist() == [1.0, -1.0]
    assert float(change_correlation(2.0, 2.0, sd_change=0.0)) == 1.0


def test_two_pairs_are_enough() -> None:
    assert float(change_correlation(2.0, 2.0, n=2, se=2.0 / 2**0.5)) == pytest.approx(0.5, rel=1e-12)


@pytest.mark.parametrize("kind", [np.float32, object])
def test_numbers_in_single_precision_or_among_objects_are_computed_in_double(kind: Any) -> None:
    """Columns of a data frame may be float32, or objects; what is computed from them is double."""
    numbers = {"sd1": 2.3, "sd2": 3.1, "sd_change": 2.7, "se": 0.7, "n": 14.0, "f": 5.3, "change": 1.9}
    single = {name: np.array([value], dtype=np.float32) for name, value in numbers.items()}

    def found(kind: Any, *names: str) -> Any:
        r = change_correlation(**{name: single[name].astype(kind) for name in ("sd1", "sd2", *names)})
        assert r.dtype == np.float64
        return r.tolist()

    for names in (("sd_change",), ("n", "se"), ("n", "change", "f")):
        assert found(kind, *names) == found(np.float64, *names)


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


def test_what_does_not_fit_together_is_named() -> None:
    with pytest.raises(Refusal) as refusal:
        change_correlation([1.0, 3.0], [1.0, 1.0], sd_change=[1.0, 5.0])
    said = "the recovered correlation is -2.5, outside −1 to 1: the two SDs and the SD of the change"
    assert str(refusal.value) == f"MS366: {said} do not fit together"


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"sd2": 0.0, "sd_change": 1.0}, "the SDs: both must be greater than 0"),
        ({"sd1": 0.0, "sd_change": 1.0}, "the SDs: both must be greater than 0"),
        ({"sd_change": -1.0}, "the SD of the change: it must not be negative"),
        ({"se": 1.0}, "what is given: the number of pairs `n` is needed, or `sd_change`"),
        ({"n": 1.9, "se": 1.0}, "`n`: it takes at least two pairs"),
        ({"n": 9, "change": 1.0, "f": -1.0}, "an F: it cannot be negative"),
    ],
    ids=str,
)
def test_why_nothing_is_recovered_is_said(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        change_correlation(**{"sd1": 1.0, "sd2": 1.0, **values})
    assert str(refusal.value) == f"MS367: the correlation cannot be recovered from {reason}"


def test_an_f_of_0_says_nothing_about_the_error() -> None:
    with pytest.raises(Refusal, match="MS367: a standard error cannot be recovered from a test statistic"):
        change_correlation(1.0, 1.0, n=9, change=1.0, f=0.0)


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
