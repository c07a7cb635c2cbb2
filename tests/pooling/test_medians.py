"""Medians pooled as medians."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from metasacro import random_effects
from metasacro.pooling.linear_combination import combined_median
from metasacro.pooling.median_of_medians import median_of_medians, weighted_median_of_medians
from metasacro.pooling.quantile_medians import qe_median_differences, qe_medians
from metasacro.pooling.sign_test import sign_test_ranks, weighted_median, weighted_quantile
from metasacro.problems import Refusal

NAN = float("nan")


@pytest.mark.parametrize("k", range(1, 40))
def test_the_ranks_of_the_sign_test_are_the_narrowest_that_reach_the_level(k: int) -> None:
    """Against scipy's binomial distribution; one rank further in would fall short."""
    found = sign_test_ranks(k, 0.95)
    coverages = {rank: 1 - 2 * binom.cdf(rank - 1, k, 0.5) for rank in range(1, k // 2 + 1)}
    good = [rank for rank, coverage in coverages.items() if coverage >= 0.95]
    if not good:
        assert found is None
    else:
        assert found == (max(good), pytest.approx(coverages[max(good)], rel=1e-12))


def test_the_exact_interval_covers_as_it_says() -> None:
    """Every order of six cohorts around their common median is as likely: count those that the interval catches."""
    signs = np.array(list(itertools.product([-1.0, 1.0], repeat=6)))
    caught = 0
    for row in signs:
        interval = median_of_medians(row * np.arange(1, 7)).interval
        assert interval is not None
        caught += interval.lower <= 0 <= interval.upper
    assert caught / len(signs) == median_of_medians(np.arange(6)).coverage == 0.96875


def test_five_cohorts_have_no_exact_interval() -> None:
    pooled = median_of_medians([1, 2, 3, 4, 5])
    assert (pooled.estimate, pooled.interval, pooled.coverage) == (3.0, None, None)
    assert [caution.code for caution in pooled.cautions] == ["MS330"]
    assert median_of_medians([1, 2, 3, 4, 5], level=0.9).interval is not None


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=25), st.booleans())
def test_equal_weights_give_the_plain_median(values: list[int], exact: bool) -> None:
    """Estimate, and with exact ranks the interval."""
    plain = median_of_medians(values, exact=exact)
    weighted = weighted_median_of_medians(values, [7] * len(values), exact=exact)
    assert weighted.estimate == plain.estimate
    if exact:
        assert (weighted.interval, weighted.coverage) == (plain.interval, plain.coverage)


@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 5)), min_size=1, max_size=12))
def test_a_weight_is_a_number_of_copies(cohorts: list[tuple[float, int]]) -> None:
    """The weighted median is the median of the values written out."""
    values = np.array([value for value, _ in cohorts])
    weights = np.array([float(count) for _, count in cohorts])
    assert weighted_median(values, weights) == pytest.approx(np.median(np.repeat(values, weights.astype(int))))


def test_a_weighted_interval_is_called_approximate() -> None:
    pooled = weighted_median_of_medians(range(10), range(1, 11))
    assert pooled.coverage is None
    assert [caution.code for caution in pooled.cautions] == ["MS332"]
    assert weighted_quantile(np.arange(10.0), np.arange(1.0, 11.0), 1.0) == 9.0


@pytest.mark.parametrize(
    ("code", "yi", "ni"), [("MS357", [1, 2], [3]), ("MS354", [1, 2], [3, 0]), ("MS353", [1, NAN], [3, 4])]
)
def test_unusable_rows_are_named(code: str, yi: list[float], ni: list[float]) -> None:
    with pytest.raises(Refusal, match=code):
        weighted_median_of_medians(yi, ni)


def test_the_variance_of_a_normal_median_is_pi_over_two_n() -> None:
    """Quartiles of a normal distribution: vi = π σ²/(2n)."""
    effects = qe_medians([50], mediani=[10], q1i=[10 - 0.67448975 * 3], q3i=[10 + 0.67448975 * 3])
    assert effects.families == ("normal",)
    assert effects.vi[0] == pytest.approx(np.pi * 9 / 100, rel=1e-6)


def test_effects_of_medians_can_be_pooled() -> None:
    """Their names are those that `random_effects` asks for."""
    effects = qe_medians(
        [40, 55, 62], mediani=[5, 6, NAN], q1i=[3, 4, NAN], q3i=[7, 9, NAN], mi=[NAN, NAN, 4], sdi=[NAN, NAN, 2]
    )
    assert effects.vi[2] == 4 / 62
    assert random_effects(effects.yi, effects.vi).k == 3


def test_a_difference_of_medians_changes_sign_with_the_groups() -> None:
    one = {"mediani": [5.0], "q1i": [3.0], "q3i": [7.5]}
    other = {"mediani": [6.0], "q1i": [4.0], "q3i": [9.0]}
    forward = qe_median_differences([40], [50], group1=one, group2=other)
    backward = qe_median_differences([50], [40], group1=other, group2=one)
    assert forward.yi.tolist() == (-backward.yi).tolist() == [-1.0]
    assert forward.vi == pytest.approx(backward.vi)


def test_a_single_family_is_shared_by_both_groups() -> None:
    one = {"mediani": [5.0], "q1i": [4.0], "q3i": [5.8]}
    other = {"mediani": [6.0], "q1i": [4.0], "q3i": [11.0]}
    free = qe_median_differences([40], [50], group1=one, group2=other)
    shared = qe_median_differences([40], [50], group1=one, group2=other, single_family=True)
    assert len(set(free.families[0].split(", "))) == 2
    assert len(set(shared.families[0].split(", "))) == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"mediani": [5, NAN], "q1i": [3, NAN], "q3i": [7, NAN]},
        {"mediani": [5, 6], "q1i": [3, NAN], "q3i": [7, 9]},
        {"mediani": [5, 6], "q1i": [3, 6], "q3i": [7, 6]},
        {"mediani": [5, NAN], "q1i": [3, NAN], "q3i": [7, NAN], "mi": [NAN, 4], "sdi": [NAN, 0]},
    ],
)
def test_a_row_without_a_usable_summary_is_named(columns: dict[str, list[float]]) -> None:
    with pytest.raises(Refusal, match=r"MS331: row 2"):
        qe_medians([40, 30], **columns)


def test_a_misspelt_column_of_a_group_is_refused() -> None:
    with pytest.raises(Refusal, match=r"MS329.*median"):
        qe_median_differences([40], [50], group1={"median": [5]}, group2={"mediani": [5], "q1i": [4], "q3i": [6]})


def test_the_jackknife_is_the_one_written_out() -> None:
    """Equal variances and no heterogeneity: leave-one-out means."""
    pooled = combined_median(
        [40] * 5, mediani=[5, 6, 4, 7, 5.5], q1i=[3, 4, 2, 5, 3.5], q3i=[7, 8, 6, 9, 7.5], model="FE"
    )
    y = pooled.yi
    without = np.array([np.delete(y, row).mean() for row in range(5)])
    assert pooled.estimate == pytest.approx(y.mean())
    assert pooled.se == pytest.approx(np.sqrt(0.8 * ((without - without.mean()) ** 2).sum()))


def test_the_combined_median_needs_three_cohorts_and_a_known_model() -> None:
    two = {"mediani": [5, 6], "q1i": [3, 4], "q3i": [7, 9]}
    with pytest.raises(Refusal, match="MS333"):
        combined_median([40, 30], **two)
    with pytest.raises(Refusal, match=r"MS329.*RE or FE"):
        combined_median([40, 30], **two, model="DL")
