"""Every sample, one by one: the slow and certain way to what the lattice answers at once."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement

from metasacro.moments.feasible.printed_summary import PrintedSummary

Sample = tuple[Fraction, ...]


def quantile(sample: Sample, p: Fraction, type_: int) -> Fraction:
    """R's nine types, as its manual defines them."""
    n = len(sample)
    if type_ <= 3:
        m = Fraction(-1, 2) if type_ == 3 else Fraction(0)
        j = math.floor(n * p + m)
        g = n * p + m - j
        if type_ == 1:
            gamma = Fraction(int(g > 0))
        elif type_ == 2:
            gamma = Fraction(1) if g > 0 else Fraction(1, 2)
        else:
            gamma = Fraction(int(g > 0 or j % 2 != 0))
    else:
        m = {
            4: Fraction(0),
            5: Fraction(1, 2),
            6: p,
            7: 1 - p,
            8: (p + 1) / 3,
            9: p / 4 + Fraction(3, 8),
        }[type_]
        j = math.floor(n * p + m)
        gamma = n * p + m - j
    low, high = (sample[min(max(at, 1), n) - 1] for at in (j, j + 1))
    return (1 - gamma) * low + gamma * high


def median(sample: Sample) -> Fraction:
    n = len(sample)
    return (sample[(n - 1) // 2] + sample[n // 2]) / 2


def prints_as(value: Fraction, text: str) -> bool:
    """Half-up (away from 0) or half-even, at the decimals of the text; value at least 0."""
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    scaled = value / unit
    whole = Fraction(text) / unit
    half_up = math.floor(scaled + Fraction(1, 2))
    half_even = round(scaled)
    return whole in (half_up, half_even)


def square_root_prints_as(square: Fraction, text: str) -> bool:
    """The same for a square root, by squares."""
    unit = Fraction(1, 10 ** len(text.partition(".")[2]))
    low, high = Fraction(text) - unit / 2, Fraction(text) + unit / 2
    even = int(text[-1]) % 2 == 0
    return max(low, Fraction(0)) ** 2 <= square and (square < high**2 or (even and square == high**2))


def mean(sample: Sample) -> Fraction:
    return sum(sample, Fraction(0)) / len(sample)


def variance(sample: Sample) -> Fraction:
    centre = mean(sample)
    return sum(((x - centre) ** 2 for x in sample), Fraction(0)) / (len(sample) - 1)


def agrees(sample: Sample, printed: PrintedSummary, type_: int) -> bool:
    told = {
        "min": lambda: sample[0],
        "q1": lambda: quantile(sample, Fraction(1, 4), type_),
        "median": lambda: median(sample),
        "q3": lambda: quantile(sample, Fraction(3, 4), type_),
        "max": lambda: sample[-1],
        "mean": lambda: mean(sample),
    }
    for name, value in told.items():
        text = getattr(printed, name)
        if text is not None and not prints_as(value(), text):
            return False
    return printed.sd is None or square_root_prints_as(variance(sample), str(printed.sd))


def samples(values: list[Fraction], printed: PrintedSummary, type_: int) -> Iterator[Sample]:
    """Every multiset of n values that agrees."""
    for sample in combinations_with_replacement(values, printed.n):
        if agrees(sample, printed, type_):
            yield sample
