"""A mean and an SD from everything that a print leaves possible."""

from __future__ import annotations

import math
from typing import Literal

from metasacro.literature import Method
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.order_statistics import OrderStatistics, order_statistics
from metasacro.moments.feasible.populations import censored_normals
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.rounding import Printed
from metasacro.moments.feasible.scale import Scale
from metasacro.moments.feasible.weighted import weighed_samples
from metasacro.numerics.products import product
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

Weights = Literal["normal", "equal"]

#: Weights of larger samples leave the range of floating-point numbers (n = 1 500 does not, n = 3 000 does).
MOST_WEIGHED = 1_500


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEstimate:
    """Mean and SD of a sample of which only order statistics were printed, with what is not known of them."""

    mean: float
    sd: float
    se_mean: float  #: sampling and reconstruction together
    reconstruction: float  #: the variance of the sample's mean over the consistent samples
    n: int
    definition: str
    weights: Weights


def set_estimate(
    n: int,
    *,
    lower: Printed,
    upper: Printed,
    step: Printed = 1,
    min: Printed | None = None,
    q1: Printed | None = None,
    median: Printed | None = None,
    q3: Printed | None = None,
    max: Printed | None = None,
    definition: str = "hazen",
    weights: Weights = "normal",
) -> SetEstimate:
    """Average over every sample that agrees with the print, each weighted by how likely a population makes it.

    mean = E(x̄), SD² = E(s²), SE² = E(s²)/n + Var(x̄), where E and Var run over the consistent samples: the first term
    is the sampling error, the second says how far the print leaves the sample's own mean open.

    "normal": a sample's weight is its probability under a normal population whose values are rounded to the scale and
    held at its ends, averaged over the population's mean and SD (flat prior in μ and ln σ), given the print.
    "equal": every consistent multiset counts the same.

    Parameters
    ----------
    n, lower, upper, step, min, q1, median, q3, max, definition : as in `feasible_moments`; the median, or both
        quartiles, or both extremes must be there
    weights : "normal" or "equal"

    Returns
    -------
    SetEstimate, in the units of the scale. Mean and SD lie inside the feasible set.

    Domain
    ------
    For bounded scales of which patients use the steps. Refused where no sample agrees (MS384), and what
    `feasible_moments` refuses; n above 1 500 (MS383); a single number that says nothing of the spread (MS308).
    "equal" spreads values evenly between neighbouring quartiles, which pulls the mean to the middle of the scale where
    scores pile up at one end; "normal" follows the pile. Both are held against the alternatives in docs/conversion.md.

    References
    ----------
    hyndman1996 for the quartiles; the estimate is ours. Agrees with the weighted enumeration of every sample for
    small n.

    >>> pain = set_estimate(27, lower=0, upper=10, q1="0.0", median="3.0", q3="5.8")
    >>> round(pain.mean, 2), round(pain.sd, 2), round(pain.se_mean, 2)
    (3.34, 3.35, 0.67)
    """
    printed = PrintedSummary(n=n, min=min, q1=q1, median=median, q3=q3, max=max)
    told = printed.quantiles()
    if "median" not in told and not ({"q1", "q3"} <= told.keys() or {"min", "max"} <= told.keys()):
        raise Refusal("MS308", given=", ".join(f"`{name}`" for name in told) + " given" if told else "nothing given")
    scale = Scale.of(lower, upper, step)
    order = order_statistics(n, scale, told, definition_of(definition))
    if n < 2:
        raise Refusal("MS383", n=n, needed="a variance needs 2 values or more")
    if n > MOST_WEIGHED:
        raise Refusal("MS383", n=n, needed=f"the samples of at most {MOST_WEIGHED} values can be weighed")
    if weights == "equal":
        samples = feasible_moments(n, lower=lower, upper=upper, step=step, definition=definition, **told)
        spread = samples.mean_distribution()
        mean, variance, reconstruction = spread.mean, samples.mean_variance(), spread.variance
    else:
        codes = _under_normals(order, scale)
        if codes is None:
            raise Refusal("MS384", n=n, lower=lower, upper=upper, step=step, definition=definition)
        width = float(scale.step)
        mean = float(scale.lower) + width * codes[0]
        variance, reconstruction = codes[1] * width**2, codes[2] * width**2
    return SetEstimate(
        mean=mean,
        sd=math.sqrt(variance),
        se_mean=math.sqrt(variance / n + reconstruction),
        reconstruction=reconstruction,
        n=n,
        definition=definition,
        weights=weights,
    )


def _under_normals(order: OrderStatistics, scale: Scale) -> tuple[float, float, float] | None:
    """E x̄, E s² and Var x̄ in codes, over populations and samples."""
    if not order.possible:
        return None
    if order.lower[0] == order.upper[-1]:  # all values are equal: a rounding error would be a variance
        return float(order.lower[0]), 0.0, 0.0
    n = order.n
    middle, quarter = (n - 1) // 2, (n - 1) // 4
    populations = censored_normals(
        scale.top,
        centre=(order.lower[middle] + order.upper[n // 2]) / 2,
        quartile_distance=(order.lower[n - 1 - quarter] + order.upper[n - 1 - quarter]) / 2
        - (order.lower[quarter] + order.upper[quarter]) / 2,
    )
    samples = weighed_samples(order, populations.probabilities)
    if samples is None:
        return None
    posterior = samples.likelihood * populations.prior
    posterior = posterior / posterior.sum()
    total, squared, squares = (
        float(product(posterior, row)) for row in (samples.sum, samples.squared_sum, samples.squares)
    )
    between = max(squared / n**2 - (total / n) ** 2, 0.0)  # 0 where one sample is left, but for rounding
    return total / n, (squares - squared / n) / (n - 1), between


ESTIMATE = Method(
    key="exact-set",
    name="Mean and SD over the exact set",
    function=set_estimate,
    references=("hyndman1996",),
    oracle="weighted enumeration of every sample for small n",
)
