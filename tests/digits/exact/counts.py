"""Mantel–Haenszel and Peto: mantel1959, robins1986, greenland1985, Sato, Greenland and Robins 1989, yusuf1985."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mpmath import mp, mpf

Row = tuple[int, int, int, int]


def real(value: Fraction) -> mpf:
    return mpf(value.numerator) / mpf(value.denominator)


def mantel_haenszel(measure: str, rows: Sequence[Row]) -> tuple[mpf, mpf]:
    """(estimate, SE); sums are exact fractions."""
    f = [tuple(Fraction(cell) for cell in row) for row in rows]
    if measure == "OR":
        r = [a * d / (a + b + c + d) for a, b, c, d in f]
        s = [b * c / (a + b + c + d) for a, b, c, d in f]
        p = [(a + d) / (a + b + c + d) for a, b, c, d in f]
        rr, ss = sum(r), sum(s)
        variance = (
            sum(x * y for x, y in zip(p, r, strict=True)) / (2 * rr**2)
            + sum(x * z + (1 - x) * y for x, y, z in zip(p, r, s, strict=True)) / (2 * rr * ss)
            + sum((1 - x) * z for x, z in zip(p, s, strict=True)) / (2 * ss**2)
        )
        return mp.log(real(rr / ss)), mp.sqrt(real(variance))
    if measure == "RR":
        top = sum(a * (c + d) / (a + b + c + d) for a, b, c, d in f)
        bottom = sum(c * (a + b) / (a + b + c + d) for a, b, c, d in f)
        spread = sum(((a + b) * (c + d) * (a + c) - a * c * (a + b + c + d)) / (a + b + c + d) ** 2 for a, b, c, d in f)
        return mp.log(real(top / bottom)), mp.sqrt(real(spread / (top * bottom)))
    total = sum((a + b) * (c + d) / (a + b + c + d) for a, b, c, d in f)
    estimate = sum((a * (c + d) - c * (a + b)) / (a + b + c + d) for a, b, c, d in f) / total
    p = sum(
        ((a + b) ** 2 * c - (c + d) ** 2 * a + (a + b) * (c + d) * (c + d - a - b) / 2) / (a + b + c + d) ** 2
        for a, b, c, d in f
    )
    q = sum((a * d + c * b) / (2 * (a + b + c + d)) for a, b, c, d in f)
    return real(estimate), mp.sqrt(real((estimate * p + q) / total**2))


def peto(rows: Sequence[Row]) -> tuple[mpf, mpf]:
    off = total = Fraction(0)
    for row in rows:
        a, b, c, d = (Fraction(cell) for cell in row)
        n, m = a + b + c + d, a + c
        off += a - (a + b) * m / n
        total += (a + b) * (c + d) * m * (n - m) / (n**2 * (n - 1))
    return real(off / total), 1 / mp.sqrt(real(total))
