"""What can have been rounded to a printed number, and the whole numbers among it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metasacro.moments.feasible.rounding import Unrounded, half_unit, whole_numbers
from metasacro.moments.feasible.scale import Scale, whole_steps

#: Ends that count: half-up rounds away from 0, half-even to the even digit; an end counts if either does.
ENDS = [
    ("2", True, True),
    ("1", True, False),
    ("0", True, True),
    ("-1", False, True),
    ("-2", True, True),
    ("0.3", True, False),
    ("-0.3", False, True),
    ("0.10", True, True),
    ("7.6", True, True),
]


@pytest.mark.parametrize(("text", "lower_closed", "upper_closed"), ENDS)
def test_ends_that_round_to_the_print(text: str, lower_closed: bool, upper_closed: bool) -> None:
    told, half = Unrounded.of(text), half_unit(text)
    assert (told.lower, told.upper) == (Fraction(text) - half, Fraction(text) + half)
    assert (told.lower_closed, told.upper_closed) == (lower_closed, upper_closed)
    assert (told.contains(told.lower), told.contains(told.upper)) == (lower_closed, upper_closed)
    nearly = half * Fraction(1_000_001, 1_000_000)
    assert told.contains(Fraction(text))
    assert not told.contains(Fraction(text) - nearly)
    assert not told.contains(Fraction(text) + nearly)


@pytest.mark.parametrize("text", [text for text, _, _ in ENDS])
@pytest.mark.parametrize("factor", [Fraction(1), Fraction(2), Fraction(3, 4), Fraction(20)])
@pytest.mark.parametrize("shift", [Fraction(0), Fraction(1, 2), Fraction(-3)])
def test_whole_numbers_are_those_whose_value_lies_inside(text: str, factor: Fraction, shift: Fraction) -> None:
    told = Unrounded.of(text)
    first, last = told.whole_numbers(factor, shift)
    inside = [m for m in range(-200, 200) if told.contains((m - shift) / factor)]
    assert list(range(first, last + 1)) == inside


def test_whole_numbers_between_two_fractions() -> None:
    assert list(whole_numbers(Fraction(-1, 2), Fraction(5, 2))) == [0, 1, 2]
    assert list(whole_numbers(Fraction(-1), Fraction(1))) == [-1, 0, 1]
    assert list(whole_numbers(Fraction(1, 3), Fraction(2, 3))) == []


def test_a_scale_counts_its_steps_from_the_lower_end() -> None:
    scale = Scale.of("-2", "3.5", "0.5")
    assert scale.top == 11
    assert [scale.value(Fraction(code)) for code in (0, 5, 11)] == [-2, Fraction(1, 2), Fraction(7, 2)]
    assert [scale.code(Fraction(value)) for value in ("-2", "0.5", "3.5", "0.75")] == [0, 5, 11, Fraction(11, 2)]
    assert Scale.of(1, 5) == Scale.of("1", "5", 1)
    assert Scale.of(0, 2000).top == 2000
    assert (whole_steps("1", "2", "0.4"), whole_steps("0.25", "3.25", "0.5")) == (None, 6)
    assert whole_steps("0.25", "1.25", "1") == 1
