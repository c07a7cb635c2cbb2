"""The same data under the conventions of several programs, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from metasacro.synthesis.lineage.answers import of_pooled
from metasacro.synthesis.second_opinion.convention_panel import differing_choices
from metasacro.synthesis.second_opinion.conventions import KNOWN
from metasacro.views.direction import effect_in_unit, sign_of, turned
from metasacro.views.headline import TESTS
from metasacro.views.numbers import bracketed, fixed, p_value, percent, significant
from metasacro.views.table import Cell, Column, Kind, Row, Table

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.second_opinion.convention_panel import Panel, PanelRow
    from metasacro.synthesis.second_opinion.conventions import Convention

#: Convention of the prediction interval → its distribution, in a few words.
PREDICTIONS = {
    "metafor": "as the test",
    "S": "normal",
    "V": "t, k − 1",
    "HTS": "t, k − 2",
    "HK": "t, k − 1, HK error",
    "HK-PR": "t, k − 2, HK error",
    "NNF": "over all τ²",
    "CD": "over all τ²",
}
#: Test → in a word.
SHORT_TESTS = {"z": "z", "t": "t", "knha": "HK", "adhoc": "HK ≥ Wald"}


def convention_tables(panels: Sequence[Panel]) -> list[Table]:
    """Per outcome what each program would print; then once what they do by default."""
    tables = [_answers(panel) for panel in panels]
    seen: dict[str, Convention] = {}
    for panel in panels:
        for row in panel.rows:
            if row.convention is not None:
                seen.setdefault(
                    f"{row.convention.program} {row.convention.versions} {row.convention.measure}", row.convention
                )
    return [*tables, _choices(list(seen.values()))] if seen else tables


def _answers(panel: Panel) -> Table:
    analysis = panel.analysis
    counts = analysis.outcome.measure == "PLO"
    measure = "% of patients" if counts else effect_in_unit(analysis.outcome)
    p_column = () if counts else (Column(key="p", title="P", right=True, drop=1),)
    return Table(
        id=f"conventions-{analysis.outcome.id}",
        title=f"{analysis.outcome.label}: the same data under other programs’ conventions",
        subtitle=f"{measure} · computed here, not by those programs",
        columns=(
            Column(key="program", title="Program"),
            Column(key="estimate", title="pooled", right=True),
            Column(key="interval", title="interval", right=True),
            Column(key="prediction", title="prediction", right=True),
            Column(key="tau2", title="τ²", right=True, drop=2),
            Column(key="i2", title="I²", right=True, drop=1),
            *p_column,
        ),
        rows=tuple(_row(row, analysis) for row in panel.rows),
        notes=tuple(_notes(panel)),
        trace=of_pooled(analysis),
    )


def _row(row: PanelRow, analysis: Analysis) -> Row:
    own = row.convention is None
    kind, trace = (Kind.ANSWER if own else Kind.COMPUTED), of_pooled(analysis)
    name = "here" if row.convention is None else f"{row.convention.program} {row.convention.versions}"
    texts = {"program": name, "estimate": "", "interval": _shown(row.interval, analysis), "prediction": "", "tau2": ""}
    if row.estimate is not None:
        texts |= {
            "estimate": _number(row.estimate, analysis),
            "prediction": _shown(row.prediction, analysis) or "none",
            "tau2": "" if row.tau2 is None else significant(row.tau2),
            "i2": "not defined" if row.i2 is None else f"{percent(row.i2, 0)} %",
            "p": "" if row.p_value is None else p_value(row.p_value).removeprefix("P ").removeprefix("= "),
        }
    else:
        texts["prediction"] = row.why_not
    short = {"i2": "–", "prediction": "none"}
    return Row(
        cells={
            key: Cell(
                text=text,
                short=short.get(key) if text in ("not defined", row.why_not) and text else None,
                kind=Kind.LABEL if key == "program" and not own else kind,
                trace=None if key == "program" else trace,
            )
            for key, text in texts.items()
        },
        kind=kind,
        key=name,
    )


def _number(value: float, analysis: Analysis) -> str:
    if analysis.outcome.measure == "PLO":
        return percent(value)
    return fixed(sign_of(analysis.outcome) * value, 2)


def _shown(interval: Interval | None, analysis: Analysis) -> str:
    if interval is None:
        return ""
    if analysis.outcome.measure == "PLO":
        return f"[{percent(interval.lower)}, {percent(interval.upper)}]"
    return bracketed(turned(analysis.outcome, interval), 2)


def _notes(panel: Panel) -> Iterator[str]:
    yield from differing_choices(panel)
    pooled = panel.analysis.pooled
    if pooled is not None and pooled.estimate is not None:
        convention = PREDICTIONS.get(pooled.prediction_method, pooled.prediction_method)
        what = f"τ² by {pooled.method}, {TESTS[pooled.test]}, prediction {convention}"
        yield f"here: {what}; why: `metasacro explain {pooled.prediction_method if pooled.k > 2 else pooled.method}`"


def _choices(conventions: Sequence[Convention]) -> Table:
    """What each does unless told otherwise, and where that was read."""
    return Table(
        id="conventions",
        title="What the programs do unless told otherwise",
        subtitle="two programs disagree where their rows do",
        columns=(
            Column(key="program", title="Program"),
            Column(key="effects", title="pools", drop=1),
            Column(key="method", title="τ² by"),
            Column(key="test", title="test"),
            Column(key="prediction", title="prediction"),
            Column(key="i2", title="I² from"),
            Column(key="zeros", title="nobody or everybody", drop=3),
            Column(key="known", title="known from", drop=2),
        ),
        rows=tuple(_choice(convention) for convention in conventions),
        notes=tuple(
            f"{convention.program} {convention.versions}: {convention.source} ({KNOWN[convention.known]})"
            for convention in conventions
        ),
    )


def _choice(convention: Convention) -> Row:
    pools = {"MC": "mean changes", "PLO": "log odds", "PFT": "double arcsines", "": "no rates of one group"}
    texts = {
        "program": f"{convention.program} {convention.versions}",
        "effects": "counts" if convention.model == "counts" else pools[convention.measure],
        "method": convention.method,
        "test": SHORT_TESTS.get(convention.test, ""),
        "prediction": _convention(convention),
        "i2": convention.i2,
        "zeros": convention.zeros,
        "known": KNOWN[convention.known],
    }
    return Row(
        cells={
            key: Cell(text=text, kind=Kind.LABEL if key == "program" else Kind.COMPUTED) for key, text in texts.items()
        },
        key=texts["program"],
    )


def _convention(convention: Convention) -> str:
    if convention.model == "none":
        return ""
    return "none" if convention.prediction is None else PREDICTIONS[convention.prediction]
