"""The common part of the methods that pool counts under one common effect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.chi_square import chi_square_upper
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_quantile, normal_two_sided
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.cohort_effects import filled, own_effects
from metasacro.pooling.heterogeneity import I2_BY_Q
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Booleans, Floats
    from metasacro.pooling.two_group_counts import TwoGroups

#: Measures on which a cohort without events in both groups is silent.
RATIOS = ("OR", "RR", "PETO", "IRR")


def common_answer(
    measure: str,
    given: TwoGroups,
    *,
    method: str,
    estimate: float,
    variance: float,
    weights: Floats,
    taken: Booleans,
    own: tuple[float, str, bool],
    level: float,
    cautions: list[Caution],
) -> PooledCounts:
    """The answer with its interval, test, heterogeneity and cautions; None throughout where there is no estimate.

    Parameters
    ----------
    estimate, variance : the pooled effect; where it does not exist the variance is 0, infinite or `nan`
    weights : (k,) not normalized
    taken : (k,) cohorts that are pooled
    own : (add, to, drop00) of the cohorts' own effects
    """
    k = int(taken.sum())
    exists = 0.0 < variance < np.inf
    yi, vi = _own_effects(measure, given, *own)
    shares = interval = statistic = p_value = q = df = q_p = i2 = h2 = None
    if exists:
        se = float(np.sqrt(variance))
        half = float(normal_quantile((1.0 + level) / 2.0)) * se
        interval = Interval(lower=estimate - half, upper=estimate + half, level=level)
        statistic = estimate / se
        p_value = float(normal_two_sided(statistic))
        shares = weights / weights.sum()
        shares.flags.writeable = False
        seen = np.isfinite(yi) | (vi == np.inf)
        if seen.sum() >= 2:
            df = float(seen.sum() - 1)
            q = float(((yi[seen] - estimate) ** 2 / vi[seen]).sum())
            q_p = float(chi_square_upper(q, df))
            i2, h2 = (max(0.0, (q - df) / q) if q > 0 else 0.0), q / df
    return PooledCounts(
        estimate=estimate if exists else None,
        se=se if exists else None,
        interval=interval,
        statistic=statistic,
        df=None,
        p_value=p_value,
        tau2=0.0 if exists else None,
        se_tau2=None,
        tau2_interval=None,
        i2=i2,
        h2=h2,
        i2_definition=I2_BY_Q if i2 is not None else "",
        q=q,
        q_df=df,
        q_p=q_p,
        prediction=None,
        prediction_df=None,
        weights=shares,
        k=k,
        method=method,
        test="z",
        level=level,
        measure=measure,
        counts=given,
        cautions=tuple(cautions + _trust(measure, given, k, exists)),
    )


def cohorts_without_word(measure: str, given: TwoGroups, use: Booleans) -> list[Caution]:
    """Cautions on cohorts without events in both groups."""
    silent = given.silent
    if not silent.any():
        return []
    if measure in RATIOS:
        return [caution("MS450", rows=row_numbers(silent), measure=measure)]
    verdict = "they count in the pooled difference" if use[silent].all() else "they are left out"
    return [caution("MS451", rows=row_numbers(silent), verdict=verdict)]


def missing_events(given: TwoGroups) -> str:
    """In words, which group has no event (or nothing but events) in any cohort; empty if both have some of each.

    >>> from metasacro.pooling.two_group_counts import two_by_two
    >>> missing_events(two_by_two("OR", {"ai": [0, 0], "n1i": [9, 8], "ci": [2, 3], "n2i": [9, 8]}))
    'group 1 has no event in any cohort'
    """
    for name, events, people in (("group 1", given.a, given.n1), ("group 2", given.c, given.n2)):
        if not events.any():
            return f"{name} has no event in any cohort"
        if not given.rates and (events == people).all():
            return f"{name} has nothing but events in every cohort"
    return ""


def _own_effects(measure: str, given: TwoGroups, add: float, to: str, drop00: bool) -> tuple[Floats, Floats]:
    """Each cohort's (yi, vi), `nan` where it is left out."""
    more, rows = filled(given, add, to)
    yi, vi = own_effects(measure, more)
    if drop00:
        yi, vi = (np.where(given.silent, np.nan, x) for x in (yi, vi))
    elif measure == "PETO":
        empty = given.silent & ~rows
        yi, vi = np.where(empty, 0.0, yi), np.where(empty, np.inf, vi)
    return yi, vi


def _trust(measure: str, given: TwoGroups, k: int, exists: bool) -> list[Caution]:
    if not exists:
        reason = missing_events(given) or "no cohort compares groups that differ in anything"
        return [caution("MS453", measure=measure, reason=reason)]
    found = [caution("MS420")] if k == 1 else [caution("MS413")]
    values = (given.a, given.c) if given.rates else (given.a, given.c, given.n1, given.n2)
    broken = np.any([np.floor(x) != x for x in values], axis=0)
    if broken.any():
        found.append(caution("MS454", rows=row_numbers(broken)))
    return found
