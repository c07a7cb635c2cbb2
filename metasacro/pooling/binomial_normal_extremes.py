"""Counts from which no model can be fitted: a single cohort, no event at all, or events in everyone."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.effects.clopper_pearson import clopper_pearson
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.normal import normal_two_sided
from metasacro.pooling.pooled import Pooled
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def one_cohort(x: Floats, n: Floats, *, level: float) -> Pooled:
    """A single cohort: its own logit, and the logits of its exact bounds as the interval.

    >>> pooled = one_cohort(np.array([5.0]), np.array([10.0]), level=0.95)
    >>> pooled.estimate, round(pooled.exact.lower, 4)
    (0.0, 0.1871)
    """
    events, people = float(x[0]), float(n[0])
    if events in (0.0, people):
        return _answer(x, n, level=level, cautions=(caution("MS420"), _all_or_none(x, n)))
    estimate = math.log(events / (people - events))
    se = math.sqrt(1.0 / events + 1.0 / (people - events))
    return _answer(x, n, level=level, cautions=(caution("MS420"),), estimate=estimate, se=se)


def without_variation(x: Floats, n: Floats, *, level: float) -> Pooled:
    """No event in any cohort, or an event in everyone: the exact interval of the total and nothing else.

    >>> pooled = without_variation(np.zeros(2), np.array([53.0, 44.0]), level=0.95)
    >>> pooled.estimate, round(100 * pooled.exact.upper, 2)
    (None, 3.73)
    """
    return _answer(x, n, level=level, cautions=(_all_or_none(x, n),))


def _all_or_none(x: Floats, n: Floats) -> Caution:
    return caution("MS426" if x.sum() == 0 else "MS427", k=x.size, n=int(n.sum()))


def _answer(
    x: Floats,
    n: Floats,
    *,
    level: float,
    cautions: tuple[Caution, ...],
    estimate: float | None = None,
    se: float | None = None,
) -> Pooled:
    """What there is without a model."""
    low, high = (float(bound) for bound in clopper_pearson(x.sum(), n.sum(), level=level))
    interval = statistic = p_value = weights = None
    if estimate is not None and se is not None:
        interval = Interval(lower=math.log(low / (1.0 - low)), upper=math.log(high / (1.0 - high)), level=level)
        statistic = estimate / se
        p_value = float(normal_two_sided(statistic))
        weights = np.ones(1)
        weights.flags.writeable = False
    return Pooled(
        estimate=estimate,
        se=se,
        interval=interval,
        statistic=statistic,
        df=None,
        p_value=p_value,
        tau2=None,
        se_tau2=None,
        tau2_interval=None,
        i2=None,
        h2=None,
        i2_definition="",
        q=None,
        q_df=None,
        q_p=None,
        prediction=None,
        prediction_df=None,
        weights=weights,
        k=int(x.size),
        method="ML",
        test="z",
        level=level,
        exact=Interval(lower=low, upper=high, level=level),
        xi=x,
        ni=n,
        cautions=cautions,
    )
