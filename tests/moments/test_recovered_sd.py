"""SDs from errors, intervals, tests and P values."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from metasacro.moments.recovered_sd import sd_of_group, sd_of_two_groups
from metasacro.problems import Refusal
from tests.tolerances import CLOSED, TAIL


def test_the_worked_numbers_of_the_cochrane_handbook() -> None:
    """6.5.2.2: an interval of 30.0 to 34.2 at n = 25; 6.5.2.3: a difference of 3.8, P = 0.008, n = 25 and 22."""
    assert float(sd_of_group(25, lower=30.0, upper=34.2)) == pytest.approx(5.09, abs=0.005)
    assert float(sd_of_two_groups(25, 22, difference=3.8, t=2.78)) == pytest.approx(4.68, abs=0.005)
    assert float(sd_of_two_groups(25, 22, difference=3.8, p=0.008)) == pytest.approx(4.68, abs=0.005)


@pytest.mark.parametrize("level", [0.9, 0.95])
def test_an_interval_or_p_value_gives_the_sd_back(level: float) -> None:
    """SD 3 of 12 people, and of 8 and 10; 95 % if no level is told."""
    told = {} if level == 0.95 else {"level": level}
    for root, df, function in (
        (12**-0.5, 11, lambda **given: sd_of_group(12, **given)),
        ((1 / 8 + 1 / 10) ** 0.5, 16, lambda **given: sd_of_two_groups(8, 10, **given)),
    ):
        half = float(stats.t.ppf((1 + level) / 2, df)) * 3.0 * root
        assert float(function(lower=5.0 - half, upper=5.0 + half, **told)) == pytest.approx(3.0, rel=TAIL)
    p = float(2 * stats.t.sf(2.0 / (3.0 * 12**-0.5), 11))
    assert float(sd_of_group(12, mean=-2.0, p=p)) == pytest.approx(3.0, rel=TAIL)


def test_a_standard_error_gives_the_sd_by_the_sizes_alone() -> None:
    """16 people: √16 = 4; two groups of 8: √(1/8 + 1/8) = ½."""
    assert float(sd_of_group(16, se=0.5)) == 2.0
    assert float(sd_of_two_groups(8, 8, se=1.0)) == 2.0


@settings(max_examples=25, deadline=None)  # the first call loads scipy
@given(st.integers(2, 500), st.floats(0.01, 100), st.floats(0.1, 50), st.floats(0.5, 0.99))
def test_every_way_gives_the_sd_that_made_it(n: int, sd: float, mean: float, level: float) -> None:
    se = sd / n**0.5
    half = float(stats.t.ppf((1 + level) / 2, n - 1)) * se
    assert float(sd_of_group(n, se=se)) == pytest.approx(sd, rel=CLOSED)
    assert float(sd_of_group(n, mean=mean, t=-mean / se)) == pytest.approx(sd, rel=CLOSED)
    bounds = {"lower": 1.0 - half, "upper": 1.0 + half}
    assert float(sd_of_group(n, level=level, **bounds)) == pytest.approx(sd, rel=1e-8)  # 1 ± a small half loses digits


@settings(max_examples=25, deadline=None)  # the first call loads scipy
@given(st.integers(2, 60), st.integers(2, 60), st.floats(0.1, 3))
def test_a_p_value_gives_the_common_sd_back(n1: int, n2: int, t: float) -> None:
    p = float(2 * stats.t.sf(t, n1 + n2 - 2))
    sd = float(sd_of_two_groups(n1, n2, difference=t * (1 / n1 + 1 / n2) ** 0.5, p=p))
    assert sd == pytest.approx(1.0, rel=TAIL)
    assert float(sd_of_two_groups(n1, n2, se=(1 / n1 + 1 / n2) ** 0.5)) == pytest.approx(1.0, rel=CLOSED)


@pytest.mark.parametrize(
    "given_values",
    [
        {"se": 0.0},
        {"se": -1.0},
        {"se": np.nan},
        {"lower": 3.0, "upper": 2.0},
        {"lower": 2.0, "upper": 3.0, "level": 95},
        {"mean": 0.0, "t": 2.0},
        {"mean": 2.0, "t": 0.0},
        {"mean": 2.0, "p": 0.0},
        {"mean": 2.0, "p": 1.0},
        {"mean": 2.0, "p": 1.2},
        {"mean": 2.0},
        {"lower": 2.0},
        {},
    ],
    ids=str,
)
def test_what_gives_no_sd_is_refused(given_values: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="MS367"):
        sd_of_group(20, **given_values)


def test_too_few_people_are_refused() -> None:
    with pytest.raises(Refusal, match="MS367"):
        sd_of_group(1, se=1.0)
    for sizes in ((1, 1), (0, 5), (5, 0)):
        with pytest.raises(Refusal, match="MS367"):
            sd_of_two_groups(*sizes, se=1.0)
    for one, other in ((1, 2), (2, 1)):
        assert float(sd_of_two_groups(one, other, se=1.0)) == pytest.approx((1 / one + 1 / other) ** -0.5, rel=CLOSED)
