"""The correlation that a paired t test's P leaves."""

from __future__ import annotations

from math import sqrt

import pytest

from metasacro.integrity.implied_correlation import correlation_from_paired_p, sd_from_paired_p
from metasacro.integrity.recomputed_p import PrintedMean
from metasacro.numerics.student import student_two_sided


@pytest.mark.parametrize("p", [".001", ".012", ".2"])
def test_the_implied_sd_gives_the_p_back(p: str) -> None:
    left = sd_from_paired_p(-1.3, 19, "<", p)
    assert float(student_two_sided(1.3 * sqrt(19) / left.upper, 18)) == pytest.approx(float(p), rel=1e-10)


def test_a_printed_p_leaves_what_rounds_to_it() -> None:
    left = sd_from_paired_p(-1.3, 19, "=", ".012")
    ends = [float(student_two_sided(1.3 * sqrt(19) / sd, 18)) for sd in (left.lower, left.upper)]
    assert ends == pytest.approx([0.0115, 0.0125], rel=1e-10)


def test_a_p_above_a_limit_leaves_every_larger_sd() -> None:
    left = sd_from_paired_p(-1.3, 19, ">", ".05")
    assert left.upper == float("inf")
    assert not left.empty


def test_a_weak_limit_rules_out_no_correlation() -> None:
    one, other = PrintedMean(mean="8", sd="1.9", n=19), PrintedMean(mean="3", sd="1.1", n=19)
    left = correlation_from_paired_p(one, other, "<", ".001")
    assert (left.lower, left.upper) == (-1.0, 1.0)


def test_no_correlation_is_left_where_even_equal_ranks_change_too_much() -> None:
    """A change of 0.1 with SDs of 1 and 3: the SD of the changes is 2 at least, and P far from .001."""
    one, other = PrintedMean(mean="5.0", sd="1.0", n=10), PrintedMean(mean="4.9", sd="3.0", n=10)
    assert correlation_from_paired_p(one, other, "<", ".001").empty


@pytest.mark.parametrize("r", [0.2, 0.6, 0.95])
def test_the_correlation_that_made_the_p_is_left_whatever_was_rounded(r: float) -> None:
    """Means 7.64 and 5.36, SDs 1.94 and 2.26, n = 12, printed to whole numbers and to one decimal."""
    t = 2.28 * sqrt(12) / sqrt(1.94**2 + 2.26**2 - 2 * r * 1.94 * 2.26)
    p = f"{float(student_two_sided(t, 11)):.3f}"
    for digits in (0, 1):
        one, other = (
            PrintedMean(mean=f"{mean:.{digits}f}", sd=f"{sd:.{digits}f}", n=12)
            for mean, sd in ((7.64, 1.94), (5.36, 2.26))
        )
        left = correlation_from_paired_p(one, other, "=" if float(p) else "<", p if float(p) else ".001")
        assert left.lower <= r <= left.upper


def test_scores_without_spread_say_nothing() -> None:
    one, other = PrintedMean(mean="5", sd="0", n=10), PrintedMean(mean="4", sd="3", n=10)
    left = correlation_from_paired_p(one, other, "<", ".001")
    assert (left.lower, left.upper) == (-1.0, 1.0)


def test_a_p_printed_as_nought_leaves_every_small_sd() -> None:
    """`.000` is anything up to .0005, and nothing says how much less."""
    left = sd_from_paired_p(-1.3, 19, "=", ".000")
    assert left.lower == 0.0
    assert float(student_two_sided(1.3 * sqrt(19) / left.upper, 18)) == pytest.approx(0.0005, rel=1e-10)
