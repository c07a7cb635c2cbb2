"""Medians pooled as medians."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, norm, t

from metasacro import random_effects
from metasacro.moments.quantile_estimation import fitted_distribution
from metasacro.moments.summary import five_numbers
from metasacro.numerics.interval import Interval
from metasacro.pooling.linear_combination import combined_median
from metasacro.pooling.median_of_medians import median_of_medians, weighted_median_of_medians
from metasacro.pooling.quantile_medians import CANDIDATES, qe_median_differences, qe_medians
from metasacro.pooling.sign_test import approximate_shares, sign_test_ranks, weighted_median, weighted_quantile
from metasacro.problems import Refusal, caution

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


def test_a_level_that_the_sign_test_reaches_exactly_is_reached() -> None:
    """1 − 2/2⁶ and 1 − 2 · 7/2⁶ are doubles."""
    assert sign_test_ranks(6, 0.96875) == (1, 0.96875)
    assert sign_test_ranks(6, 0.78125) == (2, 0.78125)
    assert sign_test_ranks(2, 0.5) == (1, 0.5)


@pytest.mark.parametrize(("k", "level"), [(1, 0.95), (4, 0.99), (9, 0.8)])
def test_approximate_bounds_lie_at_shares_that_exist(k: int, level: float) -> None:
    low, high = 0.5 + np.array([-1.0, 1.0]) * norm.ppf(0.5 + level / 2) / (2 * np.sqrt(k))
    assert approximate_shares(k, level) == pytest.approx((max(low, 0.0), min(high, 1.0)), rel=1e-12)


def test_weights_that_reach_a_share_but_for_rounding_reach_it() -> None:
    """A tenth three times is 4e-17 more than 0.3, and seven times 1e-16 less than 0.7."""
    tenths, values = np.full(10, 0.1), np.arange(10.0)
    assert [weighted_quantile(values, tenths, share) for share in (0.3, 0.7, 0.71, 1.0)] == [2.0, 6.0, 7.0, 9.0]
    assert weighted_median(values[:2], np.array([0.5, 0.5 + 1e-15])) == 0.5
    assert weighted_median(values[:2], np.array([0.5, 0.5 + 1e-9])) == 1.0


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
    assert pooled.cautions == (caution("MS330", k=5, highest=0.9375, level=0.95),)
    assert median_of_medians([1, 2, 3, 4, 5], level=0.9).interval == Interval(lower=1.0, upper=5.0, level=0.9)
    assert weighted_median_of_medians([1, 2, 3, 4, 5], [1, 1, 1, 1, 2]).cautions == pooled.cautions


@settings(deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=25), st.booleans())
def test_equal_weights_give_the_plain_median(values: list[int], exact: bool) -> None:
    """Estimate, and with exact ranks the interval."""
    plain = median_of_medians(values, exact=exact)
    weighted = weighted_median_of_medians(values, [7] * len(values), exact=exact)
    assert weighted.estimate == plain.estimate
    if exact:
        assert (weighted.interval, weighted.coverage) == (plain.interval, plain.coverage)


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-9, 9), st.integers(1, 5)), min_size=1, max_size=12))
def test_a_weight_is_a_number_of_copies(cohorts: list[tuple[float, int]]) -> None:
    """The weighted median is the median of the values written out."""
    values = np.array([value for value, _ in cohorts])
    weights = np.array([float(count) for _, count in cohorts])
    assert weighted_median(values, weights) == pytest.approx(np.median(np.repeat(values, weights.astype(int))))


@pytest.mark.parametrize(("exact", "interval"), [(True, (4.0, 9.0)), (False, (4.0, 8.0))])
def test_a_weighted_interval_is_called_approximate(exact: bool, interval: tuple[float, float]) -> None:
    """By hand: cumulated weights 1, 3, 6, 10, 15, 21, 28, 36, 45, 55 against 2 and 9 tenths of 55, or 0.19 and 0.81."""
    pooled = weighted_median_of_medians(range(10), range(1, 11), exact=exact)
    assert (pooled.estimate, pooled.coverage, pooled.k, pooled.method) == (6.0, None, 10, "weighted median of medians")
    assert pooled.interval == Interval(lower=interval[0], upper=interval[1], level=0.95)
    assert pooled.weights.tolist() == pytest.approx([i / 55 for i in range(1, 11)], rel=1e-14)
    assert pooled.cautions == (caution("MS332", reason="the sign test holds for cohorts of equal weight"),)


def test_an_approximate_interval_of_medians_is_called_so() -> None:
    """By hand: at ½ ∓ 1.96/(2√4) of four values lie 0.02 and 2.98 steps of the three."""
    pooled = median_of_medians([1.0, 2.0, 4.0, 8.0], exact=False)
    reach = norm.ppf(0.975) / 4
    assert pooled.interval is not None
    assert (pooled.interval.lower, pooled.interval.upper) == pytest.approx(
        (1 + 3 * (0.5 - reach), 8 - 12 * (0.5 - reach))
    )
    assert (pooled.coverage, pooled.k, pooled.method, pooled.interval.level) == (None, 4, "median of medians", 0.95)
    assert pooled.weights.tolist() == [0.25] * 4
    assert pooled.cautions == (caution("MS332", reason="the binomial distribution is taken as normal"),)
    assert weighted_median_of_medians([1.0, 2.0, 4.0], [3, 3, 3], exact=False).cautions == ()
    equal = weighted_median_of_medians(range(8), [3] * 8)
    assert (equal.coverage, equal.cautions) == (0.9921875, ())


@pytest.mark.parametrize(
    ("reason", "yi", "ni"),
    [
        ("MS357", [1, 2], [3]),
        (r"MS354: `ni` .*rows 2, 3\)", [1, 2, 3], [1, 0, -1]),
        (r"MS354: `ni` .*rows 2\)", [1, 2], [3, 0]),
        (r"MS353: `yi` .*rows 2\)", [1, None], [3, 4]),
        (r"MS353: `yi` .*rows 2, 3\)", [1, NAN, np.inf], [3, 4, 5]),
        (r"MS353: `ni` .*rows 1\)", [1, 2], [NAN, 4]),
        (r"MS353: `yi` .*rows none given\)", [], []),
    ],
)
def test_unusable_rows_are_named(reason: str, yi: list[float], ni: list[float]) -> None:
    with pytest.raises(Refusal, match=reason):
        weighted_median_of_medians(yi, ni)


def test_a_gap_among_medians_is_named() -> None:
    with pytest.raises(Refusal, match=r"MS353: `yi` .*rows 1\)"):
        median_of_medians([NAN, 2.0])


def test_one_number_is_one_cohort_and_a_table_its_cohorts() -> None:
    assert (median_of_medians(3).estimate, median_of_medians(3).k) == (3.0, 1)
    assert median_of_medians([[1, 2], [3, 9]]).estimate == 2.5


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


def test_a_family_is_shared_where_both_groups_print_a_median() -> None:
    """Not in the first cohort, nor in the second."""
    one = {"mediani": [5.0, NAN, 5.0], "q1i": [4.0, NAN, 4.0], "q3i": [5.8, NAN, 5.8], "mi": [NAN, 3.0, NAN]}
    other = {"mediani": [NAN, 6.0, 6.0], "q1i": [NAN, 4.0, 4.0], "q3i": [NAN, 11.0, 11.0], "mi": [7.0, NAN, NAN]}
    options = {"group1": one | {"sdi": [NAN, 1.0, NAN]}, "group2": other | {"sdi": [2.0, NAN, NAN]}}
    free, shared = (qe_median_differences([40] * 3, [50] * 3, single_family=s, **options) for s in (False, True))
    assert shared.families[:2] == free.families[:2]
    assert len(set(shared.families[2].split(", "))) == 1


def test_the_family_that_is_shared_has_the_least_sum_of_squares_over_both_groups() -> None:
    first, second = (40, 5.0, 4.0, 5.8), (50, 6.0, 4.0, 11.0)
    sums: dict[str, float] = {}
    for n, median, q1, q3 in (first, second):
        for candidate in fitted_distribution(five_numbers(n, median, q1=q1, q3=q3), CANDIDATES).candidates:
            sums[candidate.family] = sums.get(candidate.family, 0.0) + candidate.criterion
    one, other = ({"mediani": [median], "q1i": [q1], "q3i": [q3]} for _, median, q1, q3 in (first, second))
    shared = qe_median_differences([40], [50], group1=one, group2=other, single_family=True)
    family = min(sums, key=lambda key: sums[key])
    assert shared.families == (f"{family}, {family}",)
    below_0 = {"mediani": [5.0], "q1i": [-4.0], "q3i": [11.8]}
    for groups in ((below_0, other), (other, below_0)):
        found = qe_median_differences([40], [50], group1=groups[0], group2=groups[1], single_family=True)
        assert found.families == ("normal, normal",)


def test_extremes_count_in_a_difference_too() -> None:
    five = {"mediani": [5.0], "mini": [1.0], "q1i": [4.0], "q3i": [7.0], "maxi": [16.0]}
    three = {name: five[name] for name in ("mediani", "q1i", "q3i")}
    alone = [qe_medians([40], **columns).vi[0] for columns in (five, three)]
    found = qe_median_differences([40], [40], group1=five, group2=three)
    assert alone[0] != alone[1]
    assert found.vi[0] == pytest.approx(sum(alone), rel=1e-12)


@pytest.mark.parametrize("single_family", [False, True])
def test_a_group_that_prints_a_mean_stands_beside_one_that_prints_a_median(single_family: bool) -> None:
    median = {"mediani": [10.0], "q1i": [10 - 0.67448975 * 3], "q3i": [10 + 0.67448975 * 3]}
    mean = {"mi": [7.0], "sdi": [2.0]}
    for groups, families, sign in (((median, mean), "normal, mean", 1), ((mean, median), "mean, normal", -1)):
        found = qe_median_differences([50], [50], group1=groups[0], group2=groups[1], single_family=single_family)
        assert found.families == (families,)
        assert found.yi.tolist() == [sign * 3.0]
        assert found.vi[0] == pytest.approx(np.pi * 9 / 100 + 4 / 50, rel=1e-6)


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


def test_a_combined_median_by_hand() -> None:
    """Three cohorts of means: τ² by its formula, the mean of each two, and their spread."""
    y, v = np.array([1.0, 4.0, 2.0]), np.array([0.25, 0.5, 1.0])
    n = np.array([16, 50, 36])
    pooled = combined_median(n, mi=y, sdi=np.sqrt(v * n), level=0.9)
    w = 1 / v
    q = (w * (y - w @ y / w.sum()) ** 2).sum()
    tau2 = (q - 2) / (w.sum() - (w**2).sum() / w.sum())
    a = 1 / (v + tau2)
    two = np.array([np.delete(a, i) @ np.delete(y, i) / np.delete(a, i).sum() for i in range(3)])
    se = np.sqrt(2 / 3 * ((two - two.mean()) ** 2).sum())
    middle, reach = a @ y / a.sum(), t.ppf(0.95, 2) * se
    assert (pooled.estimate, pooled.se, pooled.tau2) == pytest.approx((middle, se, tau2), rel=1e-12)
    assert (pooled.interval.lower, pooled.interval.upper) == pytest.approx((middle - reach, middle + reach), rel=1e-12)
    assert pooled.weights == pytest.approx(a / a.sum(), rel=1e-12)
    assert (pooled.yi, pooled.vi) == (pytest.approx(y, rel=1e-14), pytest.approx(v, rel=1e-14))
    assert (pooled.df, pooled.k, pooled.model, pooled.interval.level) == (2.0, 3, "RE", 0.9)
    fixed = combined_median(n, mi=y, sdi=np.sqrt(v * n), model="FE")
    assert (fixed.tau2, fixed.model) == (None, "FE")
    assert fixed.estimate == pytest.approx(w @ y / w.sum(), rel=1e-12)


def test_the_combined_median_needs_three_cohorts_and_a_known_model() -> None:
    two = {"mediani": [5, 6], "q1i": [3, 4], "q3i": [7, 9]}
    with pytest.raises(Refusal, match="MS333"):
        combined_median([40, 30], **two)
    with pytest.raises(Refusal, match=r"MS329.*RE or FE"):
        combined_median([40, 30], **two, model="DL")


def test_columns_may_be_small_integers_with_none_for_what_is_not_printed() -> None:
    sds = np.array([1, 20], dtype=np.int8)
    columns = {"mediani": [5, None], "q1i": [3, None], "q3i": [7, None], "mi": [None, 4], "sdi": sds}
    found = qe_medians(np.array([40, 2], dtype=np.int8), **columns)
    assert (found.yi[1], found.vi[1]) == (4.0, 200.0)
    with pytest.raises(Refusal, match=r"MS331: row 1"):
        qe_medians([None, 2], mi=[3, 4], sdi=sds)
