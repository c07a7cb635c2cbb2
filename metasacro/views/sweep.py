"""A sweep as tables: which choice moves the answer, what each value of it gives, and what one change would flip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.synthesis.standing import Standing
from metasacro.synthesis.sweep_shares import Group, groups_of, quantile_of
from metasacro.views.direction import effect_in_unit
from metasacro.views.numbers import bracketed, count, fixed, level_name, many, percent
from metasacro.views.table import GAP, Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.sweep import Sweep
    from metasacro.synthesis.sweep_changes import Change
    from metasacro.synthesis.sweep_shares import Choice


def sweep_tables(found: Sweep) -> tuple[Table, ...]:
    """The tables in the order of reading."""
    choices = groups_of(found)
    return (_movers(found, choices), _values(found, choices), _changes(found))


def _movers(found: Sweep, choices: Sequence[Choice]) -> Table:
    """One row a choice, the one that moves the estimate most first."""
    plan, total = found.plan, found.total
    low, high = quantile_of(total, 0.025, plan.ends), quantile_of(total, 0.975, plan.ends)
    rows = [
        Row(
            cells={
                "choice": Cell(text=choice.name, kind=Kind.LABEL),
                "values": Cell(text=count(len(choice.groups))),
                "share": Cell(text=f"{percent(choice.share_of_variance, 0)} %"),
                "means": Cell(text=_means(choice.groups)),
                "flips": Cell(text=_flips(found, choice.name)),
            }
        )
        for choice in sorted(choices, key=lambda entry: -entry.share_of_variance)
    ]
    own = found.own
    summary = [
        (
            f"the middle 95 % of the estimates: {fixed(low, 2)} to {fixed(high, 2)}; "
            f"all: {fixed(total.smallest, 2)} to {fixed(total.largest, 2)}"
        ),
        f"the protocol’s own: {fixed(own.estimate, 2)} {bracketed(own.interval, 2)}, {own.conclusion.words}",
        *_shares(found),
        "share: of the variance of the estimates, what the choice explains by itself; tests move intervals only",
    ]
    return Table(
        id=f"{plan.outcome.id}-sweep",
        title=f"{plan.outcome.label} under {many(total.number, 'specification')} of the analysis",
        subtitle=f"{effect_in_unit(plan.outcome)}; {level_name(plan.level)} intervals; "
        f"{many(len(plan.subsets), 'subset')} of {many(len(plan.labels), 'study')}",
        columns=(
            Column(key="choice", title="Which choice moves the answer"),
            Column(key="values", title="values", right=True, drop=1),
            Column(key="share", title="share", right=True),
            Column(key="means", title="mean estimates", drop=2),
            Column(key="flips", title="alone flips the conclusion"),
        ),
        rows=tuple(rows),
        notes=tuple(summary),
        cautions=found.cautions,
    )


def _shares(found: Sweep) -> Iterator[str]:
    total = found.total
    states = total.states.sum(axis=(0, 1))
    told = [f"{_percent(states[state], total.number)} {state.words}" for state in reversed(Standing) if states[state]]
    yield "; ".join(told)
    if found.plan.important is not None:
        without = _percent(int(total.excluding.sum()), total.number)
        yield f"{without} of the intervals leave out the minimal important difference, {found.plan.important:g}"


def _percent(part: int, whole: int) -> str:
    """A share that is neither none nor all is not rounded to either. A small sample may hold nothing of a kind."""
    if not whole:
        return "–"
    share = part / whole
    if 0 < share < 0.001:
        return "< 0.1 %"
    if 0.999 < share < 1:
        return "> 99.9 %"
    return f"{percent(share, 1)} %"


def _means(groups: Sequence[Group]) -> str:
    means = [group.mean for group in groups]
    return f"{fixed(min(means), 2)} to {fixed(max(means), 2)}"


def _flips(found: Sweep, name: str) -> str:
    flipping = [change.value for change in found.changes if change.choice == name and _flipped(found, change)]
    return ", ".join(flipping) or "none"


def _flipped(found: Sweep, change: Change) -> bool:
    return change.conclusion is not found.own.conclusion


def _values(found: Sweep, choices: Sequence[Choice]) -> Table:
    states = [state for state in reversed(Standing) if found.total.states[..., state].any()]
    rows: list[Row] = []
    for choice in choices:
        rows += [GAP] if rows else []
        rows.append(Row(cells={"value": Cell(text=choice.name, kind=Kind.HEADING)}))
        rows += [_value_row(group, states) for group in choice.groups]
    return Table(
        id=f"{found.plan.outcome.id}-sweep-values",
        title="What each value gives, with everything else varied",
        subtitle=f"{effect_in_unit(found.plan.outcome)}; share of the specifications by what they conclude",
        columns=(
            Column(key="value", title="Choice"),
            Column(key="mean", title="mean", right=True),
            *(Column(key=state.name, title=state.brief, right=True) for state in states),
        ),
        rows=tuple(rows),
        notes=("; ".join(f"{state.brief}: {state.words}" for state in states),),
    )


def _value_row(group: Group, states: Sequence[Standing]) -> Row:
    cells = {"value": Cell(text=group.value, kind=Kind.LABEL), "mean": Cell(text=fixed(group.mean, 2))}
    for state in states:
        cells[state.name] = Cell(text=_percent(group.states[state], sum(group.states)))
    return Row(cells=cells)


def _changes(found: Sweep) -> Table:
    """What one step away from the protocol gives, where it concludes otherwise; else that nothing does."""
    flipped = [change for change in found.changes if _flipped(found, change)]
    furthest = sorted(found.changes, key=lambda change: -abs(change.estimate - found.own.estimate))[:5]
    shown = flipped or furthest
    what = (
        f"One change of the protocol that flips its conclusion, “{found.own.conclusion.words}”"
        if flipped
        else f"No single change of the protocol flips its conclusion, “{found.own.conclusion.words}”; the furthest"
    )
    return Table(
        id=f"{found.plan.outcome.id}-sweep-changes",
        title=what,
        subtitle=f"{many(len(found.changes), 'specification')} one choice away from the protocol’s own were looked at",
        columns=(
            Column(key="choice", title="Choice"),
            Column(key="value", title="changed to"),
            Column(key="answer", title="estimate and interval"),
            Column(key="conclusion", title="conclusion", drop=1),
        ),
        rows=tuple(
            Row(
                cells={
                    "choice": Cell(text=change.choice, kind=Kind.LABEL),
                    "value": Cell(text=change.value, kind=Kind.LABEL),
                    "answer": Cell(text=f"{fixed(change.estimate, 2)} {bracketed(change.interval, 2)}"),
                    "conclusion": Cell(text=change.conclusion.words),
                }
            )
            for change in shown
        ),
    )
