"""From a count with its intervals back to the lines that hold the events and the denominator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from metasacro.evidence.study import Result
from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.answers import of_program
from metasacro.synthesis.lineage.choices import of_level
from metasacro.synthesis.lineage.leaves import assumed, at, of_events, of_number, of_source
from metasacro.synthesis.single_center.counts import RULE_OF_THREE
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.protocol import Protocol
    from metasacro.evidence.summary import LevelCount
    from metasacro.numerics.interval import Interval
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.counts import Count, Levels


@dataclass(frozen=True, slots=True, kw_only=True)
class CountTraces:
    """One count. What is `None` does not exist for it."""

    name: Trace
    events: Trace
    exact: Trace
    wilson: Trace
    jeffreys: Trace
    percentage: Trace | None  #: as printed
    agreement: Trace | None  #: of that with the count
    one_sided: Trace | None
    rule_of_three: Trace | None


def of_count(count: Count, settings: Settings, protocol: Protocol) -> CountTraces:
    """A count with everything computed from it."""
    events, level = _events(count), of_level(settings, protocol)
    percentage = agreement = one_sided = three = None
    if count.printed is not None:
        percentage = of_number(f"printed percentage, {count.name}", count.printed, count.source)
        agreement = Trace(
            what=f"whether the percentage is that of the count, {count.name}",
            numbers={"%": 100 * count.share},
            how="within its rounding",
            methods=("percentage",),
            parts=(percentage, events),
        )
    if count.one_sided is not None:
        one_sided = Trace(
            what=f"one-sided upper bound, {count.name}",
            numbers={"bound": count.one_sided},
            how="1 − (1 − level)^(1/n): Clopper–Pearson with no event",
            methods=("clopper-pearson",),
            parts=(events, level),
        )
    if count.rule_of_three is not None:
        rule = of_program("numerator of the rule of three", f"{RULE_OF_THREE:g}", "about −log 0.05")
        three = Trace(
            what=f"rule of three, {count.name}",
            numbers={"bound": count.rule_of_three},
            how="3/n, for a level of 0.95",
            parts=(events, rule),
        )
    return CountTraces(
        name=_name(count),
        events=events,
        exact=_interval(count, "Clopper–Pearson", "clopper-pearson", count.exact, (events, level)),
        wilson=_interval(count, "Wilson", "proportion-interval", count.wilson, (events, level)),
        jeffreys=_interval(count, "Jeffreys", "proportion-interval", count.jeffreys, (events, level)),
        percentage=percentage,
        agreement=agreement,
        one_sided=one_sided,
        rule_of_three=three,
    )


def of_levels(levels: Levels) -> Trace:
    """How many patients an ordered scale counts."""
    result = levels.result
    named = of_source("scale of response", levels.name, result.source)
    counts = tuple(_level(entry, result) for entry in result.levels)
    printed = result.events.of if result.events else None
    of = () if printed is None else (of_number("patients", printed, result.source),)
    return Trace(what=f"patients, {levels.name}", numbers={"patients": levels.of}, parts=(named, *of, *counts))


def _name(count: Count) -> Trace:
    if count.level is None:
        return of_source("counted", count.name, count.source)
    sources = at((count.level.count, count.level.percent), count.source)
    return Trace(what="level of response", printed=count.level.level, sources=sources)


def _events(count: Count) -> Trace:
    if count.level is not None:
        assert isinstance(count.entry, Result), "only results have levels"
        return _of_level(count, count.level, count.entry)
    assert count.entry.events is not None, "a count has events"
    leaf = of_events(f"events and denominator, {count.name}", count.entry.events)
    derived = count.entry.derived if isinstance(count.entry, Result) else {}
    told = [f"derived `{name}`: {how}" for name, how in derived.items() if name in ("events", "of", "percent")]
    more = "; ".join(told) + assumed(count.entry, ("events", "of", "percent"))
    return replace(leaf, how="; ".join(part for part in (leaf.how, more.removeprefix("; ")) if part))


def _of_level(count: Count, level: LevelCount, result: Result) -> Trace:
    """One level of all, or of the sum of the levels where no denominator is printed."""
    own, printed = _level(level, result), result.events.of if result.events else None
    numbers = {"events": count.events, "patients": count.of}
    what = f"events and denominator, {count.name}"
    if printed is not None:
        of = of_number("patients", printed, result.source)
        return Trace(what=what, numbers=numbers, parts=(own, of))
    others = tuple(_level(other, result) for other in result.levels if other is not level)
    return Trace(what=what, numbers=numbers, how="patients: the sum of the levels", parts=(own, *others))


def _level(level: LevelCount, result: Result) -> Trace:
    derived = f"derived: {level.derived}" if level.derived else ""
    sources = at((level.count, level.percent), result.source)
    return Trace(what=f"level `{level.level}`", printed=level.count.text, how=derived, sources=sources)


def _interval(count: Count, name: str, method: str, interval: Interval, parts: tuple[Trace, ...]) -> Trace:
    return Trace(
        what=f"rate, {count.name}",
        numbers={"rate": count.share, "lower": interval.lower, "upper": interval.upper},
        how=f"events over {count.unit}; {name} interval",
        methods=(method,),
        parts=parts,
    )
