"""The Box–Cox method: the power that makes the summary symmetric, then Luo and Wan (McGrath)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.box_cox_normal import box_cox, box_cox_moments
from metasacro.moments.conversion_method import Conversion
from metasacro.moments.fitted import Candidate, Fitted, fitted_of
from metasacro.moments.luo import luo_mean
from metasacro.moments.shi_log_normal import skewed_logarithms
from metasacro.moments.summary import five_numbers
from metasacro.moments.wan import wan_sd
from metasacro.numerics.arrays import np
from metasacro.numerics.lowest_point import lowest_points
from metasacro.numerics.roots import bracketed_root
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: The largest power. Beyond it so much of the normal distribution is cut off that the quartiles no longer fit.
LARGEST_POWER = 3.0

#: Points between the two powers that would make extremes and quartiles symmetric, before the search is refined.
_GRID = 41


def box_cox_method(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean and SD of a sample that is normal after a Box–Cox transformation (BC, McGrath).

    y(x) = (x^λ − 1)/λ, ln x for λ = 0; 0 ≤ λ ≤ 3 makes the transformed summary symmetric about its median:
    the least (r − 1)² over r = (y(max) − y(median))/(y(median) − y(min)), or over the same ratio of the quartiles; the
    least sum of both with five numbers. Location by Luo and scale by Wan from the transformed numbers; then mean and SD
    of x, y being normal and cut where x would be 0, and as far on the other side.

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, greater than 0

    Returns
    -------
    (mean, SD), each (...), in the units of the scale. `mean_sd` also gives power, location and scale.

    Domain
    ------
    Every number greater than 0 (MS321), and no other equal to the median (MS322): the ratio would be 0 or infinite for
    every power. λ is never negative, because the mean would not exist; more skewed summaries get λ = 0, the log-normal,
    with MS326 where Shi's test says that they are more skewed than that. A summary skewed so far to the left that λ
    ends at 3 is still asymmetric after the transformation (MS327).

    References
    ----------
    mcgrathzhao2020; luo2018; wan2014. Agrees with estmeansd 1.0.1 (`avoid.mc = TRUE`): location and scale to 1e-12 at
    its power, mean and SD to 1e-6; its search for λ ends within 8e-5 of ours.

    >>> mean, sd = box_cox_method(100, 4, min=2, max=9)
    >>> round(float(mean[0]), 3), round(float(sd[0]), 3)
    (4.213, 1.297)
    """
    return box_cox_method_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def box_cox_method_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    return box_cox_moments(*box_cox_parameters(numbers, symmetric_power(numbers)))


def box_cox_parameters(numbers: FiveNumbers, power: Floats) -> tuple[Floats, Floats, Floats]:
    """Power, and location by Luo and scale by Wan of the transformed numbers."""
    return power, *location_and_scale(numbers.with_values(box_cox(numbers.values, power[:, None])))


def location_and_scale(transformed: FiveNumbers) -> tuple[Floats, Floats]:
    """Location by Luo and scale by Wan of transformed numbers."""
    return luo_mean(transformed.n, **transformed.by_name), wan_sd(transformed.n, **transformed.without_median)


def symmetric_power(numbers: FiveNumbers) -> Floats:
    """The power from 0 to 3 that makes the transformed summary most symmetric."""
    logs = log_ratios(numbers)
    powers = [_power_of_pair(low, high) for low, high in logs]
    if len(powers) == 1:
        return powers[0]
    first, last = np.minimum(*powers), np.maximum(*powers)
    grid = first[:, None] + (last - first)[:, None] * np.linspace(0.0, 1.0, _GRID)
    return lowest_points(lambda power: asymmetry(power, logs), grid)[0]


def log_ratios(numbers: FiveNumbers) -> list[tuple[Floats, Floats]]:
    """Logarithms of each pair of numbers over the median: the extremes, the quartiles, or both."""
    values = numbers.by_name
    pairs = [pair for pair in (("min", "max"), ("q1", "q3")) if pair[0] in values]
    return [(np.log(values[low] / values["median"]), np.log(values[high] / values["median"])) for low, high in pairs]


def _power_of_pair(low: Floats, high: Floats) -> Floats:
    """The power at which both numbers lie equally far from the median, or the end of the search nearer to it."""

    def difference(power: Floats, below: Floats, above: Floats) -> Floats:
        return _distance(power, above) + _distance(power, below)

    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        upper = np.where(low + high < 0, np.minimum(np.log(2.0) / high, LARGEST_POWER), 0.0)
        power, _ = bracketed_root(difference, np.zeros_like(upper), upper, low, high)
    return power


def _distance(power: Floats, log_ratio: Floats) -> Floats:
    """(ratio^power − 1)/power, the distance of a transformed number from the transformed median, in its units."""
    return np.where(power == 0, log_ratio, np.expm1(power * log_ratio) / np.where(power == 0, 1.0, power))


def asymmetry(power: Floats, logs: list[tuple[Floats, Floats]]) -> Floats:
    """Σ (r − 1)² over the pairs, for powers (m, j)."""
    total = np.zeros_like(power)
    for low, high in logs:
        below = -_distance(power, low[:, None])
        total = total + (_distance(power, high[:, None]) / below - 1.0) ** 2
    return total


def box_cox_fit(numbers: FiveNumbers) -> Fitted:
    """The transformed normal distribution of one group."""
    power = symmetric_power(numbers)
    criterion = float(asymmetry(power[:, None], log_ratios(numbers))[0, 0])
    return box_cox_fitted(box_cox_parameters(numbers, power), criterion)


def _cautions(numbers: FiveNumbers) -> tuple[Caution, ...]:
    """A power at an end of the search leaves the transformed summary asymmetric: by how much, at the lower end."""
    power = float(symmetric_power(numbers)[0])
    if power >= LARGEST_POWER:
        return (caution("MS327", largest=LARGEST_POWER),)
    return skewed_logarithms(numbers) if power == 0 else ()


def box_cox_fitted(parameters: tuple[Floats, Floats, Floats], criterion: float) -> Fitted:
    """One group's parameters as a fitted distribution."""
    mean, sd = box_cox_moments(*parameters)
    return fitted_of(
        Candidate(
            family="Box–Cox",
            parameters=tuple(float(parameter[0]) for parameter in parameters),
            criterion=criterion,
            mean=float(mean[0]),
            sd=float(sd[0]),
        )
    )


BC = Conversion(
    key="bc",
    name="the Box–Cox method",
    function=box_cox_method,
    references=("mcgrathzhao2020", "luo2018", "wan2014"),
    oracle="estmeansd 1.0.1 without Monte Carlo: parameters to 1e-12 at its power, moments to 1e-6",
    moments=box_cox_method_moments,
    fit=box_cox_fit,
    positive=True,
    untied=True,
    cautions=_cautions,
)
