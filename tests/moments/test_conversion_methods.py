"""What every way to convert a median has in common, and where each ends."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.moments.bland import bland
from metasacro.moments.conversion import mean_sd
from metasacro.moments.conversion_method import obstacle
from metasacro.moments.hozo import hozo
from metasacro.moments.luo_wan_shi import luo_wan_shi
from metasacro.moments.registry import CONVERSIONS
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import expected_quartile_distance, expected_range
from metasacro.moments.wan_table import expected_order_statistic, luo_wan_table, tabled_quartile_distance, tabled_range
from metasacro.moments.yang import normal_order_statistics
from metasacro.problems import Refusal

#: Methods that answer alike in every unit; MLN does not, and says so.
IN_EVERY_UNIT = [key for key in CONVERSIONS if key != "mln"]

FIVE = {"min": 2.0, "q1": 4.0, "median": 6.0, "q3": 9.5, "max": 20.0}
SUMMARIES = [("min", "median", "max"), ("q1", "median", "q3"), tuple(FIVE)]


def takes(key: str, names: tuple[str, ...]) -> bool:
    return obstacle(CONVERSIONS[key], five_numbers(30, **{name: FIVE[name] for name in names})) is None


@pytest.mark.parametrize("names", SUMMARIES)
@pytest.mark.parametrize("key", [key for key in CONVERSIONS if key != "bland"])  # whose formula has no n
def test_the_formula_of_a_method_is_what_it_makes_of_columns(key: str, names: tuple[str, ...]) -> None:
    if not takes(key, names):
        return
    numbers = {name: FIVE[name] for name in names}
    found = np.ravel(CONVERSIONS[key].function(30, **numbers))
    assert found.tolist() == np.ravel(CONVERSIONS[key].moments(five_numbers(30, **numbers))).tolist()
    moments = mean_sd(30, **numbers, method=key)
    assert found.tolist() == [moments.mean, moments.sd]


@pytest.mark.parametrize("names", SUMMARIES)
@pytest.mark.parametrize("key", IN_EVERY_UNIT)
def test_the_unit_carries_through(key: str, names: tuple[str, ...]) -> None:
    """Millimetres give ten times the centimetres, for mean, SD and standard error."""
    if not takes(key, names):
        return
    here = mean_sd(30, **{name: FIVE[name] for name in names}, method=key)
    there = mean_sd(30, **{name: 10 * FIVE[name] for name in names}, method=key)
    assert (there.mean, there.sd, there.se_mean) == pytest.approx(
        (10 * here.mean, 10 * here.sd, 10 * here.se_mean), rel=1e-6
    )


def test_mln_depends_on_the_unit_and_says_so() -> None:
    """As published; the method with the slope of the transformation does not."""
    printed = {"min": 22, "median": 50, "max": 80}
    moments = mean_sd(100, **printed, method="mln")
    told = {caution.code: caution.message for caution in moments.cautions}
    assert set(told) == {"MS325"}
    small = mean_sd(100, **{name: value / 1000 for name, value in printed.items()}, method="mln")
    assert abs(1000 * small.mean - moments.mean) > 0.1
    assert mean_sd(100, **printed, method="mln-jacobian").cautions == ()


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(list(CONVERSIONS)),
    st.integers(5, 400),
    st.lists(st.floats(0.5, 100), min_size=5, max_size=5, unique=True).map(sorted),
)
def test_a_mean_lies_inside_the_range_or_near_it_and_an_sd_is_positive(key: str, n: int, five: list[float]) -> None:
    """Or the method refuses; there is no nan and no infinity."""
    numbers = dict(zip(("min", "q1", "median", "q3", "max"), five, strict=True))
    if min(b - a for a, b in pairwise(five)) < 0.5:
        return
    try:
        moments = mean_sd(n, **numbers, method=key)
    except Refusal as refusal:
        assert refusal.code in {"MS320", "MS323"}  # noqa: PT017 - the code is the claim, and most draws do not refuse
        return
    assert math.isfinite(moments.mean)
    assert 0 < moments.sd < math.inf
    assert moments.se_mean == pytest.approx(moments.sd / math.sqrt(n))


@pytest.mark.parametrize(
    ("code", "method", "numbers", "others"),
    [
        ("MS320", "hozo", {"q1": 1, "median": 2, "q3": 3}, "qe"),
        ("MS320", "bland", {"min": 1, "median": 2, "max": 3}, "hozo"),
        ("MS321", "bc", {"q1": 0, "median": 3, "q3": 5.8}, "qe"),
        ("MS321", "mln", {"q1": 0, "median": 3, "q3": 5.8}, "luo/wan/shi"),
        ("MS321", "shi-lognormal", {"q1": 0, "median": 3, "q3": 5.8}, "yang"),
        ("MS322", "bc", {"q1": 2, "median": 3, "q3": 3}, "shi-lognormal"),
        ("MS322", "mln", {"min": 1, "q1": 1, "median": 3, "q3": 4, "max": 9}, "bc"),
    ],
)
def test_a_refusal_names_a_method_that_takes_the_summary(
    code: str, method: str, numbers: dict[str, float], others: str
) -> None:
    with pytest.raises(Refusal, match=rf"{code}.*`{others}`") as caught:
        mean_sd(27, **numbers, method=method)
    assert f"`{method}`" not in caught.value.message.partition("Methods that take it")[2]
    assert mean_sd(27, **numbers, method=others).sd > 0


@pytest.mark.parametrize("key", CONVERSIONS)
@pytest.mark.parametrize(
    ("code", "n", "numbers"),
    [
        ("MS302", 4, {"q1": 1, "median": 2, "q3": 3}),
        ("MS303", 20, {"q1": 3, "median": 3, "q3": 3}),
        ("MS303", 20, {"min": 3, "median": 3, "max": 3}),
        ("MS307", 20, {"q1": 4, "median": 3, "q3": 5}),
        ("MS308", 20, {"median": 3}),
    ],
)
def test_no_method_takes_what_has_no_answer(key: str, code: str, n: int, numbers: dict[str, float]) -> None:
    with pytest.raises(Refusal, match=code):
        mean_sd(n, **numbers, method=key)


def test_a_zero_leaves_only_the_normal_distribution_to_quantile_estimation() -> None:
    """0 is a legal pain score."""
    moments = mean_sd(27, q1=0, median=3, q3=5.8, method="qe")
    assert moments.fitted is not None
    assert [candidate.family for candidate in moments.fitted.candidates] == ["normal"]
    assert [caution.code for caution in moments.cautions] == ["MS324"]
    assert "`q1` is 0" in moments.cautions[0].message
    assert mean_sd(27, q1=1, median=3, q3=5.8, method="qe").cautions == ()


def test_numbers_almost_without_spread_are_left_to_the_normal_distribution() -> None:
    """The shapes of the other families run off to no width, so they take no part."""
    moments = mean_sd(30, q1=1e6 - 1, median=1e6, q3=1e6 + 1, method="qe")
    assert moments.fitted is not None
    assert moments.fitted.family == "normal"
    assert "gamma" not in [candidate.family for candidate in moments.fitted.candidates]


def test_a_fit_without_a_finite_answer_is_refused() -> None:
    """A log-normal whose SD is beyond every double."""
    with pytest.raises(Refusal, match=r"MS323"):
        mean_sd(300, min=1e-300, median=1.0, max=1e300, method="shi-lognormal")


def test_skewed_logarithms_are_a_caution() -> None:
    moments = mean_sd(100, q1=1, median=9, q3=10, method="shi-lognormal")
    assert [caution.code for caution in moments.cautions] == ["MS326"]
    assert "n = 100" in moments.cautions[0].message
    assert mean_sd(100, q1=1, median=3, q3=9, method="shi-lognormal").cautions == ()


def test_a_summary_more_skewed_than_a_log_normal_is_one_to_the_box_cox_method() -> None:
    """Its power ends at 0."""
    moments = mean_sd(100, q1=9, median=10, q3=40, method="bc")
    assert moments.fitted is not None
    assert moments.fitted.named["power"] == 0
    assert [caution.code for caution in moments.cautions] == ["MS326"]


def test_a_summary_skewed_far_to_the_left_ends_the_search_for_a_power() -> None:
    moments = mean_sd(31, q1=65, median=76, q3=82, method="bc")
    assert moments.fitted is not None
    assert moments.fitted.named["power"] == pytest.approx(3.0)
    assert [caution.code for caution in moments.cautions] == ["MS327"]


def test_hozo_means_of_metafor() -> None:
    assert float(hozo(7, 9, min=2, max=41)[0]) == 15.25
    assert float(hozo(20, 15, min=0, max=50)[0]) == 20.0


def test_hozo_changes_its_formulas_at_15_25_and_70() -> None:
    """Distribution-free, a quarter, a sixth of the range; then the median itself."""
    mean, sd = hozo(np.array([15, 16, 25, 26, 70, 71]), 9, min=3, max=27)
    assert sd.tolist() == [math.sqrt((12**2 / 4 + 24**2) / 12), 6, 6, 6, 6, 4]
    assert mean.tolist() == [12, 12, 12, 9, 9, 9]


def test_bland_sd_is_the_expanded_formula_of_the_paper() -> None:
    """(min² + 2 q1² + 2 median² + 2 q3² + max²)/16 + Σ products/8 − mean²."""
    a, q1, m, q3, b = 2.0, 4.0, 6.0, 10.0, 14.0
    mean = (a + 2 * q1 + 2 * m + 2 * q3 + b) / 8
    variance = (a**2 + 2 * q1**2 + 2 * m**2 + 2 * q3**2 + b**2) / 16 + (a * q1 + q1 * m + m * q3 + q3 * b) / 8 - mean**2
    found = bland(m, min=a, q1=q1, q3=q3, max=b)
    assert (float(found[0]), float(found[1])) == pytest.approx((mean, math.sqrt(variance)), rel=1e-12)


#: Wan 2014, table 1.
XI = {5: 2.326, 6: 2.534, 7: 2.704, 8: 2.847, 9: 2.970, 10: 3.078, 11: 3.173, 20: 3.735, 27: 3.997, 30: 4.086,
      33: 4.165, 40: 4.322, 47: 4.450, 50: 4.498}  # fmt: skip


@pytest.mark.parametrize(("n", "printed"), XI.items())
def test_expected_ranges_are_those_of_wans_table(n: int, printed: float) -> None:
    assert round(tabled_range(n), 3) == printed


#: Wan 2014, table 2, by 4 Q + 1.
ETA = {5: 0.990, 9: 1.144, 13: 1.206, 17: 1.239, 21: 1.260, 41: 1.303}


@pytest.mark.parametrize(("n", "printed"), ETA.items())
def test_expected_quartile_distances_are_those_of_wans_table(n: int, printed: float) -> None:
    """Sizes between take the next larger Q."""
    assert [round(tabled_quartile_distance(size), 3) for size in (n - 3, n)] == [printed] * 2


def test_by_the_tables_an_sd_is_a_distance_over_its_expectation_or_the_mean_of_two() -> None:
    of_range, of_quartiles = (20.0 - 2.0) / tabled_range(30), (9.5 - 4.0) / tabled_quartile_distance(30)
    sds = [float(luo_wan_table(30, **{name: FIVE[name] for name in names})[1][0]) for names in SUMMARIES]
    assert sds == pytest.approx([of_range, of_quartiles, (of_range + of_quartiles) / 2.0], rel=1e-14)


def test_beyond_the_tables_the_formulas_are_used() -> None:
    assert tabled_range(51) == float(expected_range(51))
    assert tabled_quartile_distance(202) == float(expected_quartile_distance(202))
    assert tabled_quartile_distance(201) != float(expected_quartile_distance(201))


def test_the_series_for_order_statistics_are_near_the_integrals() -> None:
    """David and Johnson's expectations against quadrature, at n = 25."""
    ranks = np.array([1.0, 7.0, 13.0, 19.0, 25.0])
    expectation, covariance = normal_order_statistics(ranks, 25)
    exact = [expected_order_statistic(int(rank), 25) for rank in ranks]
    assert expectation == pytest.approx(exact, abs=5e-3)
    assert np.linalg.eigvalsh(covariance).min() > 0


def test_the_default_takes_columns() -> None:
    """A batch of groups of one size."""
    mean, sd = luo_wan_shi(20, [6, 12], q1=[4, 8], q3=[10, 20])
    assert mean.tolist() == pytest.approx([6.7195, 13.439])
    assert sd[1] == pytest.approx(2 * sd[0])


@pytest.mark.parametrize(("se", "method"), [("bootstraps", "qe"), ("plug-in", "qe")])
def test_an_unknown_standard_error_names_the_choices(se: str, method: str) -> None:
    with pytest.raises(Refusal, match=r'MS329.*"naive", "bootstrap"'):
        mean_sd(20, q1=1, median=2, q3=4, method=method, se=se)


def test_numbers_of_any_size_have_a_likeliest_power() -> None:
    """A power too far away overflows, and is no candidate."""
    printed = {"min": 20.0, "q1": 30.0, "median": 42.0, "q3": 51.0, "max": 90.0}
    here = mean_sd(100, **printed, method="mln-jacobian")
    for unit in (1e-60, 1e60):
        there = mean_sd(100, **{name: unit * value for name, value in printed.items()}, method="mln-jacobian")
        assert (there.mean / unit, there.sd / unit) == pytest.approx((here.mean, here.sd), rel=1e-6)
