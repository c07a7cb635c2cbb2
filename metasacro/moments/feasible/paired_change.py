"""The change of patients who were scored twice, when nothing is known of who moved from where to where."""

from __future__ import annotations

import math
from itertools import product

from metasacro.literature import Method
from metasacro.moments.feasible.feasible_set import Bounds, FeasibleSet
from metasacro.moments.feasible.pairings import cells, extreme_squares
from metasacro.numerics.arrays import np
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

#: Entries of the largest table of the walk through both samples. Scores from 0 to 10 with n = 100 need a quarter of it.
MOST_CELLS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeasibleChange:
    """Bounds of the change, follow-up minus baseline, over all samples and pairings that agree with both prints."""

    n: int
    mean: Bounds  #: sharp
    sd: Bounds  #: of the changes
    sharp: bool  #: each end of `sd` is attained; else the bounds hold, but may be wider than need be
    correlation: Bounds  #: of baseline and follow-up; the bounds hold, but may be wider than need be


def feasible_change(before: FeasibleSet, after: FeasibleSet, *, sd: Bounds | None = None) -> FeasibleChange:
    """What two prints of the same patients leave of their mean change, its SD, and the correlation.

    mean change = mean after − mean before. SD² = (Σd² − (Σd)²/n)/(n − 1), where d pairs the values of two agreeing
    samples in any way: the least Σd² pairs them in the same order, the greatest in opposite orders. The correlation
    follows from r = (s1² + s2² − SD²)/(2 s1 s2) over the bounds of the three SDs.

    Parameters
    ----------
    before, after : the feasible sets of the same n patients on one scale; sets from nested cohorts make the bounds of
        the mean narrower
    sd : what else is known of the SD of the changes, for example from a t test of the change

    Returns
    -------
    FeasibleChange, in the units of the scale

    Domain
    ------
    Refused: other patients or another scale (MS388); an SD of the changes that no pairing gives (MS389). Scales too
    fine for the walk get |s1 − s2| ≤ SD ≤ s1 + s2 from the bounds of both SDs, `sharp` False; so do sets that a
    printed mean or SD or nested cohorts restrict further, where the walk leaves these out.

    References
    ----------
    hyndman1996 for the quartiles; the extremes are the rearrangement inequality. Agrees exactly with the enumeration of
    every pair of samples and every pairing for small n.

    >>> from metasacro.moments.feasible.one_cohort import feasible_moments
    >>> before = feasible_moments(27, lower=0, upper=10, q1="8.0", median="9.0", q3="10.0")
    >>> after = feasible_moments(27, lower=0, upper=10, q1="0.0", median="3.0", q3="5.8")
    >>> change = feasible_change(before, after)
    >>> print(f"{change.mean.lower:.2f} to {change.mean.upper:.2f}, SD {change.sd.lower:.2f} to {change.sd.upper:.2f}")
    -6.78 to -2.81, SD 1.00 to 8.02
    """
    if before.n != after.n or before.scale != after.scale:
        raise Refusal("MS388", before=before.n, after=after.n)
    if before.sd is None or after.sd is None:
        raise Refusal("MS383", n=before.n, needed="a variance needs 2 values or more")
    mean = Bounds(lower=after.mean.lower - before.mean.upper, upper=after.mean.upper - before.mean.lower)
    found, sharp = _sd_of_change(before, after, before.sd, after.sd)
    if sd is not None:
        found = Bounds(lower=max(found.lower, sd.lower), upper=min(found.upper, sd.upper))
        if found.lower > found.upper:
            raise Refusal("MS389", lower=sd.lower, upper=sd.upper)
    return FeasibleChange(
        n=before.n,
        mean=mean,
        sd=found,
        sharp=sharp and sd is None,
        correlation=Bounds(
            lower=_correlation(before.sd, after.sd, found.upper)[0],
            upper=_correlation(before.sd, after.sd, found.lower)[1],
        ),
    )


def _sd_of_change(before: FeasibleSet, after: FeasibleSet, one: Bounds, other: Bounds) -> tuple[Bounds, bool]:
    """The bounds, and whether they are sharp."""
    apart = max(one.lower - other.upper, other.lower - one.upper, 0.0)
    together = one.upper + other.upper
    if cells(before.order, after.order) > MOST_CELLS:
        return Bounds(lower=apart, upper=together), False
    n, step = before.n, float(before.scale.step)
    sums = after.sums[0] - before.sums[-1], after.sums[-1] - before.sums[0]
    variances = []
    for greatest in (False, True):
        first, squares = extreme_squares(before.order, after.order, before.scale.top, greatest=greatest)
        totals = first + np.arange(len(squares))
        kept = np.isfinite(squares) & (totals >= sums[0]) & (totals <= sums[1])
        spread = (n * np.abs(squares[kept]) - totals[kept] ** 2) / (n * (n - 1.0)) * step**2
        variances.append(spread.max() if greatest else spread.min())
    alone = all(
        len(side.lattice.leaves) == 1 and side.printed_mean is None and side.printed_sd is None
        for side in (before, after)
    )
    low, high = (math.sqrt(max(float(variance), 0.0)) for variance in variances)
    return Bounds(lower=max(low, apart), upper=min(high, together)), alone


def _correlation(one: Bounds, other: Bounds, sd: float) -> tuple[float, float]:
    """The least and the greatest r where both SDs lie in their bounds and the SD of the changes is `sd`."""
    if one.lower == 0 or other.lower == 0:
        return -1.0, 1.0
    pairs = list(product((one.lower, one.upper), (other.lower, other.upper)))
    # r is convex in one SD where the other is larger than that of the changes: its least value may lie inside
    pairs += [(math.sqrt(s2**2 - sd**2), s2) for s2 in (other.lower, other.upper) if s2 > sd]
    pairs += [(s1, math.sqrt(s1**2 - sd**2)) for s1 in (one.lower, one.upper) if s1 > sd]
    values = [
        (s1**2 + s2**2 - sd**2) / (2 * s1 * s2)
        for s1, s2 in pairs
        if one.lower <= s1 <= one.upper and other.lower <= s2 <= other.upper
    ]
    return max(min(values), -1.0), min(max(values), 1.0)


CHANGE = Method(
    key="feasible-change",
    name="Feasible changes of the same patients",
    function=feasible_change,
    references=("hyndman1996",),
    oracle="enumeration of every pairing for small n",
)
