"""Cohen's kappa: how far two readers agree beyond what their habits alone would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.interval import Interval
from metasacro.problems import caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.problems import Caution


#: A variance of n judgements below this is 0, up to rounding: shares of up to a million judgements differ by more.
ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """The agreement of two readers. `estimate` or `interval` is `None` where a caution says why."""

    n: int
    observed: float  #: the share of equal judgements
    expected: float  #: the share that both readers' habits would give
    estimate: float | None
    se: float | None
    interval: Interval | None
    cautions: tuple[Caution, ...]


def cohens_kappa(judgements: Iterable[tuple[str, str]], level: float = 0.95) -> Kappa:
    """Cohen's kappa of two readers' unordered judgements of the same items, with its large-sample interval.

    kappa = (po − pe)/(1 − pe), with po the share of equal judgements and pe = Σ p(i.) p(.i). Its variance is
    [Σ p(ii) (1 − (p(i.) + p(.i))(1 − kappa))² + (1 − kappa)² Σ(i≠j) p(ij) (p(.i) + p(j.))² − (kappa − pe(1 − kappa))²]
    / (n (1 − pe)²).

    Parameters
    ----------
    judgements : what the first and the second reader said of each item; one or more
    level : coverage of the interval

    Returns
    -------
    Kappa: 1 is full agreement, 0 what chance would give, negative less than that

    Domain
    ------
    Items are independent and answers have no order. Where both readers gave one and the same answer throughout, kappa
    does not exist (MS294). Where they never differ, or one of them
    gave one answer throughout, its standard error is 0 and there is no interval (MS295). Rare
    answers make kappa low though nearly all judgements agree: read it beside the share of equal ones.

    References
    ----------
    cohen1960 (kappa); fleiss1969 (its variance, equation 13). Agrees with statsmodels to 12 digits.

    >>> answers = {("yes", "yes"): 20, ("yes", "no"): 5, ("no", "yes"): 10, ("no", "no"): 15}
    >>> round(cohens_kappa(pair for pair, count in answers.items() for _ in range(count)).estimate, 6)
    0.4
    """
    pairs = Counter(judgements)
    n = sum(pairs.values())
    first: Counter[str] = Counter()
    second: Counter[str] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    observed = sum(count for (one, other), count in pairs.items() if one == other) / n
    expected = sum(first[answer] * second[answer] for answer in first) / n**2
    if len({*first, *second}) == 1:
        told = (caution("MS294", n=n),)
        return Kappa(n=n, observed=observed, expected=expected, estimate=None, se=None, interval=None, cautions=told)
    kappa = (observed - expected) / (1 - expected)
    spread = -((kappa - expected * (1 - kappa)) ** 2)
    for (one, other), count in pairs.items():
        if one == other:
            spread += count / n * (1 - (first[one] + second[one]) / n * (1 - kappa)) ** 2
        else:
            spread += count / n * ((1 - kappa) * (second[one] + first[other]) / n) ** 2
    if spread <= ROUNDING:
        told = (caution("MS295", n=n),)
        return Kappa(n=n, observed=observed, expected=expected, estimate=kappa, se=None, interval=None, cautions=told)
    se = sqrt(spread / n) / (1 - expected)
    z = NormalDist().inv_cdf((1 + level) / 2)
    interval = Interval(lower=max(-1.0, kappa - z * se), upper=min(1.0, kappa + z * se), level=level)
    return Kappa(n=n, observed=observed, expected=expected, estimate=kappa, se=se, interval=interval, cautions=())


COHENS_KAPPA = Method(
    key="cohens-kappa",
    name="Cohen's kappa",
    function=cohens_kappa,
    references=("cohen1960", "fleiss1969"),
    oracle="statsmodels' cohens_kappa, estimate and standard error of random tables",
)
