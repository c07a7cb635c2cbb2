"""How a pooled answer follows from its rows and from the protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.evidence.trace import PROGRAM, Trace
from metasacro.synthesis.lineage.choices import of_level, of_method, of_outcome, of_studies
from metasacro.synthesis.lineage.rows import of_left_out, of_row, of_size
from metasacro.synthesis.rates import pooled_rate, shares_of

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval
    from metasacro.pooling.pooled import Pooled
    from metasacro.synthesis.analysis import Analysis, Subtotal
    from metasacro.synthesis.rows import CountRow, ScoreRow

#: What each model does, in a line.
SCORES = "weighted mean of the changes, weights 1/(variance + τ²)"
COMMON = "weighted mean of the changes, weights 1/variance"
COUNTS = "binomial–normal model of the counts, maximum likelihood; the pooled rate is that of the median cohort"
PROFILE = "; the interval holds every mean that the profile likelihood does not reject"
ALONE = "one cohort: its own rate with its exact interval"
#: Tables show a change for the better as a positive number.
TURNED = "; tables show a reduction, which is the change with its sign turned"
EXACT = "no model can be fitted where nobody or everybody had the event: the exact interval of all patients together"

Rows = Sequence["ScoreRow | CountRow"]


def of_pooled(analysis: Analysis) -> Trace:
    """The pooled answer of an outcome."""
    return _answer(f"pooled answer, {analysis.outcome.label}", analysis.pooled, analysis.rows, analysis)


def of_without_index(analysis: Analysis) -> Trace:
    """The pooled answer without the index study."""
    others = [row for row in analysis.rows if row not in analysis.index_rows]
    what = f"pooled answer without {analysis.protocol.index_study.value}, {analysis.outcome.label}"
    return _answer(what, analysis.without_index, others, analysis)


def of_subtotal(subtotal: Subtotal, analysis: Analysis) -> Trace:
    """The pooled answer of one subgroup."""
    what = f"pooled answer of the subgroup {subtotal.name}, {analysis.outcome.label}"
    return _answer(what, subtotal.pooled, subtotal.rows, analysis)


def of_prediction(analysis: Analysis) -> Trace:
    """What a new series would show."""
    what = f"prediction interval, {analysis.outcome.label}"
    return _prediction(what, analysis.pooled, of_pooled(analysis), analysis)


def of_prediction_without_index(analysis: Analysis) -> Trace:
    """What the other series predict for the index study."""
    what = f"prediction interval from the others, {analysis.outcome.label}"
    return _prediction(what, analysis.without_index, of_without_index(analysis), analysis)


def _prediction(what: str, pooled: Pooled | None, answer: Trace, analysis: Analysis) -> Trace:
    counts = analysis.outcome.measure == "PLO"
    interval = pooled.prediction if pooled else None
    return Trace(
        what=what,
        numbers=_ends(shares_of(interval) if counts and interval else interval),
        how="a confidence distribution of τ² (likelihood) mixed over the pooled rate" if counts else "",
        methods=("counts-prediction",) if counts else (),
        parts=(
            answer,
            *(() if counts else (of_method("prediction", analysis.settings, analysis.protocol),)),
            of_level(analysis.settings, analysis.protocol),
        ),
    )


def of_patients(rows: Rows, analysis: Analysis) -> Trace:
    """How many patients of how many cohorts."""
    return Trace(
        what=f"patients, {analysis.outcome.label}",
        numbers={"patients": sum(row.n for row in rows), "cohorts": len(rows)},
        how="the sum over the rows",
        parts=tuple(of_size(row) for row in rows),
    )


def of_weight(row: ScoreRow | CountRow, weight: float, analysis: Analysis) -> Trace:
    """A row's share of the pooled answer."""
    return Trace(
        what=f"weight, {row.entry.label}",
        numbers={"weight": weight},
        how="its share of the information on the pooled rate"
        if analysis.outcome.measure == "PLO"
        else "1/(variance + τ²) over the sum of these",
        parts=(of_row(row, analysis.settings, analysis.protocol), of_pooled(analysis)),
    )


def of_analysis(analysis: Analysis) -> Trace:
    """Everything that the words round an outcome's table rest on: the answer, and what is not in it."""
    left = tuple(found for entry in analysis.left_out if (found := of_left_out(entry)) is not None)
    return Trace(
        what=f"the analysis of {analysis.outcome.label}",
        parts=(of_outcome(analysis.outcome), of_pooled(analysis), *left),
    )


def _answer(what: str, pooled: Pooled | None, rows: Rows, analysis: Analysis) -> Trace:
    settings, protocol = analysis.settings, analysis.protocol
    parts = tuple(of_row(row, settings, protocol) for row in rows)
    if pooled is None:
        return Trace(what=what, how="there is no row to pool", parts=(of_outcome(analysis.outcome),))
    asked = (of_level(settings, protocol), of_studies(settings, protocol))
    if analysis.outcome.measure == "PLO":
        return _rate(what, pooled, parts, asked, analysis)
    model = COMMON if settings.method == "EE" else SCORES
    return Trace(
        what=what,
        numbers=_known(
            {
                "estimate": pooled.estimate,
                "SE": pooled.se,
                **_ends(pooled.interval),
                "τ²": pooled.tau2,
                "I²": pooled.i2,
                "Q": pooled.q,
            }
        ),
        how=model + TURNED * analysis.outcome.lower_is_better,
        methods=(pooled.method, pooled.test),
        parts=(*parts, of_method("method", settings, protocol), of_method("test", settings, protocol), *asked),
    )


def _rate(what: str, pooled: Pooled, parts: tuple[Trace, ...], asked: tuple[Trace, ...], analysis: Analysis) -> Trace:
    """A pooled rate on the scale of proportions, on which it is shown, with its logit; or the exact interval alone."""
    rate, interval = pooled_rate(pooled)
    numbers = {"rate": rate, **_ends(interval), "log odds": pooled.estimate, "SE of the log odds": pooled.se}
    if pooled.exact is not None:
        how = ALONE if rate is not None else EXACT
        return Trace(what=what, numbers=_known(numbers), how=how, methods=("clopper-pearson",), parts=(*parts, *asked))
    profile = pooled.interval_method == "profile"
    return Trace(
        what=what,
        numbers=_known(numbers | {"τ²": pooled.tau2, "likelihood ratio": pooled.q}),
        how=COUNTS + PROFILE * profile,
        methods=("binomial-normal", "profile-mean" if profile else pooled.test),
        parts=(*parts, _test_of_rates(pooled, analysis), *asked),
    )


def _test_of_rates(pooled: Pooled, analysis: Analysis) -> Trace:
    """The protocol's test, or what stands in its place."""
    chosen = of_method("test", analysis.settings, analysis.protocol)
    if pooled.test == analysis.settings.test:
        return chosen
    how = f"`{analysis.settings.test}` does not exist for this model (MS430)"
    return Trace(what="test and interval of a rate", printed=pooled.test, how=how, parts=(chosen,))


def _known(named: Mapping[str, float | None]) -> dict[str, float]:
    return {name: float(value) for name, value in named.items() if value is not None}


def _ends(interval: Interval | None) -> dict[str, float]:
    return {} if interval is None else {"lower": interval.lower, "upper": interval.upper}


def of_program(what: str, printed: str, how: str = "") -> Trace:
    """A number that the program itself brings: a version, a constant of a method."""
    return Trace(what=what, printed=printed, how=how, origin=PROGRAM)
