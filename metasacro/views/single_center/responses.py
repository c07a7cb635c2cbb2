"""Ordered scales of response, with the distribution as bars, and every other count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.leaves import of_source
from metasacro.views.forest_counts import rate_text
from metasacro.views.numbers import level_name, percent
from metasacro.views.table import Axis, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.settings import Settings
    from metasacro.synthesis.single_center.counts import Count, Levels

PERCENT = Axis(lower=0.0, upper=100.0, no_effect=None, important=None, unit="%")


def level_tables(found: Sequence[Levels], settings: Settings) -> list[Table]:
    """One a scale."""
    return [_levels(levels, settings) for levels in found]


def _levels(levels: Levels, settings: Settings) -> Table:
    return Table(
        id="levels",
        title=f"{levels.name[:1].upper()}{levels.name[1:]}, {levels.of} patients",
        subtitle="",
        columns=_columns("Level", settings),
        rows=tuple(_row(count, bar=True) for count in levels.levels),
        axis=PERCENT,
        notes=() if levels.adds_up else (f"the levels do not add up to {levels.of}",),
    )


def counts_table(counts: Sequence[Count], settings: Settings) -> Table | None:
    """Every outcome that was counted; None where there is none."""
    if not counts:
        return None
    recounted = any(count.recounted for count in counts)
    return Table(
        id="counts",
        title="Counts",
        subtitle="",
        columns=_columns("Outcome", settings),
        rows=tuple(_row(count, bar=False) for count in counts),
        axis=PERCENT,
        notes=("ᶜ counted otherwise than printed, for a recorded reason (MS442)",) if recounted else (),
    )


def zero_table(counts: Sequence[Count], settings: Settings) -> Table | None:
    """What could have happened where nothing did; None where everything did."""
    nothing = [count for count in counts if count.events == 0]
    if not nothing:
        return None
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
        rows=tuple(_zero(count) for count in nothing),
        notes=tuple(notes),
    )


def _columns(name: str, settings: Settings) -> tuple[Column, ...]:
    return (
        Column(key="outcome", title=name),
        Column(key="events", title="events/n", right=True),
        Column(key="exact", title=f"% [exact {level_name(settings.level)} CI]"),
        Column(key="wilson", title="Wilson", drop=2),
        Column(key="jeffreys", title="Jeffreys", drop=3),
    )


def _row(count: Count, *, bar: bool) -> Row:
    name = count.name if count.unit == "patients" else f"{count.name}, {count.unit}"
    share = 100 * count.share
    return Row(
        cells={
            "outcome": Cell(text=name, kind=Kind.LABEL, trace=of_source("as printed", "", count.source)),
            "events": Cell(
                text=f"{count.events}/{count.of}{'ᶜ' * count.recounted}",
                kind=Kind.PRINTED,
                trace=of_source("as printed", "", count.source),
            ),
            "exact": Cell(text=rate_text(count.share, count.exact), trace=of_source("as printed", "", count.source)),
            "wilson": Cell(text=f"[{percent(count.wilson.lower)}, {percent(count.wilson.upper)}]"),
            "jeffreys": Cell(text=f"[{percent(count.jeffreys.lower)}, {percent(count.jeffreys.upper)}]"),
        },
        mark=Mark(lower=0.0, upper=share, estimate=None, kind=Kind.BAR)
        if bar
        else Mark(lower=100 * count.exact.lower, upper=100 * count.exact.upper, estimate=share, kind=Kind.COMPUTED),
    )


def _zero(count: Count) -> Row:
    name = count.name if count.unit == "patients" else f"{count.name}, {count.unit}"
    return Row(
        cells={
            "outcome": Cell(text=name, kind=Kind.LABEL, trace=of_source("as printed", "", count.source)),
            "events": Cell(
                text=f"{count.events}/{count.of}", kind=Kind.PRINTED, trace=of_source("as printed", "", count.source)
            ),
            "two": Cell(text=percent(count.exact.upper, 2)),
            "one": Cell(text=percent(count.one_sided or 0.0, 2)),
            "three": Cell(text=percent(count.rule_of_three or 0.0, 2)),
        }
    )
