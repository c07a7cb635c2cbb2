"""How one cohort's effect follows from what its paper printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.synthesis.lineage.choices import of_correlation, of_level, of_method, of_time
from metasacro.synthesis.lineage.leaves import assumed, of_events, of_number, of_scale, of_source, of_summary
from metasacro.synthesis.medians import WITHOUT_SCALE
from metasacro.synthesis.rows import CountRow, ScoreRow

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.evidence.reported import Reported
    from metasacro.evidence.study import Result
    from metasacro.evidence.summary import Summary
    from metasacro.synthesis.rows import LeftOut, Score
    from metasacro.synthesis.settings import Settings

#: A mean change is the difference of two means of the same patients.
CHANGE = "after − before; variance (s₁² + s₂² − 2 r s₁ s₂)/n, s₁ and s₂ the SDs"
RECONSTRUCTED = " plus what the medians leave open of both means"


def of_row(row: ScoreRow | CountRow, settings: Settings, protocol: Protocol) -> Trace:
    """The effect of one row of a pool."""
    return _of_scores(row, settings, protocol) if isinstance(row, ScoreRow) else of_count(row, settings, protocol)


def of_count(row: CountRow, settings: Settings, protocol: Protocol) -> Trace:
    """Events over patients, with the exact interval."""
    return Trace(
        what=f"rate, {row.entry.label}",
        numbers={
            "events": row.events,
            "patients": row.n,
            "rate": row.events / row.n,
            "lower": row.interval.lower,
            "upper": row.interval.upper,
        },
        how="events over patients; Clopper–Pearson interval" + assumed(row.entry.result, ("of",)),
        methods=("clopper-pearson",),
        parts=(of_events("events and patients", row.printed), of_level(settings, protocol)),
    )


def of_size(row: ScoreRow | CountRow) -> Trace:
    """How many patients of a row enter."""
    if isinstance(row, CountRow):
        return of_events(f"patients, {row.entry.label}", row.printed)
    return of_smaller(f"patients, {row.entry.label}", row.n, row.baseline, row.follow_up.summary, row.entry.result)


def of_smaller(what: str, n: int | None, before: Summary | None, after: Summary, result: Result) -> Trace:
    """How many patients two summaries are of: the smaller number."""
    sizes = [summary for summary in (before, after) if summary is not None]
    parts = tuple(
        of_number(f"n {when}", summary.n, summary.source)
        for when, summary in zip(("before", "after") if len(sizes) == 2 else ("after",), sizes, strict=True)
        if summary.n is not None
    )
    how = "the smaller of both" if len(parts) == 2 else ""
    return Trace(
        what=what,
        numbers={} if n is None else {"n": n},
        how=how + assumed(result, ("n",)),
        parts=parts,
        sources=() if parts else (after.source,),
    )


def of_score(
    when: str, summary: Summary, score: Score, settings: Settings, protocol: Protocol, result: Result
) -> Trace:
    """Mean and SD at one time: as printed, or converted."""
    printed = of_summary(f"{result.instrument or 'score'} {when}", summary)
    if not score.converted and not score.how:
        return printed
    numbers = {"mean": score.mean, "SD": score.sd}
    what = f"mean and SD {when}"
    if not score.converted:
        return Trace(what=what, numbers=numbers, how=score.how, parts=(printed,))
    if score.reconstruction:
        numbers["variance that the median leaves open"] = score.reconstruction
    parts = [printed, *of_scale(result)]
    if score.how == settings.conversion or settings.conversion in CONVERSIONS:
        parts.append(of_method("conversion", settings, protocol))
    return Trace(
        what=what,
        numbers=numbers,
        how=f"converted from the median by `{score.how}`" + assumed(result, ("step", "scale")),
        methods=(_explained(score.how, settings),),
        parts=tuple(parts),
    )


def _explained(how: str, settings: Settings) -> str:
    """The conversion's name in the registry: one key stands for Luo's mean with Wan's or Shi's SD."""
    if how in SET_CONVERSIONS or how in CONVERSIONS:
        return how
    return settings.conversion if settings.conversion in CONVERSIONS else WITHOUT_SCALE


def of_left_out(entry: LeftOut) -> Trace | None:
    """Where what is not pooled stands."""
    if entry.source is None:
        return None
    return of_source(f"not pooled: {entry.label}", entry.reason.message, entry.source)


def _of_scores(row: ScoreRow, settings: Settings, protocol: Protocol) -> Trace:
    what = f"mean change, {row.entry.label}"
    numbers = {"change": row.change, "variance": row.variance, "n": row.n}
    result, after = row.entry.result, row.follow_up.summary
    if row.before is None or row.after is None or row.baseline is None:
        printed = of_summary("mean change as printed", after)
        how = "the paper prints the change itself; variance SD²/n"
        return Trace(what=what, numbers=numbers, how=how, parts=(printed, of_time(protocol.time)))
    reconstructed = RECONSTRUCTED * bool(row.before.reconstruction or row.after.reconstruction)
    return Trace(
        what=what,
        numbers=numbers,
        how=CHANGE + reconstructed + assumed(result, ("n",)),
        methods=("MC",),
        parts=(
            of_score("before", row.baseline, row.before, settings, protocol, result),
            of_score("after", after, row.after, settings, protocol, result),
            _correlation(row, settings, protocol),
            of_time(protocol.time),
        ),
    )


def _correlation(row: ScoreRow, settings: Settings, protocol: Protocol) -> Trace:
    reported: Reported | None = row.follow_up.correlation
    if reported is None:
        return of_correlation(settings, protocol)
    return of_number("correlation of baseline and follow-up", reported, row.source)
