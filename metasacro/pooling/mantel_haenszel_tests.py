"""Tests that stratified tables allow: is there any effect, and is the odds ratio one?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.pooling.pooled_counts import ChiSquare

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats
    from metasacro.pooling.two_group_counts import TwoGroups


def no_effect(groups: TwoGroups, *, correct: bool) -> tuple[ChiSquare | None, ChiSquare | None]:
    """Cochran–Mantel–Haenszel tests of no effect: (Mantel–Haenszel's variance, Cochran's variance).

    (|Σ (a − n1 m/N)| − ½)²/Σ V, V = n1 n2 m (N − m)/(N²(N − 1)) (Mantel–Haenszel) or /N³ (Cochran), m = a + c. For
    person-time V = m t1 t2/T², and there is only one test. The ½ is left out without `correct`, and never carries the
    difference past 0. None where no cohort says anything.
    """
    a, m, n1, n2 = groups.a, groups.a + groups.c, groups.n1, groups.n2
    n = n1 + n2
    distance = abs(float((a - n1 * m / n).sum()))
    distance = max(0.0, distance - (0.5 if correct else 0.0))
    if groups.rates:
        return _one_df(distance, float((m * (n1 / n) * (n2 / n)).sum())), None
    spread = (n1 / n) * (n2 / n) * m * (n - m)
    exact = spread / np.where(n > 1, n - 1.0, 1.0)
    return _one_df(distance, float(exact.sum())), _one_df(distance, float((spread / n).sum()))


def one_odds_ratio(groups: TwoGroups, estimate: float) -> tuple[ChiSquare | None, ChiSquare | None]:
    """Breslow–Day test that all cohorts share one odds ratio, and the same with Tarone's correction.

    Σ (a − A)²/V, A the count of events that the pooled odds ratio and the table's margins imply, V = 1/(1/A + 1/B +
    1/C + 1/D); Tarone: minus (Σ (a − A))²/Σ V. χ² on one less than the number of cohorts that say anything. With few
    events in each table the χ² distribution is a rough guide. None where fewer than two do.
    """
    groups = groups.rows(~groups.silent)
    if groups.a.size < 2:
        return None, None
    m = groups.a + groups.c
    expected = implied_events(m, groups.n1, groups.n2, float(np.exp(estimate)))
    cells = np.stack([expected, groups.n1 - expected, m - expected, groups.n2 - m + expected])
    variance = 1.0 / (1.0 / cells).sum(axis=0)
    off = groups.a - expected
    statistic = float((off**2 / variance).sum())
    corrected = statistic - float(off.sum()) ** 2 / float(variance.sum())
    df = groups.a.size - 1.0
    breslow_day, tarone = (
        ChiSquare(statistic=x, df=df, p_value=float(chi_square_upper(max(x, 0.0), df))) for x in (statistic, corrected)
    )
    return breslow_day, tarone


def implied_events(m: Floats, n1: Floats, n2: Floats, ratio: float) -> Floats:
    """Events A of group 1 in a table with these margins and A(n2 − m + A)/((n1 − A)(m − A)) = `ratio`.

    The root between the ends of A, in the form that loses no digits whichever sign the linear term has.

    >>> implied_events(np.array([5.0]), np.array([10.0]), np.array([10.0]), 1.0).tolist()
    [2.5]
    """
    linear = ratio * (n1 + m) + (n2 - m)
    root = np.sqrt(np.maximum(linear**2 - 4.0 * (ratio - 1.0) * ratio * n1 * m, 0.0))
    inside: Floats = 2.0 * ratio * n1 * m / (linear + root)
    return inside


def _one_df(distance: float, variance: float) -> ChiSquare | None:
    if variance <= 0.0:
        return None
    statistic = distance**2 / variance
    return ChiSquare(statistic=statistic, df=1.0, p_value=float(chi_square_upper(statistic, 1.0)))
