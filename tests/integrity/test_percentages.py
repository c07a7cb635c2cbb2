"""Percentages against counts."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

import pytest

from metasacro.integrity.percentages import counts_with_percent, denominators_with_percent, percent_of_count
from metasacro.records.folder import load


@pytest.mark.parametrize("of", range(1, 61))
def test_each_count_has_its_percentage_and_no_other(of: int) -> None:
    """Whole percentages of every count, halves rounded either way."""
    for events in range(of + 1):
        exact = Decimal(100 * events) / of
        right = {str(exact.quantize(Decimal(1), rounding=way)) for way in (ROUND_HALF_UP, ROUND_HALF_DOWN)}
        assert {str(percent) for percent in range(101) if percent_of_count(str(percent), events, of)} == right


def test_counts_are_found_again() -> None:
    """Every count among those of its percentage; of 200 patients two or three share one."""
    for of in (7, 53, 200):
        for events in range(of + 1):
            assert events in counts_with_percent(str(round(100 * events / of, 1)), of)
    assert list(counts_with_percent("38", 200)) == [75, 76, 77]


def test_denominators_explain_a_percentage() -> None:
    """The 93 % of 42 can be of 45, as in the index study, and not of 53."""
    assert 45 in denominators_with_percent("93", 42, range(42, 60))
    assert 53 not in denominators_with_percent("93", 42, range(42, 60))


def test_every_percentage_of_the_index_study_is_of_its_count() -> None:
    """All that it prints beside a count."""
    study = load().studies["gupta2014"]
    counts = [entry.events for entry in study.entries if entry.events and entry.events.percent]
    told = [
        (each.percent.text, int(each.events.value), int(each.of.value))
        for each in counts
        if each.percent and each.events and each.of
    ]
    assert len(told) >= 20
    assert [each for each in told if not percent_of_count(*each)] == []
