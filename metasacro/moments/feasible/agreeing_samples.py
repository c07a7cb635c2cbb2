"""From printed summaries to the lattice of the samples that agree with all of them."""

from __future__ import annotations

from collections.abc import Sequence

from metasacro.moments.feasible.lattice import Cohort, Lattice, lattice
from metasacro.moments.feasible.order_statistics import order_statistics
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import QuantileDefinition
from metasacro.moments.feasible.scale import Scale
from metasacro.problems import Refusal


def agreeing_samples(
    parts: Sequence[PrintedSummary], whole: PrintedSummary | None, scale: Scale, definition: QuantileDefinition
) -> Lattice:
    """All samples of the parts whose quantiles print like theirs and, merged, like those of the whole.

    Raises `Refusal`: parts that do not add up to the whole (MS385), a mean or an SD printed beside nested cohorts
    (MS387).
    """
    cohorts = [
        Cohort(leaves=leaves, order=order_statistics(one.n, scale, one.quantiles(), definition))
        for leaves, one in printed_cohorts(parts, whole)
    ]
    return lattice(cohorts, range(scale.top + 1))


def printed_cohorts(
    parts: Sequence[PrintedSummary], whole: PrintedSummary | None
) -> list[tuple[tuple[int, ...], PrintedSummary]]:
    """Each print with the leaves that it describes; refusals as of `agreeing_samples`."""
    printed: list[tuple[tuple[int, ...], PrintedSummary]] = [((leaf,), part) for leaf, part in enumerate(parts)]
    if whole is not None:
        if len(parts) < 2 or sum(part.n for part in parts) != whole.n:
            raise Refusal("MS385", parts=" + ".join(str(part.n) for part in parts), whole=whole.n)
        if any(one.mean is not None or one.sd is not None for one in (*parts, whole)):
            raise Refusal("MS387")
        printed.append((tuple(range(len(parts))), whole))
    return printed
