"""From the panel beside the pool back to the index study's prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import of_pooled, of_without_index
from metasacro.synthesis.lineage.choices import of_level, of_outcome
from metasacro.synthesis.lineage.leaves import of_p, of_scale, of_source, of_summary
from metasacro.synthesis.lineage.rows import of_count, of_row, of_score, of_smaller
from metasacro.synthesis.lineage.single_center.record import of_record
from metasacro.synthesis.rows import CountRow, LeftOut
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import Protocol
    from metasacro.synthesis.reanalysis import Reanalysis, ScaleRow
    from metasacro.synthesis.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTraces:
    """One scale in one cohort."""

    heading: Trace
    cohort: Trace
    size: Trace
    printed: Trace
    means: Trace
    change: Trace  #: or why there is none
    p: Trace


def of_scale_row(scale: ScaleRow, settings: Settings, protocol: Protocol) -> ScaleTraces:
    """Everything about it."""
    row, entry, after = scale.row, scale.entry, scale.follow_up.summary
    instrument = of_scale(entry.result) or (of_source("instrument", scale.instrument, entry.result.source),)
    name = f"{scale.instrument or scale.outcome}, {scale.cohort}"
    prints = of_summary(f"{name}, before", scale.baseline), of_summary(f"{name}, after", after)
    printed = Trace(what=f"scores before and after, {name}", parts=prints)
    if isinstance(row, LeftOut):
        means = printed
        change = Trace(what=f"no change, {name}", printed=row.reason.code, how=row.reason.message, parts=prints)
    else:
        moments = zip(("before", "after"), (scale.baseline, after), (row.before, row.after), strict=True)
        parts = tuple(
            of_score(when, summary, score, settings, protocol, entry.result)
            for when, summary, score in moments
            if score is not None
        )
        means = Trace(what=f"means before and after, {name}", parts=parts or prints)
        ends = {} if scale.interval is None else {"lower": scale.interval.lower, "upper": scale.interval.upper}
        change = Trace(
            what=f"mean change with its own interval, {name}",
            numbers={"change": row.change, **ends},
            how="t on n − 1 df",
            parts=(of_row(row, settings, protocol), of_level(settings, protocol)),
        )
    return ScaleTraces(
        heading=Trace(what=scale.instrument or scale.outcome, parts=instrument),
        cohort=of_source("cohort", entry.cohort.label, entry.cohort.source),
        size=of_smaller(f"patients, {name}", scale.n, scale.baseline, after, entry.result),
        printed=printed,
        means=means,
        change=change,
        p=of_p(scale.follow_up.p, after.source),
    )


def of_scales(reanalysis: Reanalysis, scales: Sequence[ScaleTraces], protocol: Protocol) -> Trace:
    """What the title and the lines below the scales rest on."""
    changes = tuple(scale.change for scale in scales)
    level = of_level(reanalysis.settings, protocol)
    return Trace(what="scales of the cohort", parts=(of_record(reanalysis.study), *changes, level))


def of_counts(reanalysis: Reanalysis, protocol: Protocol) -> Trace:
    """What the title above the counts rests on."""
    counts = tuple(
        of_count(row, reanalysis.settings, protocol) for row in reanalysis.counts if isinstance(row, CountRow)
    )
    level = of_level(reanalysis.settings, protocol)
    return Trace(what="counts of the cohort", parts=(of_record(reanalysis.study), *counts, level))


def of_with_without(reanalysis: Reanalysis) -> Trace:
    """What the pool says with the cohort and without it."""
    answers = tuple(
        part
        for analysis in reanalysis.analyses
        for part in (of_outcome(analysis.outcome), of_pooled(analysis), of_without_index(analysis))
    )
    return Trace(what="pooled with the cohort and without it", parts=(of_record(reanalysis.study), *answers))
