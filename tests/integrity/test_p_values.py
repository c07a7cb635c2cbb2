"""Attainable and recomputed P values against SciPy and against enumerations."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.integrity.rank_tests import (
    signed_rank_p_values,
    smallest_approximate_signed_rank_p,
    smallest_rank_sum_p,
    smallest_signed_rank_p,
    subset_chances,
    subset_sums,
)
from metasacro.integrity.recomputed_p import (
    PRange,
    PrintedMean,
    one_sample_t_p,
    paired_t_p,
    two_by_two_p,
    two_sample_t_p,
)

stats = pytest.importorskip("scipy.stats")


def enumerated(ranks: list[Fraction]) -> list[Fraction]:
    """Every two-sided P by trying all signs."""
    sums = [sum((rank for rank, sign in zip(ranks, signs, strict=True) if sign), Fraction(0)) for signs in
            product((0, 1), repeat=len(ranks))]  # fmt: skip
    found = set()
    for w in sums:
        low, high = sum(each <= w for each in sums), sum(each >= w for each in sums)
        found.add(min(Fraction(1), Fraction(2 * min(low, high), len(sums))))
    return sorted(found)


@pytest.mark.parametrize("n", range(1, 10))
def test_signed_ranks_are_counted_as_by_enumeration(n: int) -> None:
    """Without ties, up to nine pairs."""
    assert list(signed_rank_p_values(n)) == enumerated([Fraction(rank) for rank in range(1, n + 1)])


@pytest.mark.parametrize(
    ("ties", "ranks"), [((2,), [1.5, 1.5, 3, 4]), ((3,), [2, 2, 2, 4]), ((2, 2), [1.5, 1.5, 3.5, 3.5])]
)
def test_ties_share_their_ranks(ties: tuple[int, ...], ranks: list[float]) -> None:
    """Mean ranks, by enumeration of four pairs."""
    assert list(signed_rank_p_values(4, ties)) == enumerated([Fraction(rank) for rank in ranks])


@given(st.lists(st.integers(1, 9), max_size=7), st.integers(0, 70))
def test_subsets_are_counted_as_by_enumeration(ranks: list[int], most: int) -> None:
    """Up to any sum; and as chances, each subset the same."""
    sums = [sum(rank for rank, taken in zip(ranks, some, strict=True) if taken) for some in
            product((0, 1), repeat=len(ranks))]  # fmt: skip
    assert subset_sums(ranks, most) == [sums.count(total) for total in range(most + 1)]
    chances = subset_chances(ranks).tolist()
    assert chances == [sums.count(total) / len(sums) for total in range(sum(ranks) + 1)]


@pytest.mark.parametrize("n", [5, 8, 11])
def test_scipy_gives_the_smallest_p(n: int) -> None:
    """All pairs differ the same way, each by another amount."""
    exact = stats.wilcoxon(range(1, n + 1), method="exact").pvalue
    approximate = stats.wilcoxon(range(1, n + 1), method="approx", correction=False).pvalue
    assert float(smallest_signed_rank_p(n)) == pytest.approx(exact, rel=1e-12)
    assert float(signed_rank_p_values(n)[0]) == pytest.approx(exact, rel=1e-12)
    assert smallest_approximate_signed_rank_p(n) == pytest.approx(approximate, rel=1e-10)


def test_eleven_pairs_can_give_less_than_a_thousandth() -> None:
    """2/2¹¹ = .00098."""
    assert float(smallest_signed_rank_p(11)) == pytest.approx(0.00098, abs=5e-6)


def test_scipy_gives_the_smallest_rank_sum_p() -> None:
    """Every value of one group above those of the other."""
    exact = stats.mannwhitneyu([1, 2, 3, 4], [5, 6, 7, 8, 9], method="exact").pvalue
    assert float(smallest_rank_sum_p(4, 5)) == pytest.approx(exact, rel=1e-12)


@pytest.mark.parametrize("table", [(4, 18, 15, 27), (46, 51, 57, 75), (0, 10, 3, 12), (5, 5, 0, 6)])
def test_two_counts_agree_with_scipy(table: tuple[int, int, int, int]) -> None:
    """Chi-square with and without correction, and Fisher's exact test."""
    ai, n1i, ci, n2i = table
    cells = [[ai, n1i - ai], [ci, n2i - ci]]
    found = two_by_two_p(*table)
    assert found["chi-square"] == pytest.approx(stats.chi2_contingency(cells, correction=False).pvalue, rel=1e-10)
    assert found["chi-square with correction"] == pytest.approx(stats.chi2_contingency(cells).pvalue, rel=1e-10)
    assert found["Fisher's exact test"] == pytest.approx(stats.fisher_exact(cells).pvalue, rel=1e-10)


