"""Effect sizes and their variances, and the ways back: hedges1981, hedges1982, freeman1950, miller1978, clopper1934."""

from __future__ import annotations

from mpmath import mp, mpf

from tests.digits.exact import tails


def smd(m1: mpf, s1: mpf, n1: mpf, m2: mpf, s2: mpf, n2: mpf) -> tuple[mpf, mpf]:
    df = n1 + n2 - 2
    pooled = mp.sqrt(((n1 - 1) * s1**2 + (n2 - 1) * s2**2) / df)
    g = correction(df) * (m1 - m2) / pooled
    return g, 1 / n1 + 1 / n2 + g**2 / (2 * (n1 + n2))


def correction(df: mpf) -> mpf:
    return mp.exp(mp.loggamma(df / 2) - mp.loggamma((df - 1) / 2)) / mp.sqrt(df / 2)


def md(m1: mpf, s1: mpf, n1: mpf, m2: mpf, s2: mpf, n2: mpf) -> tuple[mpf, mpf]:
    return m1 - m2, s1**2 / n1 + s2**2 / n2


def mc(m1: mpf, s1: mpf, m2: mpf, s2: mpf, n: mpf, r: mpf) -> tuple[mpf, mpf]:
    return m1 - m2, (s1**2 + s2**2 - 2 * r * s1 * s2) / n


def odds_ratio(a: mpf, b: mpf, c: mpf, d: mpf) -> tuple[mpf, mpf]:
    return mp.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


def risk_ratio(a: mpf, b: mpf, c: mpf, d: mpf) -> tuple[mpf, mpf]:
    n1, n2 = a + b, c + d
    return mp.log(a * n2 / (c * n1)), 1 / a - 1 / n1 + 1 / c - 1 / n2


def risk_difference(a: mpf, b: mpf, c: mpf, d: mpf) -> tuple[mpf, mpf]:
    n1, n2 = a + b, c + d
    return a / n1 - c / n2, a * b / n1**3 + c * d / n2**3


def logit(x: mpf, n: mpf) -> tuple[mpf, mpf]:
    return mp.log(x / (n - x)), 1 / x + 1 / (n - x)


def double_arcsine(x: mpf, n: mpf) -> tuple[mpf, mpf]:
    return (mp.asin(mp.sqrt(x / (n + 1))) + mp.asin(mp.sqrt((x + 1) / (n + 1)))) / 2, 1 / (4 * n + 2)


def share_of_double_arcsine(y: mpf, n: mpf) -> mpf:
    sine = mp.sin(2 * y)
    return (1 - mp.sign(mp.cos(2 * y)) * mp.sqrt(1 - (sine + (sine - 1 / sine) / n) ** 2)) / 2


def clopper_pearson(x: mpf, n: mpf, level: mpf) -> tuple[mpf, mpf]:
    tail = (1 - level) / 2
    lower = tails.beta_quantile(tail, x, n - x + 1) if x > 0 else mpf(0)
    upper = tails.beta_quantile(1 - tail, x + 1, n - x) if x < n else mpf(1)
    return lower, upper
