"""From a P value, printed or computed again, back to the prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.leaves import of_p
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Source
    from metasacro.synthesis.lineage.single_center.scores import ScoreTraces
    from metasacro.synthesis.single_center.printed_p import CheckedP

#: How the samples behind a range of P were come by.
SEARCH = "in samples that agree with the print, paired in many ways; a search, so values outside may exist"


@dataclass(frozen=True, slots=True, kw_only=True)
class PTraces:
    """One P value. What is `None` is not computed for it."""

    printed: Trace
    smallest: Trace | None
    found: Trace | None
    possible: Trace | None
    verdict: Trace


def of_checked(
    checked: CheckedP,
    source: Source,
    name: str,
    size: Trace | None,
    scores: tuple[tuple[ScoreTraces, ScoreTraces], ...],
) -> PTraces:
    """A P value of the entry at `source`; `scores` are those of the cohorts that it compares."""
    printed = of_p(checked.printed, source)
    smallest = found = possible = None
    if checked.smallest is not None and size is not None:
        smallest = Trace(
            what=f"smallest P of so many pairs, {name}",
            numbers={"P": checked.smallest},
            how="signed rank, all changing one way",
            methods=("signed-rank-p",),
            parts=(size,),
        )
    if checked.found is not None:
        ranges = {"exact": checked.found.exact, "approximate": checked.found.approximate}
        found = Trace(
            what=f"P found by {checked.test}, {name}",
            numbers={
                f"{way} {end}": value
                for way, span in ranges.items()
                if span is not None
                for end, value in (("from", span.lower), ("to", span.upper))
            }
            | {"samples": checked.found.samples},
            how=SEARCH,
            methods=("rank-search", "signed-rank-test") if checked.found.exact else ("rank-search",),
            parts=tuple(score.feasible for pair in scores for score in pair if score.feasible is not None),
        )
    if checked.possible is not None:
        possible = Trace(
            what=f"P of the paired t test, {name}",
            numbers={"from": checked.possible.lower, "to": checked.possible.upper},
            how="over the rounding of the printed means and SDs and every correlation",
            methods=("paired-t-p",),
            parts=tuple(score.printed for pair in scores for score in pair),
        )
    beside = tuple(part for part in (smallest, found, possible) if part is not None)
    verdict = Trace(
        what=f"whether the printed P can be right, {name}",
        how="the printed P beside what its test can give" if beside else "nothing printed lets it be asked",
        parts=(printed, *beside),
    )
    return PTraces(printed=printed, smallest=smallest, found=found, possible=possible, verdict=verdict)
