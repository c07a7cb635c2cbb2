"""The feasible sets of cohorts that contain each other."""

from __future__ import annotations

from collections.abc import Mapping

from metasacro.literature import Method
from metasacro.moments.feasible.agreeing_samples import agreeing_samples
from metasacro.moments.feasible.feasible_set import FeasibleSet, feasible_set
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.rounding import Printed
from metasacro.moments.feasible.scale import Scale


def feasible_cohorts(
    printed: Mapping[str, PrintedSummary],
    *,
    whole: str,
    parts: tuple[str, ...],
    lower: Printed,
    upper: Printed,
    step: Printed = 1,
    definition: str = "hazen",
) -> dict[str, FeasibleSet]:
    """Samples of the parts that agree with each part's print and, merged, with the print of the whole.

    The parts' values, put together, must have the whole's quartiles; a part's set is therefore smaller than the one
    its own print leaves. One lattice counts how many values each part has so far; a value goes to one part at a time.

    Parameters
    ----------
    printed : cohort → what is printed of it; a part of which only n is printed helps too
    whole, parts : keys of `printed`; the parts are disjoint and together the whole
    lower, upper, step, definition : as in `feasible_moments`

    Returns
    -------
    Cohort → FeasibleSet. `count` is in each the number of joint solutions.

    Domain
    ------
    Printed means and SDs are not used here and are refused (MS387), because they tie the sums of the parts together.
    Refused too: parts whose n do not add up to the whole's (MS385), and what `feasible_moments` refuses. Time grows
    with the product of the parts' n; two or three parts of some dozens are a matter of milliseconds.

    References
    ----------
    hyndman1996. Agrees exactly with the enumeration of every pair of samples for small n.

    >>> vas = {
    ...     "all": PrintedSummary(n=27, q1="8.0", median="9.0", q3="10.0"),
    ...     "noncancer": PrintedSummary(n=16, q1="8.0", median="9.5", q3="10.0"),
    ...     "cancer": PrintedSummary(n=11, q1="8.0", median="8.0", q3="10.0"),
    ... }
    >>> sets = feasible_cohorts(vas, whole="all", parts=("noncancer", "cancer"), lower=0, upper=10)
    >>> print(f"{sets['all'].mean.lower:.3f} to {sets['all'].mean.upper:.3f}")
    7.481 to 9.074
    """
    scale = Scale.of(lower, upper, step)
    paths = agreeing_samples([printed[name] for name in parts], printed[whole], scale, definition_of(definition))
    of_parts = {name: feasible_set(paths, leaf, scale, definition) for leaf, name in enumerate(parts)}
    return {whole: feasible_set(paths, None, scale, definition), **of_parts}


NESTED = Method(
    key="feasible-nested",
    name="Feasible means and SDs of nested cohorts",
    function=feasible_cohorts,
    references=("hyndman1996",),
    oracle="enumeration of every pair of samples for small n",
)
