"""Which definitions of a quantile can have given the quartiles that were printed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache
from typing import TypeAlias

from metasacro.literature import Method
from metasacro.moments.feasible.agreeing_samples import printed_cohorts
from metasacro.moments.feasible.existence import some_sample
from metasacro.moments.feasible.lattice import Cohort
from metasacro.moments.feasible.order_statistics import Pin, in_codes, pinned_order, pins_of
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS, definition_of
from metasacro.moments.feasible.rounding import Printed
from metasacro.moments.feasible.scale import Scale


def possible_definitions(
    parts: Sequence[PrintedSummary],
    *,
    whole: PrintedSummary | None = None,
    lower: Printed,
    upper: Printed,
    step: Printed = 1,
    among: Collection[str] = tuple(DEFINITIONS),
) -> tuple[str, ...]:
    """The definitions under which some sample on the scale has the quartiles that were printed.

    For each of them: is the set of samples that agree with the print empty?

    Parameters
    ----------
    parts : the printed summary of one cohort, or of disjoint cohorts
    whole : the printed summary of these cohorts taken together
    lower, upper, step : the scale, as in `feasible_moments`
    among : keys of the definitions that are asked about

    Returns
    -------
    Their keys, in the order of Hyndman and Fan; none where every definition contradicts the print.

    Domain
    ------
    One cohort rarely decides; what several tables of one paper leave is the intersection of their answers. Nothing is
    said about means and SDs, which no definition touches. Refusals as in `feasible_moments` and `feasible_cohorts`.

    References
    ----------
    hyndman1996. Agrees with the enumeration of every sample for small n.

    >>> possible_definitions([PrintedSummary(n=27, q1="0.25", median="1.0", q3="2.8")], lower=0, upper=5)
    ('hazen',)
    """
    scale = Scale.of(lower, upper, step)
    printed = tuple(
        (leaves, one.n, tuple((name, str(value)) for name, value in one.quantiles().items()))
        for leaves, one in printed_cohorts(parts, whole)
    )
    wanted = {definition_of(key).key for key in among}
    return _possible(printed, scale, tuple(key for key in DEFINITIONS if key in wanted))


#: Whom a print describes, how many they are, and its quantiles.
_Print: TypeAlias = tuple[tuple[int, ...], int, tuple[tuple[str, str], ...]]


@lru_cache(maxsize=512)  # the questions of integrity and the reanalysis ask about the same tables
def _possible(printed: tuple[_Print, ...], scale: Scale, among: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[tuple[tuple[Pin, ...], ...], bool] = {}
    agreeing = []
    unrounded = [in_codes(dict(quantiles), scale) for _, _, quantiles in printed]
    top = scale.top
    for key in among:
        pins = tuple(pins_of(n, told, DEFINITIONS[key]) for (_, n, _), told in zip(printed, unrounded, strict=True))
        if pins not in found:  # definitions that look at the same values have the same answer
            cohorts = [
                Cohort(leaves=leaves, order=pinned_order(n, top, own))
                for (leaves, n, _), own in zip(printed, pins, strict=True)
            ]
            found[pins] = some_sample(cohorts, top)
        if found[pins]:
            agreeing.append(key)
    return tuple(agreeing)


DEFINITION = Method(
    key="quantile-definition",
    name="Possible definitions of a quantile",
    function=possible_definitions,
    references=("hyndman1996",),
    oracle="enumeration of every sample for small n",
)
