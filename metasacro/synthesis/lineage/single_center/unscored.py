"""From the bounds on everybody's mean change back to the scored, the treated and the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.choices import of_important_difference
from metasacro.synthesis.lineage.leaves import of_number
from metasacro.synthesis.lineage.single_center.scores import of_instrument
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.synthesis.lineage.single_center.changes import ChangeTraces
    from metasacro.synthesis.single_center.unscored import Unscored


@dataclass(frozen=True, slots=True, kw_only=True)
class UnscoredTraces:
    """One cohort with patients that have no score."""

    title: Trace
    scored: Trace
    change: Trace
    bounds: Trace
    from_baseline: Trace
    needed: Trace  #: what the unscored would have to do; the bounds where no difference is important


def of_unscored(one: Unscored, change: ChangeTraces) -> UnscoredTraces:
    """`change`: that of the scored."""
    treated = one.everybody.n
    everybody = (of_number("patients treated", treated, one.everybody.source),) if treated is not None else ()
    scored = Trace(
        what=f"scored of all treated, {one.title}",
        numbers={"scored": one.scored, "treated": one.treated},
        parts=(change.size, *everybody),
    )
    scale = of_instrument(one.group)
    bounds = Trace(
        what=f"mean change of all treated, {one.title}",
        numbers={"lowest": one.lowest, "highest": one.highest},
        how="the unscored changing by the whole scale, down or up",
        parts=(change.change, scored, *scale),
    )
    from_baseline = Trace(
        what=f"mean change of all treated, unscored starting like the scored, {one.title}",
        numbers={"lowest": one.lowest_from_baseline, "highest": one.highest_from_baseline},
        how="the unscored changing from the mean baseline of the scored to an end of the scale",
        parts=(change.change, change.before, scored, *scale),
    )
    return UnscoredTraces(
        title=Trace(what=one.title, parts=scale),
        scored=scored,
        change=change.change,
        bounds=bounds,
        from_baseline=from_baseline,
        needed=_needed(one, change, scored, scale),
    )


def _needed(one: Unscored, change: ChangeTraces, scored: Trace, scale: tuple[Trace, ...]) -> Trace:
    important = None if one.outcome is None else of_important_difference(one.outcome)
    numbers = {"baseline of the scored": one.baseline}
    if one.needed is not None:
        numbers["mean change of the unscored"] = one.needed
    if one.needed_between is not None:
        numbers |= dict(zip(("from", "to"), sorted(one.needed_between), strict=True))
    if one.room is not None:
        numbers["room from the baseline"] = one.room
    possible = (change.possible,) if change.possible is not None and one.needed_between is not None else ()
    chosen = (important,) if important is not None else ()
    return Trace(
        what=f"what the unscored would have to do, {one.title}",
        numbers=numbers,
        how="(important difference × treated − change × scored)/unscored" if chosen else "",
        parts=(change.change, change.before, *possible, scored, *scale, *chosen),
    )
