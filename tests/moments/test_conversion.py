"""Medians made into means and SDs."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.moments import conversion
from metasacro.moments.bootstrap import bootstrap_errors
from metasacro.moments.conversion import mean_sd
from metasacro.moments.registry import CONVERSIONS
from metasacro.moments.wan import wan_sd
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

#: metafor 4.4, as stored in a public test file: min 2, q1 6, median 9, q3 17, max 41 (Wan's SD in the last pair).
PUBLISHED = {
    7: (15.021544795358952, 14.29106691143328, 10.889285714285714, 10.103962147784886, 14.361220613598714),
    30: (11.972897250696676, 9.5575055212413016, 10.7825, 8.5626224066574625, 12.3038216208361),
    100: (10.403596372036779, 7.804399930371213, 10.75975, 8.2742542328822122, 11.420082492316839),
}


@pytest.mark.parametrize(("n", "numbers"), PUBLISHED.items())
def test_published_means_and_sds(n: int, numbers: tuple[float, ...]) -> None:
    s1 = mean_sd(n, min=2, median=9, max=41)
    s2 = mean_sd(n, q1=6, median=9, q3=17)
    s3 = mean_sd(n, min=2, q1=6, median=9, q3=17, max=41)
    assert (s1.mean, s1.sd, s2.mean, s2.sd, s3.mean) == pytest.approx(numbers, rel=CLOSED)


@pytest.mark.parametrize(("n", "sd"), [(7, 12.197514529609084), (30, 9.0600639639493821), (100, 8.0393270816267126)])
def test_wan_sd_from_five_numbers(n: int, sd: float) -> None:
    assert float(wan_sd(n, min=2, q1=6, q3=17, max=41)) == pytest.approx(sd, rel=CLOSED)


@pytest.mark.parametrize(
    ("numbers", "mean", "sd", "method"),
    [
        ({"min": 2, "median": 6, "max": 14}, 6.594468, 3.211576, "luo/wan"),
        ({"q1": 4, "median": 6, "q3": 10}, 6.719500, 4.787076, "luo/wan"),
        ({"min": 2, "q1": 4, "median": 6, "q3": 10, "max": 14}, 6.938841, 3.679435, "luo/shi"),
    ],
)
def test_the_example_of_the_metafor_manual(numbers: dict[str, float], mean: float, sd: float, method: str) -> None:
    moments = mean_sd(20, **numbers)
    assert moments.mean == pytest.approx(mean, abs=5e-7)
    assert moments.sd == pytest.approx(sd, abs=5e-7)
    assert moments.method == method
    assert moments.se_mean == moments.sd / math.sqrt(20)
    assert moments.cautions == ()


def test_luo_mean_from_a_range_agrees_with_metablue() -> None:
    assert mean_sd(30, min=1, median=4, max=10).mean == pytest.approx(4.356748, abs=5e-7)


@pytest.mark.parametrize(
    ("n", "q1", "median", "q3", "mean", "sd"),
    [
        (27, 8, 9, 10, 9.0, 1.5654),
        (27, 0, 3, 5.8, 2.9286, 4.5396),
        (27, 0, 3, 5.75, 2.9107, 4.5004),
        (16, 8, 9.5, 10, 9.1378, 1.6256),
        (16, 0, 0, 4, 1.4487, 3.2513),
        (11, 8, 8, 10, 8.7355, 1.6965),
        (11, 2.25, 4, 6, 4.0919, 3.1809),
    ],
)
def test_the_pain_scores_of_gupta_2014(n: int, q1: float, median: float, q3: float, mean: float, sd: float) -> None:
    moments = mean_sd(n, q1=q1, median=median, q3=q3)
    assert moments.mean == pytest.approx(mean, abs=5e-5)
    assert moments.sd == pytest.approx(sd, abs=5e-5)


@pytest.mark.parametrize(
    ("code", "n", "numbers"),
    [
        ("MS302", 4, {"q1": 1, "median": 2, "q3": 3}),
        ("MS303", 16, {"q1": 3, "median": 3, "q3": 3}),
        ("MS303", 16, {"min": 3, "median": 3, "max": 3}),
        ("MS303", 16, {"min": 3, "q1": 3, "median": 3, "q3": 3, "max": 3}),
        ("MS307", 16, {"q1": 4, "median": 3, "q3": 5}),
        ("MS307", 16, {"min": 1, "q1": 4, "median": 5, "q3": 9, "max": 8}),
        ("MS308", 16, {"median": 3}),
        ("MS308", 16, {"q1": 1, "q3": 3}),
        ("MS308", 16, {"min": 0, "q1": 1, "median": 2, "q3": 3}),
        ("MS308", 16, {}),
        ("MS309", 16, {"q1": float("nan"), "median": 2, "q3": 3}),
        ("MS309", 16.5, {"q1": 1, "median": 2, "q3": 3}),
    ],
)
def test_what_cannot_be_converted_is_refused(code: str, n: int, numbers: dict[str, float]) -> None:
    with pytest.raises(Refusal, match=code):
        mean_sd(n, **numbers)


def test_an_unknown_conversion_names_the_choices() -> None:
    with pytest.raises(Refusal, match=r"MS310.*luo/wan/shi"):
        mean_sd(20, q1=1, median=2, q3=3, method="luo-wan")


def test_equal_quartiles_inside_a_range_are_converted_with_a_note() -> None:
    moments = mean_sd(20, min=0, q1=3, median=3, q3=3, max=6)
    assert moments.sd > 0
    assert [c.code for c in moments.cautions] == ["MS304"]


@given(
    st.integers(5, 500),
    st.lists(st.floats(-50, 50), min_size=5, max_size=5).map(sorted),
    st.floats(0.1, 10),
    st.floats(-100, 100),
)
def test_units_and_origin_carry_through(n: int, five: list[float], c: float, shift: float) -> None:
    low, q1, median, q3, high = five
    if q3 - q1 < 1e-3:
        return
    moments = mean_sd(n, min=low, q1=q1, median=median, q3=q3, max=high)
    moved = mean_sd(
        n, min=c * low + shift, q1=c * q1 + shift, median=c * median + shift, q3=c * q3 + shift, max=c * high + shift
    )
    assert moved.mean == pytest.approx(c * moments.mean + shift, rel=1e-9, abs=1e-9)
    assert moved.sd == pytest.approx(c * moments.sd, rel=1e-9)


@given(st.integers(5, 500), st.floats(0, 5), st.floats(0.1, 5))
def test_a_symmetric_summary_has_its_median_as_mean(n: int, median: float, width: float) -> None:
    moments = mean_sd(n, q1=median - width, median=median, q3=median + width)
    assert moments.mean == pytest.approx(median, abs=1e-12)
    assert moments.cautions == ()


@pytest.mark.parametrize(
    ("numbers", "scenario"),
    [
        ({"min": 2, "median": 6, "max": 14}, "S1"),
        ({"q1": 4, "median": 6, "q3": 10}, "S2"),
        ({"min": 2, "q1": 4, "median": 6, "q3": 10, "max": 14}, "S3"),
    ],
)
def test_an_answer_says_from_what_it_was_converted(numbers: dict[str, float], scenario: str) -> None:
    moments = mean_sd(20, **numbers)
    assert (moments.n, moments.scenario, moments.se_method, moments.fitted) == (20, scenario, "naive", None)


@pytest.mark.parametrize(
    ("mean", "sd"),
    [(math.nan, 1.0), (math.inf, 1.0), (1.0, math.nan), (1.0, math.inf), (1.0, 0.0), (1.0, -1.0)],
)
def test_a_mean_or_an_sd_that_is_none_is_refused(mean: float, sd: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a method makes of a summary: an answer has a finite mean and a finite SD above 0."""
    record = replace(CONVERSIONS["luo/wan/shi"], moments=lambda _: (np.array([mean]), np.array([sd])))
    monkeypatch.setattr(conversion, "conversion_called", lambda _: record)
    with pytest.raises(Refusal) as caught:
        mean_sd(20, q1=1, median=2, q3=3)
    assert str(caught.value) == (
        "MS323: `luo/wan/shi` finds no distribution for this summary: mean or SD is not a finite number greater than 0"
    )


