"""The feasible set of one cohort."""

from __future__ import annotations

from metasacro.literature import Method
from metasacro.moments.feasible.agreeing_samples import agreeing_samples
from metasacro.moments.feasible.feasible_set import FeasibleSet, feasible_set
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.rounding import Printed
from metasacro.moments.feasible.scale import Scale


def feasible_moments(
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
    mean: Printed | None = None,
    sd: Printed | None = None,
    definition: str = "hazen",
) -> FeasibleSet:
    """Every sample of n values on the scale that prints like this: sharp bounds of its mean and SD, and their number.

    A sample is a nondecreasing sequence x[1] ≤ … ≤ x[n] of scale values. It agrees where each printed number is what
    the sample's own number rounds to, half-up or half-even, at the decimals of the print. A quartile is
    (1 − g) x[j] + g x[j + 1] with the j and g of the definition. All agreeing samples are paths of a lattice that adds
    values in order, which keeps for each attainable sum the least and the greatest sum of squares:

    mean = Σx/n, SD² = (Σx² − (Σx)²/n)/(n − 1).

    Parameters
    ----------
    n : number of patients, 1 or more
    lower, upper, step : the scale: lower, lower + step, …, upper
    min, q1, median, q3, max, mean, sd : as printed; text keeps its decimals ("8.0"), a number is read as
        Python prints it
    definition : one of the nine definitions of a sample quantile, by numpy's name: "hazen" (MedCalc), "weibull" (SPSS,
        Minitab), "linear" (R, Excel), …; the median is the usual one under each

    Returns
    -------
    FeasibleSet, in the units of the scale: `.mean` and `.sd` with `.lower` and `.upper`, `.count`, `.sd_at(mean)`,
    `.mean_distribution()`, `.variance_distribution()`.

    Domain
    ------
    The scores are taken to be values of the scale; patients who marked a point between two make the bounds too narrow.
    Refused: no sample agrees (MS384), which says that the print, the scale, n and the definition contradict each other;
    text that is no number (MS380); a scale without steps (MS381); an unknown definition (MS382); n below 1 (MS383); a
    printed SD, or a distribution of the variance, on a scale too fine to hold all pairs of sums (MS386). Time grows
    with n times the width of the scale between neighbouring quartiles, times the range of the sum.

    References
    ----------
    hyndman1996, definitions 1 to 9. The bounds, counts and distributions agree exactly with the enumeration of every
    sample for small n under all nine.

    >>> vas = feasible_moments(27, lower=0, upper=10, q1="8.0", median="9.0", q3="10.0")
    >>> print(f"{vas.mean.lower:.3f} to {vas.mean.upper:.3f}, SD {vas.sd.lower:.3f} to {vas.sd.upper:.3f}")
    7.037 to 9.185, SD 0.784 to 4.079
    >>> vas.count
    108108
    """
    printed = PrintedSummary(n=n, min=min, q1=q1, median=median, q3=q3, max=max)
    scale = Scale.of(lower, upper, step)
    paths = agreeing_samples([printed], None, scale, definition_of(definition))
    return feasible_set(paths, 0, scale, definition, mean, sd)


FEASIBLE = Method(
    key="feasible",
    name="Feasible means and SDs",
    function=feasible_moments,
    references=("hyndman1996",),
    oracle="enumeration of every sample for small n, and counts published for CLOSURE",
)
