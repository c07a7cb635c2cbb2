"""Mantel–Haenszel, Peto and their tests against the formulas of the papers in exact fractions."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import erfc, exp, log, log1p
from typing import TypeAlias

import numpy as np
import pytest

from metasacro.pooling.mantel_haenszel_estimates import ESTIMATORS
from metasacro.pooling.mantel_haenszel_tests import implied_events, no_effect, one_odds_ratio
from metasacro.pooling.peto import peto_batch
from metasacro.pooling.two_group_counts import TwoGroups
from tests.tolerances import CLOSED

#: a, n1, c, n2 of each cohort: unequal groups, one without an event, one with an empty cell.
Table: TypeAlias = tuple[int, int, int, int]
COHORTS: tuple[Table, ...] = ((3, 20, 7, 31), (0, 12, 5, 17), (9, 40, 4, 15), (0, 8, 0, 9))
#: Two large trials whose groups differ by one event in a million: the logarithm of their ratio has to be found from it.
NEAR: tuple[Table, ...] = ((1_000_001, 3_000_007, 1_000_000, 2_999_989), (500_000, 2_000_003, 500_000, 1_999_999))


def groups(rows: Sequence[Table], *, rates: bool = False) -> TwoGroups:
    a, n1, c, n2 = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    return TwoGroups(a=a, n1=n1, c=c, n2=n2, rates=rates)


def logarithm(top: Fraction, bottom: Fraction) -> float:
    return log1p(float((top - bottom) / bottom)) if abs(top - bottom) < bottom / 2 else log(float(top / bottom))


def exact(rows: Sequence[Table]) -> list[tuple[Fraction, Fraction, Fraction, Fraction, Fraction]]:
    """a, n1, c, n2 and N of each cohort."""
    return [(Fraction(a), Fraction(n1), Fraction(c), Fraction(n2), Fraction(n1 + n2)) for a, n1, c, n2 in rows]


def total(values: Iterable[Fraction]) -> Fraction:
    return sum(values, Fraction(0))


def odds_ratio(rows: Sequence[Table]) -> tuple[float, float]:
    """Robins, Breslow and Greenland."""
    r = total(a * (n2 - c) / n for a, n1, c, n2, n in exact(rows))
    s = total((n1 - a) * c / n for a, n1, c, n2, n in exact(rows))
    pr = total((a + n2 - c) * a * (n2 - c) / n**2 for a, n1, c, n2, n in exact(rows))
    qs = total((n1 - a + c) * (n1 - a) * c / n**2 for a, n1, c, n2, n in exact(rows))
    cross = total(((a + n2 - c) * (n1 - a) * c + (n1 - a + c) * a * (n2 - c)) / n**2 for a, n1, c, n2, n in exact(rows))
    return logarithm(r, s), float(pr / (2 * r**2) + cross / (2 * r * s) + qs / (2 * s**2))


def risk_ratio(rows: Sequence[Table]) -> tuple[float, float]:
    """Greenland and Robins."""
    r = total(a * n2 / n for a, n1, c, n2, n in exact(rows))
    s = total(c * n1 / n for a, n1, c, n2, n in exact(rows))
    spread = total(((a + c) * n1 * n2 - a * c * n) / n**2 for a, n1, c, n2, n in exact(rows))
    return logarithm(r, s), float(spread / (r * s))


def risk_difference(rows: Sequence[Table]) -> tuple[float, float]:
    """Sato, Greenland and Robins."""
    w = total(n1 * n2 / n for a, n1, c, n2, n in exact(rows))
    difference = total((a * n2 - c * n1) / n for a, n1, c, n2, n in exact(rows)) / w
    p = total((n1**2 * c - n2**2 * a + n1 * n2 * (n2 - n1) / 2) / n**2 for a, n1, c, n2, n in exact(rows))
    q = total((a * (n2 - c) + c * (n1 - a)) / (2 * n) for a, n1, c, n2, n in exact(rows))
    return float(difference), float((difference * p + q) / w**2)


def rate_ratio(rows: Sequence[Table]) -> tuple[float, float]:
    """Greenland and Robins, of person-time."""
    r = total(x1 * t2 / t for x1, t1, x2, t2, t in exact(rows))
    s = total(x2 * t1 / t for x1, t1, x2, t2, t in exact(rows))
    return logarithm(r, s), float(total((x1 + x2) * t1 * t2 / t**2 for x1, t1, x2, t2, t in exact(rows)) / (r * s))


def rate_difference(rows: Sequence[Table]) -> tuple[float, float]:
    """Greenland and Robins, of person-time."""
    w = total(t1 * t2 / t for x1, t1, x2, t2, t in exact(rows))
    difference = total((x1 * t2 - x2 * t1) / t for x1, t1, x2, t2, t in exact(rows)) / w
    return float(difference), float(
        total((x1 * t2**2 + x2 * t1**2) / t**2 for x1, t1, x2, t2, t in exact(rows)) / w**2
    )  # fmt: skip


EXACT = {"OR": odds_ratio, "RR": risk_ratio, "RD": risk_difference, "IRR": rate_ratio, "IRD": rate_difference}
KEEP = np.array([[True, True, True, True], [True, True, False, True], [False, True, True, False]])


@pytest.mark.parametrize("measure", EXACT)
def test_estimates_and_variances_are_those_of_the_papers(measure: str) -> None:
    estimate, variance, weights = ESTIMATORS[measure](groups(COHORTS), KEEP.astype(np.float64))
    for row, keep in enumerate(KEEP):
        answer = EXACT[measure]([cohort for cohort, kept in zip(COHORTS, keep, strict=True) if kept])
        assert (float(estimate[row]), float(variance[row])) == pytest.approx(answer, rel=CLOSED)
    x, n1, c, n2 = np.array(COHORTS, dtype=np.float64).T
    of_each = {"OR": (n1 - x) * c, "RR": c * n1, "IRR": c * n1}.get(measure, n1 * n2) / (n1 + n2)
    assert weights == pytest.approx(KEEP * of_each, rel=CLOSED)


@pytest.mark.parametrize("measure", ["OR", "RR"])
def test_ratios_near_1_keep_their_digits(measure: str) -> None:
    use = np.array([[1.0, 1.0], [1.0, 0.0]])
    estimate, _, _ = ESTIMATORS[measure](groups(NEAR), use)
    answers = [EXACT[measure](NEAR)[0], EXACT[measure](NEAR[:1])[0]]
    assert estimate == pytest.approx(answers, rel=CLOSED, abs=0)


def moments(rows: Sequence[Table]) -> tuple[Fraction, Fraction, Fraction]:
    """Σ (a − E), Σ V with N − 1 and with N: the hypergeometric distribution, and the binomial one."""
    off = total(a - n1 * (a + c) / n for a, n1, c, n2, n in exact(rows))
    hypergeometric = total(n1 * n2 * (a + c) * (n - a - c) / (n**2 * (n - 1)) for a, n1, c, n2, n in exact(rows))
    return off, hypergeometric, total(n1 * n2 * (a + c) * (n - a - c) / n**3 for a, n1, c, n2, n in exact(rows))


@pytest.mark.parametrize("correct", [True, False])
def test_the_tests_of_no_effect_are_those_of_mantel_and_haenszel_and_of_cochran(correct: bool) -> None:
    off, hypergeometric, binomial = moments(COHORTS)
    distance = abs(off) - (Fraction(1, 2) if correct else 0)
    found = no_effect(groups(COHORTS), correct=correct)
    for test, variance in zip(found, (hypergeometric, binomial), strict=True):
        assert test is not None
        assert (test.statistic, test.df) == pytest.approx((float(distance**2 / variance), 1.0), rel=CLOSED)
        assert test.p_value == pytest.approx(erfc((test.statistic / 2) ** 0.5), rel=1e-10)
    assert 0.5 < abs(off) != 1.0


def test_the_test_of_person_time_has_the_variance_of_counts() -> None:
    off = total(x1 - t1 * (x1 + x2) / t for x1, t1, x2, t2, t in exact(COHORTS))
    variance = total((x1 + x2) * t1 * t2 / t**2 for x1, t1, x2, t2, t in exact(COHORTS))
    test, other = no_effect(groups(COHORTS, rates=True), correct=False)
    assert test is not None
    assert other is None
    assert test.statistic == pytest.approx(float(off**2 / variance), rel=CLOSED)


def test_of_two_people_each_margin_fits_and_of_one_group_there_is_no_test() -> None:
    """N − 1 = 1 in a table of two, and no variance where nobody has an event."""
    test, cochran = no_effect(groups([(1, 1, 0, 1)]), correct=False)
    assert test is not None
    assert cochran is not None
    assert (test.statistic, cochran.statistic) == pytest.approx((1.0, 2.0), rel=CLOSED)
    assert no_effect(groups([(0, 8, 0, 9)]), correct=True) == (None, None)
    assert no_effect(groups([(0, 8, 0, 9)], rates=True), correct=True) == (None, None)


def implied(row: Table, ratio: float) -> float:
    """By halving: the events of group 1 with this odds ratio and these margins."""
    a, n1, c, n2 = row
    m = a + c
    low, high = float(max(0, m - n2)), float(min(m, n1))
    for _ in range(200):
        middle = (low + high) / 2
        above = middle * (n2 - m + middle) > ratio * (n1 - middle) * (m - middle)
        low, high = (low, middle) if above else (middle, high)
    return low


@pytest.mark.parametrize("log_ratio", [-0.4, 0.0, 0.9])
def test_breslow_and_day_and_tarone(log_ratio: float) -> None:
    telling = COHORTS[:3]
    off, inverse = [], []
    for a, n1, c, n2 in telling:
        fitted = implied((a, n1, c, n2), exp(log_ratio))
        cells = (fitted, n1 - fitted, a + c - fitted, n2 - a - c + fitted)
        off.append(a - fitted)
        inverse.append(sum(1 / cell for cell in cells))
    statistic = sum(d * d * v for d, v in zip(off, inverse, strict=True))
    corrected = statistic - sum(off) ** 2 / sum(1 / v for v in inverse)
    found = one_odds_ratio(groups(COHORTS), log_ratio)
    for test, answer in zip(found, (statistic, corrected), strict=True):
        assert test is not None
        assert (test.statistic, test.df) == pytest.approx((answer, 2.0), rel=1e-10)
        assert test.p_value == pytest.approx(exp(-answer / 2), rel=1e-9)  # χ² on 2 df


def test_like_cohorts_have_a_small_statistic_and_its_p_value() -> None:
    found = one_odds_ratio(groups([(3, 20, 7, 31), (4, 20, 8, 31)]), -0.4)
    for test in found:
        assert test is not None
        assert 0 < test.statistic < 0.5
        assert test.p_value == pytest.approx(erfc((test.statistic / 2) ** 0.5), rel=1e-10)


def test_events_implied_by_a_minute_ratio_where_group_2_could_have_them_all() -> None:
    a = float(implied_events(np.array([5.0]), np.array([4.0]), np.array([5.0]), 1e-6)[0])
    assert a * a / ((4 - a) * (5 - a)) == pytest.approx(1e-6, rel=1e-10)


def test_one_telling_cohort_is_no_test_of_one_odds_ratio_and_two_are() -> None:
    assert one_odds_ratio(groups([COHORTS[0], COHORTS[3]]), 0.0) == (None, None)
    two = one_odds_ratio(groups([*COHORTS[:2], COHORTS[3]]), 0.1)
    assert [test.df for test in two if test is not None] == [1.0, 1.0]


def test_petos_step_is_that_of_the_hypergeometric_distribution() -> None:
    a, n1, c, n2 = np.array(COHORTS).T
    estimate, se = peto_batch(a, n1, c, n2, keep=KEEP)
    for row, keep in enumerate(KEEP):
        off, spread, _ = moments([cohort for cohort, kept in zip(COHORTS, keep, strict=True) if kept])
        assert (float(estimate[row]), float(se[row])) == pytest.approx(
            (off / spread, float(spread) ** -0.5), rel=CLOSED
        )
    off, spread, _ = moments(COHORTS)
    alone = peto_batch(a, n1, c, n2)
    assert (float(alone[0]), float(alone[1])) == pytest.approx((off / spread, float(spread) ** -0.5), rel=CLOSED)


def test_without_any_event_peto_has_no_answer_and_no_warning() -> None:
    estimate, se = peto_batch([0, 0], [8, 9], [0, 0], [8, 7])
    assert np.isnan(estimate)
    assert se == np.inf
