"""Rules of counts: a count fits its denominator, and the denominator says what it counts."""

from __future__ import annotations

from collections.abc import Iterator

from metasacro.evidence.study import Characteristic, Result, Study
from metasacro.evidence.trail import trail_of
from metasacro.problems import Problem, problem


def _counts(study: Study) -> Iterator[Result | Characteristic]:
    entries: tuple[Result | Characteristic, ...] = (*study.results, *study.characteristics)
    for entry in entries:
        if entry.events is not None:
            yield entry


def count_has_unit(study: Study) -> Iterator[Problem]:
    """A denominator counts patients, procedures, fractures or lesions, and says which."""
    for entry in _counts(study):
        if entry.events and entry.events.unit is None:
            yield problem(
                "MS113",
                entry.source.location,
                trail=trail_of(study, entry),
                hint="for example `unit: patients`",
                name="unit",
                shape="count",
            )


def events_fit_denominator(study: Study) -> Iterator[Problem]:
    """No more events than patients."""
    for entry in _counts(study):
        if entry.events and entry.events.events and entry.events.of:
            events, of = entry.events.events, entry.events.of
            if events.value > of.value:
                yield problem("MS201", events.location, trail=trail_of(study, entry), events=events, of=of)


def counted_fits_denominator(study: Study) -> Iterator[Problem]:
    """The count that the pool uses obeys the same bound."""
    for entry in _counts(study):
        if entry.events and entry.events.counted and entry.events.of:
            events, of = entry.events.counted, entry.events.of
            if events.value > of.value:
                yield problem("MS201", events.location, trail=trail_of(study, entry), events=events, of=of)


def levels_add_up(study: Study) -> Iterator[Problem]:
    """The counts of all levels of a scale sum to their denominator."""
    for result in study.results:
        if result.levels and result.events and result.events.of:
            total = sum(level.count.value for level in result.levels)
            if total != result.events.of.value:
                yield problem(
                    "MS207",
                    result.events.of.location,
                    trail=trail_of(study, result),
                    total=f"{total:g}",
                    of=result.events.of,
                )