def test_a_fitted_distribution_is_asked_for_its_mean_and_sd_and_nothing_is_fitted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    record = replace(CONVERSIONS["qe"], moments=lambda _: pytest.fail("fitted again"))
    monkeypatch.setattr(conversion, "conversion_called", lambda _: record)
    moments = mean_sd(20, q1=1, median=2, q3=4, method="qe")
    assert moments.fitted is not None
    assert (moments.mean, moments.sd) == (moments.fitted.mean, moments.fitted.sd)


def test_a_summary_is_skewed_above_the_critical_value_and_not_at_it() -> None:
    """Between quartiles at −1 and 1 the statistic is the median; 2.65/√25 − 6/25² = 0.5204."""
    critical = 2.65 / 5.0 - 6.0 / 625.0
    assert mean_sd(25, q1=-1, median=critical, q3=1).cautions == ()
    above = mean_sd(25, q1=-1, median=math.nextafter(critical, 1), q3=1)
    assert [caution.code for caution in above.cautions] == ["MS301"]


@pytest.mark.parametrize(
    ("n", "numbers", "told"),
    [
        (
            25,
            {"q1": -1, "median": 0.75, "q3": 1},
            "skewed: T = 0.750 reaches the critical value 0.520, n = 25",
        ),
        (
            20,
            {"min": 0, "q1": 3, "median": 3, "q3": 3, "max": 6},
            "the skewness test is undefined here: `q1` and `q3` coincide, so T would be 0/0",
        ),
    ],
)
def test_a_caution_about_skewness_gives_its_numbers(n: int, numbers: dict[str, float], told: str) -> None:
    assert [caution.message for caution in mean_sd(n, **numbers).cautions] == [told]


@pytest.mark.parametrize(
    ("method", "wanted"),
    [("luo/wan/shi", 'one of "naive", "bootstrap"'), ("yang", 'one of "naive", "bootstrap", "plug-in"')],
)
def test_only_a_method_that_has_a_plug_in_error_offers_it(method: str, wanted: str) -> None:
    with pytest.raises(Refusal) as caught:
        mean_sd(20, q1=1, median=2, q3=4, method=method, se="exact")
    assert str(caught.value) == f"MS329: `se` is exact; wanted: {wanted}"


def test_the_bootstrap_has_the_draws_and_the_seed_that_were_asked_for() -> None:
    for draws, seed in ((150, 7), (150, 8), (200, 7)):
        asked = mean_sd(20, q1=4, median=6, q3=10, se="bootstrap", draws=draws, seed=seed)
        there = bootstrap_errors(20, 6, q1=4, q3=10, method="luo/wan/shi", draws=draws, seed=seed)
        assert asked.se_mean == there.se_mean
