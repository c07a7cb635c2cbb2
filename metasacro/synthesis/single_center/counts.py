"""Every count of a record beside the percentage that is printed with it, and with its intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.study import Characteristic, Result
from metasacro.integrity.percentages import cut_off, percent_of_count
from metasacro.numerics.interval import Interval
from metasacro.pooling.proportion_intervals import proportion_interval
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported, Source
    from metasacro.evidence.study import Study
    from metasacro.evidence.summary import LevelCount

#: Hanley's rule: with no event among n the upper 95 % bound is about 3/n.
RULE_OF_THREE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Events of a denominator, recomputed. Proportions are fractions."""

    name: str
    cohort: str
    events: int
    of: int
    unit: str
    printed: Reported | None  #: the percentage
    agrees: bool | None  #: None: no percentage is printed
    cut: bool  #: it agrees if decimals were cut off
    exact: Interval
    wilson: Interval
    jeffreys: Interval
    one_sided: float | None  #: exact upper bound where nothing happened, at the same level but one-sided
    rule_of_three: float | None
    recounted: bool  #: the record counts another number than the paper prints
    entry: Result | Characteristic
    level: LevelCount | None  #: where it is one level of an ordered scale
    source: Source

    @property
    def share(self) -> float:
        return self.events / self.of


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """An ordered scale of response: every level with its count."""

    name: str
    result: Result
    of: int
    adds_up: bool
    levels: tuple[Count, ...]


def characteristic_counts(study: Study, level: float) -> tuple[Count, ...]:
    """Who was treated and how."""
    made = (_count(study, entry, entry.name, level) for entry in study.characteristics)
    return tuple(count for count in made if count is not None)


def outcome_counts(study: Study, level: float) -> tuple[Count, ...]:
    """What happened to them."""
    made = (_count(study, entry, entry.outcome.replace("_", " "), level) for entry in study.results)
    return tuple(count for count in made if count is not None)


def response_levels(study: Study, level: float) -> tuple[Levels, ...]:
    """Every ordered scale of the record."""
    made = []
    for result in study.results:
        if not result.levels:
            continue
        total = sum(int(entry.count.value) for entry in result.levels)
        printed = result.events.of if result.events and result.events.of else None
        of = int(printed.value) if printed else total
        made.append(
            Levels(
                name=result.instrument or result.outcome.replace("_", " "),
                result=result,
                of=of,
                adds_up=total == of,
                levels=tuple(
                    _of(result, entry.level, int(entry.count.value), of, level, entry.percent, result.source, entry)
                    for entry in result.levels
                    if entry.count.value <= of
                ),
            )
        )
    return tuple(made)


def _count(study: Study, entry: Result | Characteristic, name: str, level: float) -> Count | None:
    found = entry.events
    if found is None or found.of is None or not found.of.value > 0:
        return None
    used = found.counted or found.events
    if used is None or used.value > found.of.value or used.value != int(used.value):
        return None
    alike = [
        other
        for other in study.results
        if isinstance(entry, Result)
        and other.outcome == entry.outcome
        and other.events
        and other.events.unit == found.unit
    ]
    told = f"{name}, {entry.cohort.replace('_', ' ')}" if len(alike) > 1 else name
    return _of(
        entry,
        told,
        int(used.value),
        int(found.of.value),
        level,
        found.percent,
        found.source,
        unit=found.unit or "patients",
        recounted=found.counted is not None,
    )


def _of(
    entry: Result | Characteristic,
    name: str,
    events: int,
    of: int,
    level: float,
    percent: Reported | None,
    source: Source,
    counted: LevelCount | None = None,
    unit: str = "patients",
    recounted: bool = False,
) -> Count:
    exact, wilson, jeffreys = (
        Interval(lower=float(low[0]), upper=float(high[0]), level=level)
        for low, high in (
            proportion_interval([events], [of], method=method, level=level) for method in ("CP", "WS", "Jeffreys")
        )
    )
    return Count(
        name=name,
        cohort=entry.cohort,
        events=events,
        of=of,
        unit=unit,
        printed=percent,
        agrees=percent_of_count(percent.text, events, of) if percent else None,
        cut=cut_off(percent.text, events, of) if percent else False,
        exact=exact,
        wilson=wilson,
        jeffreys=jeffreys,
        one_sided=1 - (1 - level) ** (1 / of) if events == 0 else None,
        rule_of_three=min(1.0, RULE_OF_THREE / of) if events == 0 else None,
        recounted=recounted,
        entry=entry,
        level=counted,
        source=source,
    )
