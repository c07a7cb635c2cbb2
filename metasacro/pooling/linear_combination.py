"""A linear combination of the cohorts' medians, with a jackknife error (Ozturk and Balakrishnan)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.numerics.interval import Interval
from metasacro.numerics.student import student_quantile
from metasacro.pooling.domain import fraction
from metasacro.pooling.printed_groups import PrintedGroups, printed_groups
from metasacro.problems import Refusal
from metasacro.tau2.dersimonian_laird import dersimonian_laird
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats

#: Ways to weight: with the between-study variance, or without.
MODELS = ("RE", "FE")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CombinedMedian:
    """A pooled median with its jackknife error."""

    estimate: float
    se: float
    interval: Interval
    df: float
    tau2: float | None  #: DerSimonian and Laird's; None without random effects
    weights: Floats  #: (k,) fractions that sum to 1
    yi: Floats
    vi: Floats
    k: int
    model: str


def combined_median(
    ni: ArrayLike,
    *,
    mediani: ArrayLike | None = None,
    q1i: ArrayLike | None = None,
    q3i: ArrayLike | None = None,
    mi: ArrayLike | None = None,
    sdi: ArrayLike | None = None,
    model: str = "RE",
    level: float = 0.95,
) -> CombinedMedian:
    """Linear combination of medians with variances from the quartiles (Ozturk and Balakrishnan).

    vi = n (q3 − q1)²/(4 (r3 − r1)²), r1 and r3 the whole ranks nearest to n/4 and 3n/4: the density at the median is
    taken as the share of the sample between the quartiles over their distance. A cohort without a median: mean and
    SD²/n.
    estimate = Σ w yi/Σ w, w = 1/(vi + τ²) with τ² by DerSimonian and Laird ("RE"), or 1/vi ("FE");
    se² = (k − 1)/k Σ (estimate without i − their mean)² with τ² held; interval with t on k − 1 degrees of freedom

    Parameters
    ----------
    ni : (k,) sample sizes
    mediani, q1i, q3i : (k,) as printed, `nan` where they are not
    mi, sdi : (k,) means and SDs of the cohorts that print no median
    model : "RE" or "FE"
    level : a fraction

    Returns
    -------
    CombinedMedian, in the units of the scale

    Domain
    ------
    k ≥ 3 (MS333). A row has a median with its quartiles, or a mean with an SD (otherwise MS331). The error comes from
    the spread between cohorts alone, so it is rough for few cohorts, and it does not know that τ² is estimated.

    References
    ----------
    ozturk2020; dersimonian1986 (τ²). Agrees with metamedian 1.2.1 (`cd`) to 1e-12.

    >>> pooled = combined_median([40, 55, 62, 90], mediani=[5, 6, 4, 7], q1i=[3, 4, 3, 5], q3i=[7, 9, 6, 9])
    >>> round(pooled.estimate, 4), round(pooled.se, 4)
    (5.4942, 0.6847)
    """
    level = fraction(level)
    if model not in MODELS:
        raise Refusal("MS329", name="model", value=model, wanted=" or ".join(MODELS))
    columns = {"median": mediani, "min": None, "q1": q1i, "q3": q3i, "max": None, "mean": mi, "sd": sdi}
    groups = printed_groups(ni, columns)
    k = groups.n.size
    if k < 3:
        raise Refusal("MS333", given=k, wanted=3, purpose="for a jackknife error with an interval")
    rows = [_row(groups, row) for row in range(k)]
    yi, vi = np.array([y for y, _ in rows]), np.array([v for _, v in rows])
    keep = np.vstack([np.ones(k, dtype=np.bool_), ~np.eye(k, dtype=np.bool_)])
    tau2 = float(dersimonian_laird(yi, vi).tau2) if model == "RE" else 0.0
    weights = keep / (vi + tau2)
    estimates = (weights * yi).sum(axis=1) / weights.sum(axis=1)
    without = estimates[1:]
    se = float(np.sqrt((k - 1.0) / k * ((without - without.mean()) ** 2).sum()))
    reach = float(student_quantile(0.5 + level / 2.0, k - 1)) * se
    estimate = float(estimates[0])
    return CombinedMedian(
        estimate=estimate,
        se=se,
        interval=Interval(lower=estimate - reach, upper=estimate + reach, level=level),
        df=k - 1.0,
        tau2=tau2 if model == "RE" else None,
        weights=weights[0] / weights[0].sum(),
        yi=yi,
        vi=vi,
        k=k,
        model=model,
    )


def _row(groups: PrintedGroups, row: int) -> tuple[float, float]:
    """A median with the variance that its quartiles imply, or a mean with its own."""
    if not groups.has_median(row):
        return groups.mean(row)
    n, width = float(groups.n[row]), float(groups.columns["q3"][row] - groups.columns["q1"][row])
    ranks = np.rint(0.75 * n) - np.rint(0.25 * n)
    return float(groups.columns["median"][row]), float(n * width**2 / (4.0 * ranks**2))


COMBINED_MEDIAN = Method(
    key="combined-median",
    name="linear combination of medians",
    function=combined_median,
    references=("ozturk2020", "dersimonian1986"),
    oracle="metamedian 1.2.1 (cd), to 1e-12",
)
