"""Shi's mean and SD for log-normal samples."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.luo_wan_shi import luo_wan_shi_moments
from metasacro.moments.shi_skewness import skewness_statistic
from metasacro.moments.summary import five_numbers
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers, Scenario
    from metasacro.numerics.arrays import ArrayLike, Floats


def shi_log_normal(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean and SD of a log-normal sample, corrected for bias (Shi).

    On logarithms, μ by Luo and s by Wan (S1, S2) or Shi (S3); σ² = s²/d, σ⁴ = s⁴/e, then
    mean = exp(μ + σ²/2)/(1 + a σ²/n + b σ⁴/n)
    SD² = exp(2μ + 2σ²)/(1 + 4 a σ²/n + 16 b σ⁴/n) − exp(2μ + σ²)/(1 + 4 a σ²/n + 4 b σ⁴/n)

    extremes (S1):  d = 1.01 + 0.25/ln² n, e = 1 + 2.23/ln² n, a = 0.565, b = 0.37
    quartiles (S2): d = 1 + 1.58/n, e = 1 + 19.2/n^1.2, a = 0.57, b = 0.75
    both (S3):      d = 1 + 0.28/ln² n, e = 1 + 3.93/n, a = 0.405, b = 0.315

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, greater than 0

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Every number greater than 0 (MS321). MS326 where the logarithms are skewed. The SD grows with exp(σ²), so an error
    in the quartiles weighs heavily.

    References
    ----------
    shitong2020; luo2018 (the mean of the logarithms); shi2023 (their test). Agrees with metafor 5.1-12 (`conv.fivenum`,
    dist = "lnorm") and metamedian 1.2.1 to 1e-12.

    >>> mean, sd = shi_log_normal(20, 6, q1=4, q3=10)
    >>> round(float(mean[0]), 4), round(float(sd[0]), 4)
    (7.8179, 5.5429)
    """
    return shi_log_normal_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def shi_log_normal_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    n = float(numbers.n)
    mu, s = luo_wan_shi_moments(numbers.with_values(np.log(numbers.values)))
    d, e, a, b = _constants(n, numbers.scenario)
    variance, fourth = s**2 / d, s**4 / e
    with np.errstate(over="ignore", invalid="ignore"):  # `mean_sd` refuses what is not finite
        mean = np.exp(mu + variance / 2.0) / (1.0 + a * variance / n + b * fourth / n)
        square = np.exp(2.0 * (mu + variance)) / (1.0 + 4.0 * a * variance / n + 16.0 * b * fourth / n)
        of_mean = np.exp(2.0 * mu + variance) / (1.0 + 4.0 * a * variance / n + 4.0 * b * fourth / n)
        return mean, np.sqrt(square - of_mean)


def _constants(n: float, scenario: Scenario) -> tuple[float, float, float, float]:
    """(d, e, a, b) of the docstring."""
    log2 = float(np.log(n)) ** 2
    if scenario == "S1":
        return 1.01 + 0.25 / log2, 1.0 + 2.23 / log2, 0.565, 0.37
    if scenario == "S2":
        return 1.0 + 1.58 / n, 1.0 + 19.2 / n**1.2, 0.57, 0.75
    return 1.0 + 0.28 / log2, 1.0 + 3.93 / n, 0.405, 0.315


def _skewed_logarithms(numbers: FiveNumbers) -> tuple[Caution, ...]:
    """Shi's test on the logarithms, as a caution."""
    logs = numbers.with_values(np.log(numbers.values)).by_name
    t, critical = (float(np.squeeze(x)) for x in skewness_statistic(numbers.n, **logs))
    return (caution("MS326", t=t, critical=critical, n=numbers.n),) if t > critical else ()


SHI_LOG_NORMAL = Conversion(
    key="shi-lognormal",
    name="Shi's mean and SD of a log-normal sample",
    function=shi_log_normal,
    references=("shitong2020", "luo2018", "shi2023"),
    oracle="metafor 5.1-12 conv.fivenum with dist lnorm, metamedian 1.2.1, to 1e-12",
    moments=shi_log_normal_moments,
    positive=True,
    cautions=_skewed_logarithms,
)
