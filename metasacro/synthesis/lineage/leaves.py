"""Where traces end: what a paper printed, and the lines of the record that hold it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.printed import printed_summary
from metasacro.evidence.summary import MedianSummary
from metasacro.evidence.trace import Trace

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported, Source
    from metasacro.evidence.study import Characteristic, FollowUp, PValue, Result
    from metasacro.evidence.summary import Events, Summary


def at(numbers: Iterable[Reported | None], source: Source) -> tuple[Source, ...]:
    """The lines that hold these numbers, each once, in their order; the entry's own line if they have none."""
    lines = {
        number.location.line: replace(source, location=number.location)
        for number in numbers
        if number is not None and number.location is not None
    }
    return tuple(lines[line] for line in sorted(lines)) or (source,)


def of_source(what: str, printed: str, source: Source) -> Trace:
    """Words or numbers of one entry of a record."""
    return Trace(what=what, printed=printed, sources=(source,))


def of_number(what: str, number: Reported, source: Source) -> Trace:
    """One printed number."""
    return Trace(what=what, printed=number.text, sources=at((number,), source))


def of_summary(what: str, summary: Summary) -> Trace:
    """A printed mean or median with its spread and n."""
    size = f", n = {summary.n}" if summary.n is not None else ""
    printed = f"{printed_summary(summary)}{size}"
    return Trace(what=what, printed=printed, how=_kind(summary), sources=at(_numbers(summary), summary.source))


def of_events(what: str, events: Events) -> Trace:
    """A printed count; a count that the record uses instead is said with its reason."""
    printed = f"{events.events or 'not reported'} of {events.of or 'not reported'}"
    if events.percent is not None:
        printed += f", {events.percent} %"
    how = f"counted as {events.counted}: {events.counted_reason}" if events.counted is not None else ""
    numbers = (events.events, events.of, events.percent, events.counted)
    return Trace(what=what, printed=printed, how=how, sources=at(numbers, events.source))


def of_p(p: PValue | None, source: Source) -> Trace:
    """A printed P value of the entry at `source`."""
    if p is None:
        return Trace(what="printed P value", printed="not reported", sources=(source,))
    place = source if p.location is None else replace(source, location=p.location)
    return Trace(what="printed P value", printed=p.text, how=p.test, sources=(place,))


def of_period(follow_up: FollowUp) -> Trace:
    """When a follow-up was."""
    time, source = follow_up.time, follow_up.summary.source
    if time is None:
        return Trace(what="time of follow-up", printed="not stated", sources=(source,))
    place = source if time.location is None else replace(source, location=time.location)
    return Trace(what="time of follow-up", printed=time.text, how=follow_up.time_printed, sources=(place,))


def of_scale(entry: Result | Characteristic) -> tuple[Trace, ...]:
    """The ends of the scale and its step, where the record gives them."""
    if entry.scale is None:
        return ()
    lower, upper = entry.scale
    step = f", steps of {entry.step}" if entry.step else ""
    return (
        Trace(
            what="scale",
            printed=f"{lower}–{upper}{step}",
            sources=at((lower, upper, entry.step), entry.source),
        ),
    )


def assumed(entry: Result | Characteristic, names: tuple[str, ...]) -> str:
    """What the record assumes of these fields, behind a semicolon."""
    told = [f"; assumed `{name}`: {reason}" for name, reason in entry.assumed.items() if name in names]
    return "".join(told)


def _numbers(summary: Summary) -> Iterator[Reported | None]:
    yield summary.n
    if isinstance(summary, MedianSummary):
        yield summary.median
    else:
        yield from (summary.mean, summary.sd, summary.se, *(summary.interval or ()), summary.plus_minus)
    yield from (summary.q1, summary.q3, summary.min, summary.max)


def _kind(summary: Summary) -> str:
    """What the characters stand for."""
    if isinstance(summary, MedianSummary):
        return "median [quartiles]" if summary.q1 else "median (range)" if summary.min else "median"
    if summary.sd:
        return "mean ± SD"
    if summary.se:
        return "mean (SE)"
    return "mean [95 % CI]" if summary.interval else "mean"
