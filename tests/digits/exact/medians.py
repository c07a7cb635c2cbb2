"""Means and SDs from medians: luo2018 (equations 7, 11, 15), wan2014 (9, 16), shi2020 (10)."""

from __future__ import annotations

from mpmath import mpf

from tests.digits.exact import tails


def luo(n: mpf, low: mpf, q1: mpf, median: mpf, q3: mpf, high: mpf) -> dict[str, mpf]:
    range_, quartiles = (low + high) / 2, (q1 + q3) / 2
    w1, w2 = 4 / (4 + n ** mpf("0.75")), mpf("0.7") + mpf("0.39") / n
    w3, w4 = mpf("2.2") / (mpf("2.2") + n ** mpf("0.75")), mpf("0.7") - mpf("0.72") / n ** mpf("0.55")
    return {
        "Luo, extremes": w1 * range_ + (1 - w1) * median,
        "Luo, quartiles": w2 * quartiles + (1 - w2) * median,
        "Luo, both": w3 * range_ + w4 * quartiles + (1 - w3 - w4) * median,
    }


def sds(n: mpf, low: mpf, q1: mpf, q3: mpf, high: mpf) -> dict[str, mpf]:
    xi = 2 * tails.normal_quantile((n - mpf("0.375")) / (n + mpf("0.25")))
    eta = 2 * tails.normal_quantile((mpf("0.75") * n - mpf("0.125")) / (n + mpf("0.25")))
    w = 1 / (1 + mpf("0.07") * n ** mpf("0.6"))
    by_range, by_quartiles = (high - low) / xi, (q3 - q1) / eta
    return {
        "Wan, extremes": by_range,
        "Wan, quartiles": by_quartiles,
        "Shi, both": w * by_range + (1 - w) * by_quartiles,
    }
