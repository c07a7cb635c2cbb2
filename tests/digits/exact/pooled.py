"""What a pooled answer consists of: estimate, errors, intervals, heterogeneity, prediction.

dersimonian1986, hartung2001, roever2015 (the factor kept at 1 or more), higgins2002 (equations 9 to 12), higgins2009,
viechtbauer2007.
"""

from __future__ import annotations

from mpmath import mp, mpf

from tests.digits.exact import spread, tails
from tests.digits.exact.cohorts import Cohorts

#: Level of every interval.
LEVEL = mpf(0.95)


def pooled(cohorts: Cohorts, tau2: mpf, *, common: bool) -> dict[str, mpf]:
    k = cohorts.k
    here, zero = spread.at(cohorts, tau2), spread.at(cohorts, mpf(0))
    factor = here.q / (k - 1)
    z, t = tails.normal_quantile((1 + LEVEL) / 2), tails.student_quantile((1 + LEVEL) / 2, mpf(k - 1))
    se = {"z": 1 / mp.sqrt(here.s1), "knha": mp.sqrt(factor / here.s1), "adhoc": mp.sqrt(max(mpf(1), factor) / here.s1)}
    typical = (k - 1) * zero.s1 / (zero.s1**2 - zero.s2)
    answer = {"estimate": here.mu, **{f"SE {test}": each for test, each in se.items()}}
    answer["lower z"], answer["upper z"] = here.mu - z * se["z"], here.mu + z * se["z"]
    answer["lower knha"], answer["upper knha"] = here.mu - t * se["knha"], here.mu + t * se["knha"]
    answer["P z"] = 2 * tails.normal_cdf(-abs(here.mu / se["z"]))
    answer["P knha"] = tails.student_two_sided(here.mu / se["knha"], mpf(k - 1))
    if common:
        answer["I²"], answer["H²"] = max(mpf(0), (zero.q - (k - 1)) / zero.q), zero.q / (k - 1)
    else:
        answer["I²"], answer["H²"] = tau2 / (tau2 + typical), 1 + tau2 / typical
        if k >= 3:
            half = t * mp.sqrt(tau2 + se["knha"] ** 2)
            answer["prediction lower"], answer["prediction upper"] = here.mu - half, here.mu + half
    return answer


def heterogeneity(cohorts: Cohorts) -> dict[str, mpf]:
    """Q, its P value, and the Q-profile interval of τ²."""
    df = mpf(cohorts.k - 1)
    q = spread.at(cohorts, mpf(0)).q
    high, low = (tails.chi_square_quantile(p, df) for p in ((1 + LEVEL) / 2, (1 - LEVEL) / 2))
    return {
        "Q": q,
        "P of Q": tails.chi_square_upper(q, df),
        "Q-profile lower": spread.where_q_is(high, cohorts),
        "Q-profile upper": spread.where_q_is(low, cohorts),
    }
