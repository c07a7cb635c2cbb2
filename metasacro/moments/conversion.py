"""A reported median with its companions, made into a mean and a standard deviation."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from metasacro.literature import Method
from metasacro.moments.luo import luo_mean
from metasacro.moments.shi import shi_sd
from metasacro.moments.shi_skewness import skewness_statistic
from metasacro.moments.summary import Scenario, scenario_of
from metasacro.moments.wan import wan_sd
from metasacro.problems import Caution, Refusal, caution

#: Ways to convert, by key. The first is the default.
METHODS = ("luo/wan/shi",)

#: The smallest n that the formulas were derived for.
SMALLEST_N = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """A mean and an SD that were not printed but computed from what was."""

    mean: float
    sd: float
    se_mean: float  #: sd/√n: naive, because it takes the converted SD as known and the converted mean as observed
    n: int
    method: str  #: the formulas used: "luo/wan"
    scenario: Scenario  #: S1 extremes, S2 quartiles, S3 both
    cautions: tuple[Caution, ...]


def mean_sd(
    n: int,
    *,
    min: float | None = None,
    q1: float | None = None,
    median: float | None = None,
    q3: float | None = None,
    max: float | None = None,
    method: str = "luo/wan/shi",
) -> Moments:
    """Mean and SD of a group of which only the median with quartiles, with the range, or with both was printed.

    Mean: Luo. SD: Wan from the extremes or from the quartiles, Shi from both. Shi's test for skewness adds a caution;
    it never drops a cohort.

    Parameters
    ----------
    n : sample size, 5 or more
    min, q1, median, q3, max : as printed, in the units of the scale; `median` with both quartiles, both extremes, or
        all four
    method : "luo/wan/shi"

    Returns
    -------
    Moments, in the units of the scale. `se_mean` is sd/√n and too small: the error of the conversion is not in it.

    Domain
    ------
    Refused: n < 5 (MS302), zero spread (MS303), numbers out of order (MS307), other combinations (MS308), numbers that
    are not finite (MS309). Cautions: skewed (MS301), test undefined (MS304). A bounded scale is not looked at here;
    see `scale_cautions`.

    References
    ----------
    luo2018, equations 7, 11, 15; wan2014, equations 9, 16; shi2020, equation 10; shi2023. Agrees with metafor 5.1-12
    (`conv.fivenum`) to 1e-12; metafor drops a group called skewed, this function keeps it with MS301.

    >>> m = mean_sd(20, q1=4, median=6, q3=10)
    >>> round(m.mean, 4), round(m.sd, 6), m.method
    (6.7195, 4.787076, 'luo/wan')
    """
    if method not in METHODS:
        raise Refusal("MS310", method=method, hint="", choices=", ".join(METHODS))
    scenario = _check(n, {"min": min, "q1": q1, "median": median, "q3": q3, "max": max})
    if median is None:  # unreachable after the check; it tells the type checker so
        raise Refusal("MS308", given="no median")
    mean = float(luo_mean(n, median, min=min, q1=q1, q3=q3, max=max))
    if scenario == "S3":
        sd = float(shi_sd(n, min=min, q1=q1, q3=q3, max=max))  # type: ignore[arg-type] # S3 means that none is None
    else:
        sd = float(wan_sd(n, min=min, q1=q1, q3=q3, max=max))
    return Moments(
        mean=mean,
        sd=sd,
        se_mean=sd / math.sqrt(n),
        n=int(n),
        method="luo/shi" if scenario == "S3" else "luo/wan",
        scenario=scenario,
        cautions=_skewness(int(n), median, min, q1, q3, max),
    )


def _check(n: float, numbers: dict[str, float | None]) -> Scenario:
    """Refuse what has no answer; else say which summary it is."""
    for name, value in {"n": n, **numbers}.items():
        if value is not None and not math.isfinite(value):
            raise Refusal("MS309", name=name, value=value)
    if n != int(n):
        raise Refusal("MS309", name="n", value=n)
    given = {name: value for name, value in numbers.items() if value is not None}
    extremes = {"min", "max"} <= given.keys()
    quartiles = {"q1", "q3"} <= given.keys()
    paired = {"median"} | ({"min", "max"} if extremes else set()) | ({"q1", "q3"} if quartiles else set())
    if given.keys() != paired or len(given) < 3:
        names = ", ".join(f"`{name}`" for name in given)
        raise Refusal("MS308", given=f"{names} given" if names else "nothing given")
    ordered = list(given.items())
    for (left, left_value), (right, right_value) in pairwise(ordered):
        if left_value > right_value:
            raise Refusal("MS307", left=left, left_value=left_value, right=right, right_value=right_value)
    if n < SMALLEST_N:
        raise Refusal("MS302", n=int(n))
    if extremes and given["min"] == given["max"]:
        raise Refusal("MS303", bounds="`min` and `max`", value=given["min"])
    if not extremes and given["q1"] == given["q3"]:
        raise Refusal("MS303", bounds="`q1` and `q3`", value=given["q1"])
    return scenario_of(extremes=extremes, quartiles=quartiles)


def _skewness(
    n: int, median: float, min: float | None, q1: float | None, q3: float | None, max: float | None
) -> tuple[Caution, ...]:
    """Shi's test as a caution."""
    t, critical = (float(x) for x in skewness_statistic(n, median, min=min, q1=q1, q3=q3, max=max))
    found = []
    if t > critical:
        found.append(caution("MS301", t=t, critical=critical, n=n))
    if q1 is not None and q1 == q3:
        found.append(caution("MS304", bounds="`q1` and `q3`"))
    return tuple(found)


CONVERSION = Method(
    key="luo/wan/shi",
    name="Luo's mean with Wan's or Shi's SD",
    function=mean_sd,
    references=("luo2018", "wan2014", "shi2020", "shi2023"),
    oracle="metafor 5.1-12 conv.fivenum, to 1e-12",
)
