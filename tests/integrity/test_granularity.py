"""GRIM, GRIMMER and DEBIT against enumerations and against published verdicts."""

from __future__ import annotations

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest

from metasacro.integrity.debit import debit
from metasacro.integrity.grim import grim
from metasacro.integrity.grimmer import grimmer

#: The data set `pigs1` of the R package scrutiny with its verdicts.
PIGS = [
    ("7.22", 32, True),
    ("4.74", 25, False),
    ("5.23", 29, False),
    ("2.57", 24, False),
    ("6.77", 27, False),
    ("2.68", 28, True),
    ("7.01", 29, False),
    ("7.38", 26, True),
    ("3.14", 27, False),
    ("6.89", 31, False),
    ("5.00", 25, True),
    ("0.24", 28, False),
]
WAYS = (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_HALF_DOWN)


def prints(value: Decimal, decimals: int) -> set[str]:
    """Every way in which a paper may print an exact value."""
    unit = Decimal(1).scaleb(-decimals)
    return {f"{value.quantize(unit, rounding=way):f}" for way in WAYS}


def exact(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


@pytest.mark.parametrize(("mean", "n", "consistent"), PIGS)
def test_grim_agrees_with_scrutiny(mean: str, n: int, consistent: bool) -> None:
    """Verdicts that the package's documentation prints."""
    assert grim(mean, n) is consistent


@pytest.mark.parametrize("n", range(1, 31))
def test_grim_allows_what_exists_and_nothing_else(n: int) -> None:
    """Of all means from 0.00 to 4.00, exactly those that some sum prints as."""
    possible = set().union(*(prints(exact(Fraction(total, n)), 2) for total in range(4 * n + 1)))
    asked = [f"{hundredths / 100:.2f}" for hundredths in range(401)]
    assert {mean for mean in asked if grim(mean, n)} == possible


def test_grim_has_no_power_with_many_values() -> None:
    """With n of 100 or more every mean of two decimals is possible."""
    assert all(grim(f"{hundredths / 100:.2f}", 100) for hundredths in range(401))


def test_items_and_steps_refine_the_grid() -> None:
    """3.33 needs three items of ten values; halves allow 3.25 of two values."""
    assert not grim("3.33", 10)
    assert grim("3.33", 10, items=3)
    assert not grim("3.25", 2)
    assert grim("3.25", 2, step="0.5")


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_grimmer_allows_every_sample(n: int) -> None:
    """No mean and SD of a real sample is ever doubted, however it is rounded."""
    for sample in combinations_with_replacement(range(6), n):
        mean, squares = Fraction(sum(sample), n), sum(value * value for value in sample)
        variance = (squares - Fraction(sum(sample) ** 2, n)) / (n - 1)
        for decimals, spread in product((1, 2), (1, 2)):
            for told in prints(exact(mean), decimals):
                for sd in prints(exact(variance).sqrt(), spread):
                    assert grimmer(told, sd, n)


def test_grimmer_doubts_what_does_not_exist() -> None:
    """Of five values from 0 to 20 none prints a mean of 4.0 with these SDs; those that exist are allowed."""
    existing = set()
    for sample in combinations_with_replacement(range(21), 5):
        if sum(sample) == 20:
            variance = Fraction(sum(value * value for value in sample) - 80, 4)
            existing |= prints(exact(variance).sqrt(), 2)
    asked = {f"{hundredths / 100:.2f}" for hundredths in range(300)}
    allowed = {sd for sd in asked if grimmer("4.0", sd, 5)}
    assert existing & asked <= allowed
    assert len(allowed - existing) <= 1
    assert grimmer("7.3", "2.51", 12) is False


@pytest.mark.parametrize("n", range(2, 25))
def test_debit_allows_what_exists_and_nothing_else(n: int) -> None:
    """Mean and SD of every count of ones, and no other SD beside that mean."""
    for ones in range(n + 1):
        mean = exact(Fraction(ones, n))
        told = f"{mean.quantize(Decimal('0.0001')):f}"
        variance = exact(Fraction(ones * (n - ones), n * (n - 1)))
        right = prints(variance.sqrt(), 2)
        assert {sd for sd in (f"{hundredths / 100:.2f}" for hundredths in range(75)) if debit(told, sd, n)} == right


def test_debit_agrees_with_scrutiny() -> None:
    """The example of its documentation."""
    assert debit("0.35", "0.18", 20) is False


def test_grimmer_rules_nothing_out_among_thousands_of_sums() -> None:
    """20,000 scores print a mean of 5 with 20,001 sums; of an SD that 20 scores cannot have, nothing is said."""
    assert grimmer("5.00", "0.10", 20) is False
    assert grimmer("5", "0.10", 20_000) is True