BEFORE = [8, 9, 7, 10, 6, 8, 9, 5, 8, 7]
AFTER = [3, 6, 4, 9, 1, 5, 2, 4, 6, 3]


def printed(sample: list[int], decimals: int) -> PrintedMean:
    mean, sd = sum(sample) / len(sample), stats.tstd(sample)
    return PrintedMean(mean=f"{mean:.{decimals}f}", sd=f"{sd:.{decimals}f}", n=len(sample))


@pytest.mark.parametrize("decimals", [0, 1, 2, 4])
def test_the_true_p_lies_in_the_range(decimals: int) -> None:
    """However coarsely mean and SD are printed."""
    paired = stats.ttest_rel(BEFORE, AFTER).pvalue
    change = [after - before for before, after in zip(BEFORE, AFTER, strict=True)]
    found = paired_t_p(printed(BEFORE, decimals), printed(AFTER, decimals))
    alone = one_sample_t_p(printed(change, decimals))
    assert found.lower <= paired <= found.upper
    assert alone.lower <= paired <= alone.upper
    groups = two_sample_t_p(printed(BEFORE, decimals), printed(AFTER, decimals))
    for equal in (True, False):
        assert groups.lower <= stats.ttest_ind(BEFORE, AFTER, equal_var=equal).pvalue <= groups.upper


def test_many_decimals_leave_only_the_correlation_open() -> None:
    """The ends are the P values at correlations of 1 and −1; two groups and one change are then exact."""
    before, after = printed(BEFORE, 9), printed(AFTER, 9)
    s1, s2 = float(before.sd), float(after.sd)
    difference = float(after.mean) - float(before.mean)
    found = paired_t_p(before, after)
    for end, sd in ((found.lower, abs(s1 - s2)), (found.upper, s1 + s2)):
        t = abs(difference) / sd * len(BEFORE) ** 0.5
        assert end == pytest.approx(2 * stats.t.sf(t, len(BEFORE) - 1), rel=1e-5)
    groups = two_sample_t_p(before, after)
    both = [stats.ttest_ind(BEFORE, AFTER, equal_var=equal).pvalue for equal in (True, False)]
    assert (groups.lower, groups.upper) == pytest.approx((min(both), max(both)), rel=1e-5)


@pytest.mark.parametrize(
    ("relation", "text", "agrees"),
    [
        ("<", ".05", True),
        ("<", ".01", False),
        ("=", ".02", True),
        ("=", ".05", False),
        (">", ".03", False),
        ("≥", ".02", True),
    ],
)
def test_a_printed_p_agrees_with_a_range(relation: str, text: str, agrees: bool) -> None:
    """Bounds are bounds, and an equals sign stands for what rounds to it."""
    assert PRange(lower=0.016, upper=0.024).agrees(relation, text) is agrees


def test_equal_means_can_have_a_p_of_one() -> None:
    """8.0 and 8.0 may be the same number."""
    one, other = PrintedMean(mean="8.0", sd="1.9", n=19), PrintedMean(mean="8.0", sd="1.4", n=25)
    assert (paired_t_p(one, other).upper, two_sample_t_p(one, other).upper) == (1.0, 1.0)


def test_groups_without_spread_can_differ_for_certain() -> None:
    """SDs printed as 0.0 may be 0, which leaves P = 0, or 0.05, with 7.95 against 7.05."""
    found = two_sample_t_p(PrintedMean(mean="8.0", sd="0.0", n=19), PrintedMean(mean="7.0", sd="0.0", n=25))
    widest = [stats.ttest_ind_from_stats(7.95, 0.05, 19, 7.05, sd, 25, equal_var=False).pvalue for sd in (0.0, 0.05)]
    assert found.lower == 0.0
    assert found.upper == pytest.approx(max(widest), rel=1e-8)
