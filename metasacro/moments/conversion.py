"""A reported median with its companions, made into a mean and a standard deviation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.moments.bootstrap import DRAWS, SEED, bootstrap_errors
from metasacro.moments.domain import check_summary, conversion_called, refuse_outside
from metasacro.moments.shi_skewness import skewness_statistic
from metasacro.moments.summary import Scenario, five_numbers
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, Refusal, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.conversion_method import Conversion
    from metasacro.moments.fitted import Fitted
    from metasacro.moments.summary import FiveNumbers

#: Ways to a standard error of the mean.
ERRORS = ("naive", "bootstrap", "plug-in")


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """A mean and an SD that were not printed but computed from what was."""

    mean: float
    sd: float
    se_mean: float
    n: int
    method: str  #: the formulas used: "luo/wan", or the method's key
    scenario: Scenario  #: S1 extremes, S2 quartiles, S3 both
    cautions: tuple[Caution, ...]
    se_method: str = "naive"  #: "naive" is sd/√n: it takes the converted SD as known and the mean as observed
    fitted: Fitted | None = None  #: the distribution behind the mean and SD, where the method fits one


def mean_sd(
    n: int,
    *,
    min: float | None = None,
    q1: float | None = None,
    median: float | None = None,
    q3: float | None = None,
    max: float | None = None,
    method: str = "luo/wan/shi",
    se: str = "naive",
    draws: int = DRAWS,
    seed: int = SEED,
) -> Moments:
    """Mean and SD of a group of which only the median with quartiles, with the range, or with both was printed.

    The formula is that of `method`; each has its page. Shi's test for skewness adds a caution to the methods for
    normal samples; it never drops a cohort.

    Parameters
    ----------
    n : sample size, 5 or more
    min, q1, median, q3, max : as printed, in the units of the scale; `median` with both quartiles, both extremes, or
        all four
    method : a key of `moments.registry.CONVERSIONS`
    se : standard error of the mean: "naive", which is sd/√n and too small; "bootstrap", see `bootstrap_errors`;
        "plug-in", for "yang"
    draws, seed : of the bootstrap

    Returns
    -------
    Moments, in the units of the scale; with the fitted distribution where the method fits one

    Domain
    ------
    Refused: n < 5 (MS302), zero spread (MS303), numbers out of order (MS307), other combinations (MS308), numbers that
    are not finite (MS309); and what is outside the method's own domain, naming the methods that take it (MS320 to
    MS323). Cautions: skewed (MS301, MS326), test undefined (MS304), and the method's own. A bounded scale is not looked
    at here; see `scale_cautions`.

    References
    ----------
    Those of the method.

    >>> m = mean_sd(20, q1=4, median=6, q3=10)
    >>> round(m.mean, 4), round(m.sd, 6), m.method
    (6.7195, 4.787076, 'luo/wan')
    """
    record = conversion_called(method)
    scenario = check_summary(n, {"min": min, "q1": q1, "median": median, "q3": q3, "max": max})
    if median is None:  # pragma: no cover - unreachable after the check; it tells the type checker so
        raise Refusal("MS308", given="no median")
    numbers = five_numbers(int(n), median, min=min, q1=q1, q3=q3, max=max)
    refuse_outside(record, numbers)
    fitted = record.fit(numbers) if record.fit else None
    mean, sd = (fitted.mean, fitted.sd) if fitted else (float(value[0]) for value in record.moments(numbers))
    if not (math.isfinite(mean) and math.isfinite(sd) and sd > 0):
        raise Refusal("MS323", method=method, reason="mean or SD is not a finite number greater than 0")
    error, told = _error(record, numbers, sd, se, draws, seed)
    return Moments(
        mean=mean,
        sd=sd,
        se_mean=error,
        n=int(n),
        method=_formulas(method, scenario),
        scenario=scenario,
        cautions=(*_cautions(record, numbers), *told),
        se_method=se,
        fitted=fitted,
    )


def _formulas(method: str, scenario: Scenario) -> str:
    """The default is two formulas by turns, and says which."""
    if method == "luo/wan/shi":
        return "luo/shi" if scenario == "S3" else "luo/wan"
    return method


def _cautions(record: Conversion, numbers: FiveNumbers) -> tuple[Caution, ...]:
    """Shi's test where the method assumes a normal sample, and what the method says itself."""
    own = record.cautions(numbers) if record.cautions else ()
    return (*_skewness(numbers), *own) if record.normal else own


def _skewness(numbers: FiveNumbers) -> tuple[Caution, ...]:
    """Shi's test as a caution."""
    row = {name: float(values[0]) for name, values in numbers.by_name.items()}
    t, critical = (float(x) for x in skewness_statistic(numbers.n, **row))
    found = []
    if t > critical:
        found.append(caution("MS301", t=t, critical=critical, n=numbers.n))
    if "q1" in row and row["q1"] == row["q3"]:
        found.append(caution("MS304", bounds="`q1` and `q3`"))
    return tuple(found)


def _error(
    record: Conversion, numbers: FiveNumbers, sd: float, se: str, draws: int, seed: int
) -> tuple[float, tuple[Caution, ...]]:
    """The standard error that was asked for, with what there is to say about it."""
    if se == "naive":
        return sd / math.sqrt(numbers.n), ()
    if se == "plug-in" and record.plug_in is not None:
        return float(record.plug_in(numbers, np.array([sd]))[0]), ()
    if se != "bootstrap":
        wanted = "one of " + ", ".join(f'"{name}"' for name in ERRORS if name != "plug-in" or record.plug_in)
        raise Refusal("MS329", name="se", value=se, wanted=wanted)
    row = {name: float(values[0]) for name, values in numbers.by_name.items()}
    errors = bootstrap_errors(numbers.n, **row, method=record.key, draws=draws, seed=seed)
    return errors.se_mean, errors.cautions
