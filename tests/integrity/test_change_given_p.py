"""What a P value of a paired test leaves of the SD of changes, against every sample, pairing and pattern of ties."""

from __future__ import annotations

import math
from itertools import combinations_with_replacement, permutations, product

import numpy as np
import pytest
from scipy import stats

from metasacro.integrity.change_given_p import most_against, sd_given_signed_rank
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.paired_change import feasible_change


def p_values(changes: tuple[int, ...]) -> tuple[float, float]:
    """Exact, by every pattern of signs, and approximate; pairs without a change left out, ties as mean ranks."""
    moved = np.array([change for change in changes if change])
    n = len(moved)
    if not n:
        return 1.0, 1.0
    ranks = stats.rankdata(np.abs(moved))
    observed = ranks[moved > 0].sum()
    sums = [ranks[np.array(signs)].sum() for signs in product([True, False], repeat=n)]
    tail = min(np.mean(np.array(sums) <= observed + 1e-9), np.mean(np.array(sums) >= observed - 1e-9))
    spread = math.sqrt((ranks**2).sum() / 4)
    return min(1.0, 2 * tail), float(2 * stats.norm.sf(abs(observed - n * (n + 1) / 4) / spread))


def points_down(changes: tuple[int, ...]) -> bool:
    """Whether the ranks of the positive changes are the smaller sum."""
    moved = np.array([change for change in changes if change])
    ranks = stats.rankdata(np.abs(moved)) if len(moved) else moved
    return bool(ranks[moved > 0].sum() < ranks[moved < 0].sum())


@pytest.mark.parametrize("n", [3, 5, 6])
def test_no_pattern_of_ties_lets_more_go_against_the_others(n: int) -> None:
    """Every n changes from −4 to 4 up to order: as many against as the P allows, or fewer."""
    seen: dict[int, float] = {}
    for changes in combinations_with_replacement(range(-4, 5), n):
        against = sum(change > 0 for change in changes)
        if points_down(changes):
            seen[against] = min(seen.get(against, 1.0), *p_values(changes))
    for against, p in seen.items():
        assert most_against(n, p * (1 + 1e-12)) >= against


@pytest.mark.parametrize("p", [".07", ".13", ".3"])
def test_no_sample_and_pairing_with_such_a_p_has_a_larger_sd(p: str) -> None:
    """n = 5 on 0 to 3; everything that agrees with the printed medians and minima."""
    before = feasible_moments(5, lower=0, upper=3, min="1", median="3")
    after = feasible_moments(5, lower=0, upper=3, median="0", max="2")
    low = [s for s in combinations_with_replacement(range(4), 5) if s[0] == 1 and s[2] == 3]
    high = [s for s in combinations_with_replacement(range(4), 5) if s[2] == 0 and s[-1] == 2]
    told = sd_given_signed_rank(before, after, "<", p)
    largest = 0.0
    for first, second in product(low, high):
        for shuffled in set(permutations(second)):
            changes = tuple(b - a for a, b in zip(first, shuffled, strict=True))
            if points_down(changes) and min(p_values(changes)) <= float(p):
                largest = max(largest, float(np.std(changes, ddof=1)))
    assert largest <= told.upper
    assert told.upper <= feasible_change(before, after).sd.upper * (1 + 1e-5)


@pytest.mark.parametrize("relation", [">", "≥"])
def test_a_p_without_an_upper_end_says_nothing(relation: str) -> None:
    side = feasible_moments(5, lower=0, upper=3, median="1")
    assert sd_given_signed_rank(side, side, relation, ".05").upper == math.inf
