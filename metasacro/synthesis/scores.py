"""A result with scores becomes a mean change with its variance, or the reason why it cannot."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeAlias

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.evidence.summary import MeanSummary, MedianSummary, Summary
from metasacro.moments.largest_sd import bounded_sd
from metasacro.numerics.student import student_quantile
from metasacro.problems import Caution, Refusal, caution
from metasacro.synthesis.medians import score_from_median
from metasacro.synthesis.rows import Entry, LeftOut, Score, ScoreRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import TimeWindow
    from metasacro.evidence.reported import Reported
    from metasacro.evidence.study import FollowUp
    from metasacro.synthesis.settings import Settings

    Scale: TypeAlias = tuple[Reported, Reported]

Bounds = tuple[float, float]

#: A printed SD may pass the largest possible one by this factor: printed means and SDs are rounded.
ROUNDING = 1.05


def score_row(entry: Entry, scale: Scale | None, window: TimeWindow, settings: Settings) -> ScoreRow | LeftOut:
    """The mean change of one cohort at the time that the protocol wants; `scale`: the only one that may be pooled."""
    result = entry.result
    if result.unit not in (None, "patients"):
        return _left_out(entry, caution("MS434", unit=result.unit))
    if scale and result.scale is None:
        return _left_out(entry, caution("MS437", what="scale"))
    if scale and result.scale and not _same_scale(result.scale, scale):
        return _left_out(entry, caution("MS438", scale=_printed(result.scale), wanted=_printed(scale)))
    follow_up = nearest(result.follow_ups, window)
    change = nearest(result.changes, window)
    printed = None if change is None else _printed_change(entry, change)
    if isinstance(printed, ScoreRow) and nearest((printed.follow_up, *result.follow_ups), window) is printed.follow_up:
        return printed  # it needs no assumed correlation
    if follow_up is None or result.baseline is None:
        if printed is not None:
            return printed
        if follow_up is None and (result.follow_ups or result.changes):
            return _left_out(entry, caution("MS439", earliest=window.earliest, latest=window.latest))
        return _left_out(entry, caution("MS437", what="scores before and after"))
    reported = follow_up.correlation
    correlation = reported.value if reported else settings.correlation
    try:
        before, told_before = score_of(result.baseline, result.scale, settings.conversion, result.step)
        after, told_after = score_of(follow_up.summary, result.scale, settings.conversion, result.step)
        n = min(before.n, after.n)
        difference, variance = change_of(before, after, n, correlation)
    except Refusal as refusal:
        return _left_out(entry, Caution(code=refusal.code, message=refusal.message))
    return ScoreRow(
        entry=entry,
        n=n,
        baseline=result.baseline,
        follow_up=follow_up,
        before=before,
        after=after,
        change=difference,
        variance=variance,
        correlation=correlation,
        correlation_assumed=reported is None,
        cautions=(*told_before, *told_after),
    )


def change_of(before: Score, after: Score, n: int, correlation: float) -> tuple[float, float]:
    """Mean change and its variance, with what medians leave open of both means.

    Raises `Refusal` (MS401) where the correlation leaves no variance.
    """
    return changes_of([(before, after)], [n], [correlation])[0]


def changes_of(
    scores: Sequence[tuple[Score, Score]], n: Sequence[int], correlations: Sequence[float]
) -> list[tuple[float, float]]:
    """The same for several cohorts at once; refused where one of them is."""
    effect = effect_sizes(
        "MC",
        m1i=[after.mean for _, after in scores],
        sd1i=[after.sd for _, after in scores],
        m2i=[before.mean for before, _ in scores],
        sd2i=[before.sd for before, _ in scores],
        ni=n,
        ri=correlations,
    )
    found = list(zip(effect.yi.tolist(), effect.vi.tolist(), scores, correlations, strict=True))
    for _, variance, _, correlation in found:
        if not variance > 0:
            raise Refusal("MS401", rows=f"r = {correlation:g} with equal SDs")
    return [
        (change, variance + before.reconstruction + after.reconstruction)
        for change, variance, (before, after), _ in found
    ]


def nearest(follow_ups: tuple[FollowUp, ...], window: TimeWindow) -> FollowUp | None:
    """The follow-up nearest to the protocol's target; one whose time is not stated only if there is no other."""
    stated = [
        (abs(entry.time.days - window.target.days), entry.time.days, entry)
        for entry in follow_ups
        if entry.time is not None and window.earliest.days <= entry.time.days <= window.latest.days
    ]
    if stated:
        return min(stated, key=lambda candidate: candidate[:2])[2]
    if window.include_unstated:
        return next((entry for entry in follow_ups if entry.time is None), None)
    return None


def score_of(
    summary: Summary, scale: Scale | None, conversion: str, step: Reported | None = None
) -> tuple[Score, tuple[Caution, ...]]:
    """Mean and SD of a printed summary; raises `Refusal` where it has none.

    An SE becomes an SD by √n. A 95 % interval becomes one by its half-width, √n and the t quantile on n − 1 df.
    """
    if summary.n is None:
        raise Refusal("MS437", what="number analysed")
    n = int(summary.n.value)
    if isinstance(summary, MedianSummary):
        return score_from_median(summary, n, scale, conversion, step)
    sd, how = _sd_of(summary, n)
    if scale is not None:
        _refuse_impossible(summary.mean.value, sd, n, (scale[0].value, scale[1].value))
    return Score(n=n, mean=summary.mean.value, sd=sd, how=how, converted=False), ()


def _sd_of(summary: MeanSummary, n: int) -> tuple[float, str]:
    if summary.sd is not None:
        return summary.sd.value, ""
    if summary.se is not None:
        return summary.se.value * math.sqrt(n), "SD from the standard error"
    if summary.interval is not None and n > 1:
        low, high = summary.interval
        half = (high.value - low.value) / 2
        return half / float(student_quantile(0.975, n - 1)) * math.sqrt(n), "SD from the 95 % interval"
    if summary.plus_minus is not None:
        raise Refusal("MS436", value=summary.plus_minus)
    raise Refusal("MS437", what="standard deviation")


def _refuse_impossible(mean: float, sd: float, n: int, bounds: Bounds) -> None:
    """A printed SD that no sample on the scale can have is refused; the print's own rounding is allowed for."""
    lower, upper = bounds
    if n < 2:
        return
    largest = float(bounded_sd(mean, n, lower=lower, upper=upper))
    if sd > largest * ROUNDING:
        raise Refusal("MS305", sd=sd, mean=mean, n=n, lower=lower, upper=upper, largest=largest)


def _printed_change(entry: Entry, change: FollowUp) -> ScoreRow | LeftOut:
    """A mean change that the paper prints itself: its own SD gives the variance, and no correlation is needed."""
    try:
        score, told = score_of(change.summary, None, "")
        effect = effect_sizes("MN", mi=[score.mean], sdi=[score.sd], ni=[score.n])
    except Refusal as refusal:
        return _left_out(entry, Caution(code=refusal.code, message=refusal.message))
    return ScoreRow(
        entry=entry,
        n=score.n,
        baseline=entry.result.baseline,
        follow_up=change,
        before=None,
        after=None,
        change=float(effect.yi[0]),
        variance=float(effect.vi[0]),
        correlation=None,
        correlation_assumed=False,
        cautions=told,
    )


def _same_scale(one: Scale, other: Scale) -> bool:
    return [end.value for end in one] == [end.value for end in other]


def _printed(scale: Scale) -> str:
    return f"{scale[0]}–{scale[1]}"


def _left_out(entry: Entry, reason: Caution) -> LeftOut:
    return LeftOut(label=entry.label, reason=reason, source=entry.result.source)
