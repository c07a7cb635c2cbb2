"""Ordered scales of response, with the distribution as bars, and every other count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.trace import Trace
from metasacro.synthesis.lineage.single_center.counts import CountTraces, of_count, of_levels
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import level_name, percent
from metasacro.views.table import Axis, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.evidence.protocol import Protocol
    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.counts import Count, Levels

PERCENT = Axis(lower=0.0, upper=100.0, no_effect=None, important=None, unit="%")


def level_tables(found: Sequence[Levels], settings: Settings, protocol: Protocol) -> list[Table]:
    """One a scale."""
    return [_levels(levels, settings, protocol) for levels in found]


def _levels(levels: Levels, settings: Settings, protocol: Protocol) -> Table:
    return Table(
        id="levels",
        title=f"{levels.name[:1].upper()}{levels.name[1:]}, {levels.of} patients",
        subtitle="",
        columns=_columns("Level", settings),
        rows=tuple(_row(count, of_count(count, settings, protocol), bar=True) for count in levels.levels),
        axis=PERCENT,
        notes=() if levels.adds_up else (f"the levels do not add up to {levels.of}",),
        trace=of_levels(levels),
    )


def counts_table(counts: Sequence[Count], settings: Settings, protocol: Protocol) -> Table | None:
    """Every outcome that was counted; None where there is none."""
    if not counts:
        return None
    traces = [of_count(count, settings, protocol) for count in counts]
    recounted = any(count.recounted for count in counts)
    return Table(
        id="counts",
        title="Counts",
        subtitle="",
        columns=_columns("Outcome", settings),
        rows=tuple(_row(count, told, bar=False) for count, told in zip(counts, traces, strict=True)),
        axis=PERCENT,
        notes=("ᶜ counted otherwise than printed, for a recorded reason (MS442)",) if recounted else (),
        trace=Trace(what="counts of outcomes", parts=tuple(told.exact for told in traces)),
    )


def zero_table(counts: Sequence[Count], settings: Settings, protocol: Protocol) -> Table | None:
    """What could have happened where nothing did; None where everything did."""
    nothing = [count for count in counts if count.events == 0]
    if not nothing:
        return None
    traces = [of_count(count, settings, protocol) for count in nothing]
    units = list(dict.fromkeys(count.unit for count in nothing))
    notes = ["two-sided: the upper end of the exact interval; one-sided: exact; 3/n: the rule of three"]
    of_units = {unit: max(count.of for count in nothing if count.unit == unit) for unit in units}
    if len(of_units) > 1 and "patients" in of_units:
        other = next(unit for unit in units if unit != "patients")
        notes.append(
            f"counting {other} instead of patients lowers the bound without a single patient more: {other} of one "
            "patient share whatever happens to that patient, and no interval above knows it"
        )
    return Table(
        id="zero",
        title="How often it may happen although nobody had it",
        subtitle=f"upper {level_name(settings.level)} bounds, in percent",
        columns=(
            Column(key="outcome", title="Outcome"),
            Column(key="events", title="events/n", right=True),
            Column(key="two", title="two-sided", right=True),
            Column(key="one", title="one-sided", right=True),
            Column(key="three", title="3/n", right=True),
        ),
        rows=tuple(_zero(count, told) for count, told in zip(nothing, traces, strict=True)),
        notes=tuple(notes),
        trace=Trace(
            what="upper bounds where nobody had it",
            parts=tuple(
                part for told in traces for part in (told.exact, told.one_sided, told.rule_of_three) if part is not None
            ),
        ),
    )


def _columns(name: str, settings: Settings) -> tuple[Column, ...]:
    return (
        Column(key="outcome", title=name),
        Column(key="events", title="events/n", right=True),
        Column(key="exact", title=f"% [exact {level_name(settings.level)} CI]"),
        Column(key="wilson", title="Wilson", drop=2),
        Column(key="jeffreys", title="Jeffreys", drop=3),
    )


def _row(count: Count, traces: CountTraces, *, bar: bool) -> Row:
    name = count.name if count.unit == "patients" else f"{count.name}, {count.unit}"
    share = 100 * count.share
    return Row(
        cells={
            "outcome": Cell(text=name, kind=Kind.LABEL, trace=traces.name),
            "events": Cell(
                text=f"{count.events}/{count.of}{'ᶜ' * count.recounted}", kind=Kind.PRINTED, trace=traces.events
            ),
            "exact": Cell(text=rate_text(count.share, count.exact), trace=traces.exact),
            "wilson": Cell(text=f"[{percent(count.wilson.lower)}, {percent(count.wilson.upper)}]", trace=traces.wilson),
            "jeffreys": Cell(
                text=f"[{percent(count.jeffreys.lower)}, {percent(count.jeffreys.upper)}]", trace=traces.jeffreys
            ),
        },
        mark=Mark(lower=0.0, upper=share, estimate=None, kind=Kind.BAR)
        if bar
        else Mark(lower=100 * count.exact.lower, upper=100 * count.exact.upper, estimate=share, kind=Kind.COMPUTED),
    )


def _zero(count: Count, traces: CountTraces) -> Row:
    name = count.name if count.unit == "patients" else f"{count.name}, {count.unit}"
    return Row(
        cells={
            "outcome": Cell(text=name, kind=Kind.LABEL, trace=traces.name),
            "events": Cell(text=f"{count.events}/{count.of}", kind=Kind.PRINTED, trace=traces.events),
            "two": Cell(text=percent(count.exact.upper, 2), trace=traces.exact),
            "one": Cell(text=percent(count.one_sided or 0.0, 2), trace=traces.one_sided),
            "three": Cell(text=percent(count.rule_of_three or 0.0, 2), trace=traces.rule_of_three),
        }
    )
