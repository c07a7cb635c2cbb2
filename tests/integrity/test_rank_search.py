"""Rank tests of many samples, and the search for their P values."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product

import numpy as np
import pytest

from metasacro.integrity.rank_search import FoundP, rank_search
from metasacro.integrity.rank_tests import smallest_signed_rank_p
from metasacro.integrity.recomputed_p import PRange
from metasacro.integrity.sampled_rank_tests import rank_sum_p, signed_rank_p
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.printed_summary import PrintedSummary
from tests.moments.feasible.enumeration import samples

stats = pytest.importorskip("scipy.stats")
#: Both sides are sums of a few hundred terms.
CLOSE = 1e-12


def by_signs(differences: list[int]) -> float:
    """Every pattern of signs in turn."""
    kept = [each for each in differences if each]
    if not kept:
        return 1.0
    ranks = stats.rankdata(np.abs(kept))
    w = sum(rank for rank, each in zip(ranks, kept, strict=True) if each > 0)
    sums = [
        sum(rank for rank, up in zip(ranks, signs, strict=True) if up) for signs in product((0, 1), repeat=len(kept))
    ]
    low, high = sum(each <= w for each in sums), sum(each >= w for each in sums)
    return min(1.0, 2 * min(low, high) / len(sums))


@pytest.mark.parametrize("seed", range(20))
def test_the_exact_p_is_that_of_every_pattern_of_signs(seed: int) -> None:
    differences = np.random.default_rng(seed).integers(-4, 5, size=8)
    assert float(signed_rank_p(differences)) == pytest.approx(by_signs(differences.tolist()), abs=CLOSE)


@pytest.mark.parametrize("seed", range(20))
def test_the_approximate_p_is_scipys(seed: int) -> None:
    differences = np.random.default_rng(seed).integers(-7, 4, size=27)
    kept = differences[differences != 0]
    wanted = stats.wilcoxon(kept, method="approx", correction=False).pvalue
    assert float(signed_rank_p(differences, exact=False)) == pytest.approx(wanted, abs=CLOSE)


@pytest.mark.parametrize("seed", range(10))
def test_the_rank_sum_p_is_scipys(seed: int) -> None:
    lots = np.random.default_rng(seed)
    one, other = lots.integers(-7, 4, size=(3, 11)), lots.integers(-7, 4, size=(3, 16))
    wanted = [
        stats.mannwhitneyu(a, b, method="asymptotic", use_continuity=False).pvalue
        for a, b in zip(one, other, strict=True)
    ]
    assert rank_sum_p(one, other).tolist() == pytest.approx(wanted, abs=CLOSE)


@pytest.mark.parametrize("exact", [True, False])
def test_nobody_changed_is_a_p_of_1(exact: bool) -> None:
    assert signed_rank_p([[0, 0, 0], [0, 0, 1]], exact=exact)[0] == 1.0


def test_two_groups_of_one_value_are_a_p_of_1() -> None:
    assert float(rank_sum_p([3, 3, 3], [3, 3])) == 1.0


@pytest.mark.parametrize("n", range(1, 12))
def test_all_changing_one_way_gives_the_smallest_p_whatever_the_ties(n: int) -> None:
    assert float(signed_rank_p([-2] * n)) == pytest.approx(float(smallest_signed_rank_p(n)), abs=CLOSE)


def test_for_small_samples_the_search_finds_the_ends_of_every_sample_and_pairing() -> None:
    values = [Fraction(value) for value in range(4)]
    before, after = ("1.0", "2.0", "3.0"), ("0.0", "1.0", "2.0")
    printed = [PrintedSummary(n=5, q1=q1, median=median, q3=q3) for q1, median, q3 in (before, after)]
    first, second = ([tuple(map(int, each)) for each in samples(values, one, 5)] for one in printed)
    pairings = {order for sample in second for order in permutations(sample)}
    every = signed_rank_p([[b - a for a, b in zip(x, y, strict=True)] for x in first for y in pairings])
    lattices = [
        feasible_moments(5, lower=0, upper=3, q1=q1, median=median, q3=q3).lattice for q1, median, q3 in (before, after)
    ]
    found = rank_search(lattices[0], lattices[1]).whole.exact
    assert found is not None
    assert (found.lower, found.upper) == pytest.approx((every.min(), every.max()), abs=CLOSE)


def test_a_whole_is_its_parts_put_together() -> None:
    """The whole has the n of both parts: its smallest P is smaller than that of either."""
    sets = []
    for q1, median, q3 in (("8.0", "9.0", "10.0"), ("0.0", "1.0", "2.0")):
        told = {
            name: PrintedSummary(n=n, q1=q1, median=median, q3=q3) for name, n in (("all", 9), ("one", 5), ("two", 4))
        }
        sets.append(feasible_cohorts(told, whole="all", parts=("one", "two"), lower=0, upper=10)["all"])
    found = rank_search(sets[0].lattice, sets[1].lattice)
    ends = [each.exact.lower for each in (found.whole, *found.leaves) if each.exact]
    assert ends == pytest.approx([float(smallest_signed_rank_p(n)) for n in (9, 5, 4)], abs=CLOSE)
    assert found.baseline is not None
    assert found.change is not None
    assert found.change.exact is None


def test_one_seed_gives_one_answer_and_another_seed_another() -> None:
    before = feasible_moments(16, lower=0, upper=5, q1="3.0", median="3.0", q3="3.0").lattice
    after = feasible_moments(16, lower=0, upper=5, q1="1.0", median="3.0", q3="3.0").lattice
    assert rank_search(before, after).whole == rank_search(before, after).whole
    assert rank_search(before, after, seed=2).whole != rank_search(before, after).whole


def test_a_printed_p_is_asked_of_each_p_found_and_of_their_ends() -> None:
    """.03 lies between .01 and .05, and no sample that was found has it; `<.01` is neither."""
    ends = PRange(lower=0.01, upper=0.05)
    found = FoundP(exact=None, approximate=ends, values=(0.01, 0.05), samples=2)
    assert [found.holds("=", text) for text in (".01", ".03", ".05")] == [True, False, True]
    assert [found.agrees("=", text) for text in (".01", ".03", ".06")] == [True, True, False]
    assert (found.holds("<", ".01"), found.agrees("<", ".01")) == (False, False)
    assert FoundP(exact=ends, approximate=PRange(lower=0.2, upper=0.3), values=(), samples=2).agrees("=", ".03")
