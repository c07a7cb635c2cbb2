"""How each answer moved, as tables: old, new, difference, what moved it, and whether a threshold was crossed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from metasacro.numerics.interval import Interval
from metasacro.problems import Caution, caution
from metasacro.synthesis.change.conclusion import Side
from metasacro.synthesis.change.movement import answer_of
from metasacro.values.frozen import dataclass
from metasacro.views.change_parts import parts_table
from metasacro.views.direction import effect_name, sign_of, turned
from metasacro.views.numbers import bracketed, fixed, percent, signed, significant
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.change.comparison import Comparison
    from metasacro.synthesis.change.conclusion import Conclusion, Crossing
    from metasacro.synthesis.change.movement import Answer, Movement

COLUMNS = (
    Column(key="what", title=""),
    Column(key="old", title="Old", right=True),
    Column(key="new", title="New", right=True),
    Column(key="difference", title="Difference", right=True),
)
#: One more decimal than an answer has: parts are small.
DECIMALS = 2
#: How a number of a row is printed.
Words = Callable[[float], str]

SIDES = {Side.BELOW: "below", Side.ACROSS: "on both sides of", Side.ABOVE: "above"}


def answer_tables(comparison: Comparison) -> Iterator[Table]:
    """Two tables for each outcome that moved: the answer, and what moved it."""
    for found in comparison.movements:
        if found.moved:
            yield _answer(found)
            if found.attribution is not None and found.attribution.parts:
                yield parts_table(found, DECIMALS)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """An answer in the units of tables: better to the right, rates in percent."""

    estimate: float | None
    interval: Interval | None
    prediction: Interval | None


def _shown(analysis: Analysis, answer: Answer) -> _Shown:
    if analysis.outcome.measure == "PLO":
        return _Shown(
            estimate=None if answer.estimate is None else 100 * answer.estimate,
            interval=_hundredfold(answer.interval),
            prediction=_hundredfold(answer.prediction),
        )
    outcome = analysis.outcome
    return _Shown(
        estimate=None if answer.estimate is None else sign_of(outcome) * answer.estimate,
        interval=turned(outcome, answer.interval) if answer.interval else None,
        prediction=turned(outcome, answer.prediction) if answer.prediction else None,
    )


def _hundredfold(interval: Interval | None) -> Interval | None:
    if interval is None:
        return None
    return Interval(lower=100 * interval.lower, upper=100 * interval.upper, level=interval.level)


def _answer(found: Movement) -> Table:
    outcome = found.analysis.outcome
    unit = "% of patients" if outcome.measure == "PLO" else effect_name(outcome)
    if outcome.measure != "PLO" and outcome.unit:
        unit = f"{unit} in {outcome.unit}"
    old, new = (answer_of(side) if side else None for side in (found.old, found.new))
    shown_old = _shown(found.old, old) if found.old and old else None
    shown_new = _shown(found.new, new) if found.new and new else None
    was, now = (shown.estimate if shown else None for shown in (shown_old, shown_new))
    rows = [
        _row("estimate", was, now, kind=Kind.ANSWER),
        _intervals("interval", shown_old, shown_new),
        _intervals("prediction", shown_old, shown_new),
        _plain("τ²", old.tau2 if old else None, new.tau2 if new else None, significant),
        _plain("I²", old.i2 if old else None, new.i2 if new else None, lambda share: f"{percent(share, 0)} %"),
        _plain("cohorts", old.k if old else None, new.k if new else None, lambda count: fixed(count, 0)),
        _plain("patients", old.n if old else None, new.n if new else None, lambda count: fixed(count, 0)),
    ]
    return Table(
        id=f"{found.id}-moved",
        title=f"{outcome.label}: {_headline(shown_old, shown_new)}",
        subtitle=" · ".join((unit, *_concluded(found))),
        columns=COLUMNS,
        rows=tuple(rows),
        notes=(*_cohorts(found), *(_crossing(entry) for entry in found.crossed)),
        cautions=tuple(_cautions(found)),
    )


def _headline(old: _Shown | None, new: _Shown | None) -> str:
    one, other = (_estimate(side) for side in (old, new))
    return f"{one} → {other}" if one != other else f"{one}, as before to a decimal"


def _estimate(side: _Shown | None) -> str:
    if side is None:
        return "not in the protocol"
    return "not estimable" if side.estimate is None else fixed(side.estimate)


def _row(what: str, old: float | None, new: float | None, kind: Kind = Kind.COMPUTED) -> Row:
    return Row(
        cells={
            "what": Cell(text=what, kind=Kind.LABEL),
            "old": Cell(text="—" if old is None else fixed(old, DECIMALS), kind=kind),
            "new": Cell(text="—" if new is None else fixed(new, DECIMALS), kind=kind),
            "difference": Cell(text="—" if old is None or new is None else signed(new - old, DECIMALS), kind=kind),
        },
        kind=kind,
    )


def _plain(what: str, old: float | None, new: float | None, words: Words) -> Row:
    texts = ["—" if side is None else words(side) for side in (old, new)]
    difference = "—"
    if old is not None and new is not None:
        difference = f"+{words(new - old)}" if new > old else words(new - old)
    cells = zip(("what", "old", "new", "difference"), (what, *texts, difference), strict=True)
    return Row(cells={key: Cell(text=text, kind=Kind.LABEL if key == "what" else Kind.COMPUTED) for key, text in cells})


def _intervals(name: str, old: _Shown | None, new: _Shown | None) -> Row:
    one: Interval | None = getattr(old, name, None)
    other: Interval | None = getattr(new, name, None)
    level = f"{100 * (other or one).level:g} % " if other or one else ""  # type: ignore[union-attr] # one of them is
    difference = "—"
    if one is not None and other is not None:
        difference = f"[{signed(other.lower - one.lower, DECIMALS)}, {signed(other.upper - one.upper, DECIMALS)}]"
    cells = {
        "what": Cell(text=f"{level}{'CI' if name == 'interval' else 'prediction'}", kind=Kind.LABEL),
        "old": Cell(text=bracketed(one, DECIMALS) if one else "—"),
        "new": Cell(text=bracketed(other, DECIMALS) if other else "—"),
        "difference": Cell(text=difference),
    }
    return Row(cells=cells)


def _concluded(found: Movement) -> Iterator[str]:
    """What is concluded, before and now where that differs."""
    words = [_words(side) for side in (found.conclusion_old, found.conclusion_new)]
    if words[0] == words[1]:
        if words[1]:
            yield f"as before, {words[1]}"
        return
    yield f"before, {words[0] or 'no answer'}; now, {words[1] or 'no answer'}"


def _words(conclusion: Conclusion | None) -> str:
    """`the interval lies above no effect and on both sides of the important difference (2)`."""
    if conclusion is None or not conclusion.stands:
        return "an answer" if conclusion is not None and conclusion.estimable else ""
    told = [f"{SIDES[stand.interval]} {_threshold(stand.threshold, stand.value)}" for stand in conclusion.stands]
    return f"the interval lies {' and '.join(told)}"


def _threshold(name: str, value: float) -> str:
    return f"the {name} ({value:g})" if value else name


def _crossing(entry: Crossing) -> str:
    """`the interval was above no effect and is on both sides of it`."""
    was = SIDES[entry.old] if entry.old else "not compared with"
    now = SIDES[entry.new] if entry.new else "not compared with"
    name = entry.threshold if entry.threshold == "no effect" else f"the {entry.threshold}"
    return f"threshold: the {entry.what} was {was} {name} and is {now} it"


def _cohorts(found: Movement) -> Iterator[str]:
    for what, cohorts, when in (("entered", found.entered, "before"), ("left", found.left, "now")):
        for cohort in cohorts:
            code = f" ({cohort.code})" if cohort.code else ""
            yield f"{what}: {cohort.label}; {when}, {cohort.reason}{code}"
    counts = found.analysis.outcome.measure == "PLO"
    for cohort in found.altered:
        assert cohort.old is not None, "a cohort that stayed has numbers on both sides"
        assert cohort.new is not None, "a cohort that stayed has numbers on both sides"
        if counts:
            old, new = (f"{events:g}/{n:g}" for events, n in (cohort.old, cohort.new))
            yield f"other numbers: {cohort.label}, {old} → {new}"
        else:
            sign = sign_of(found.analysis.outcome)
            old, new = (
                f"{fixed(sign * change, DECIMALS)} (SE {significant(variance**0.5)})"
                for change, variance in (cohort.old, cohort.new)
            )
            yield f"other numbers: {cohort.label}, {old} → {new}"


def _cautions(found: Movement) -> Iterator[Caution]:
    """A flip first; then the cautions that came or say something else, and those that went."""
    if found.flipped:
        old, new = (_words(side) or "no answer" for side in (found.conclusion_old, found.conclusion_new))
        yield caution("MS633", flips=f"before, {old}; now, {new}")
    if found.attribution is None and found.divisible:
        yield caution("MS637")
    lost = {told.code for told in found.cautions_lost}
    gained = {told.code for told in found.cautions_gained}
    for told in found.cautions_gained:
        yield Caution(code=told.code, message=f"{'changed' if told.code in lost else 'new'}: {told.message}")
    for told in found.cautions_lost:
        if told.code not in gained:
            yield Caution(code=told.code, message=f"gone: {told.message}")
