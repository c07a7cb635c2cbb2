"""Percentages against counts, with rounding."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Study
from metasacro.evidence.trail import trail_of
from metasacro.integrity.percentages import (
    counts_with_percent,
    cut_off,
    denominators_with_percent,
    percent_of_count,
)
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.problems import problem

#: A denominator that a hint may name lies within this many of the printed one.
_NEAR = 20


def percent_is_of_count(study: Study) -> Answers:
    """MS221: the percentage is that of the count. MS222: some count gives the percentage."""
    for trail, percent, events, of in _percentages(study):
        n = int(of.value)
        if events is None:
            found = counts_with_percent(percent.text, n)
            yield answer(
                "MS222",
                len(found) > 0,
                percent.location,
                trail=trail,
                hint=_other_denominator(percent, n),
                percent=percent,
                of=of,
            )
        elif percent_of_count(percent.text, int(events.value), n):
            yield None
        else:
            yield problem(
                "MS221",
                percent.location,
                trail=trail,
                hint=_explanation(percent, int(events.value), n),
                percent=percent,
                events=events,
                of=of,
                actual=f"{100 * events.value / of.value:.{percent.decimals + 2}f}",
            )


def _percentages(study: Study) -> Iterator[tuple[str, Reported, Reported | None, Reported]]:
    """Trail, percentage, count and denominator, wherever a denominator is printed."""
    for entry in study.entries:
        if entry.events and entry.events.percent and entry.events.of:
            yield trail_of(study, entry), entry.events.percent, entry.events.events, entry.events.of
    for result in study.results:
        for level in result.levels:
            if level.percent and result.events and result.events.of:
                yield trail_of(study, result, level.level), level.percent, level.count, result.events.of


def _explanation(percent: Reported, events: int, of: int) -> str:
    """What could have given the percentage instead."""
    if cut_off(percent.text, events, of):
        return "it agrees if further decimals were cut off instead of rounded"
    counts = counts_with_percent(percent.text, of)
    ways = [f"{counts[0]} of {of}"] if counts else []
    near = denominators_with_percent(percent.text, events, range(of - _NEAR, of + _NEAR + 1))
    ways += [f"{events} of {near[-1] if near[-1] < of else near[0]}"] if near else []
    return f"it would agree with {' or '.join(ways)}" if ways else ""


def _other_denominator(percent: Reported, of: int) -> str:
    smaller = [n for n in range(max(1, of - _NEAR), of) if counts_with_percent(percent.text, n)]
    return f"a denominator of {smaller[-1]} has such a count: some values may be missing" if smaller else ""


PERCENTAGES = StudyRule(
    key="percentages",
    codes=("MS221", "MS222"),
    question="Is each printed percentage that of its count?",
    ask=percent_is_of_count,
)
