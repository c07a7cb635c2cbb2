"""One printed summary under every conversion, as a table: the possible range first, then each method with a verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from metasacro.synthesis.conversions import RECOMMENDED
from metasacro.synthesis.lineage.conversion import AnswerTraces, of_comparison
from metasacro.synthesis.verdict import Verdict
from metasacro.views.numbers import MINUS, count, fixed
from metasacro.views.table import Axis, Cell, Column, Kind, Mark, Row, Table

if TYPE_CHECKING:
    from metasacro.moments.feasible.feasible_set import Bounds
    from metasacro.moments.feasible.printed_summary import PrintedSummary
    from metasacro.moments.feasible.scale import Scale
    from metasacro.problems import Caution
    from metasacro.synthesis.conversions import Answer, Comparison, Inapplicable

#: Half the width of the drawn intervals, in standard errors.
NORMAL_95 = 1.96

#: From this many samples on their number is told as a power of ten.
MANY = 10**9

#: Codes of a method that was not made for this summary → in few words.
REASONS = {
    "MS302": "n below 5",
    "MS303": "no spread",
    "MS308": "no median with a pair",
    "MS320": "made for other numbers",
    "MS321": "a number that is not above 0",
    "MS322": "a number that equals the median",
    "MS323": "no distribution fits",
}


def conversion_table(found: Comparison) -> Table:
    """The table of one summary."""
    scale, samples, traces = found.row.scale, found.samples, of_comparison(found)
    decimals = _decimals(scale)
    possible = Row(
        kind=Kind.PREDICTION,
        mark=Mark(lower=samples.mean.lower, upper=samples.mean.upper, estimate=None, kind=Kind.PREDICTION),
        cells={
            "method": Cell(text="any sample", kind=Kind.PREDICTION, trace=traces.possible),
            "mean": Cell(text=_range(samples.mean, decimals), kind=Kind.PREDICTION, trace=traces.possible),
            "sd": Cell(text=_range(samples.sd, decimals), kind=Kind.PREDICTION, trace=traces.possible),
            "verdict": Cell(text=f"  {_samples(samples.count)}", kind=Kind.PREDICTION, trace=traces.possible),
        },
    )
    return Table(
        id="conversion",
        title=_title(found),
        subtitle=_subtitle(found),
        columns=(
            Column(key="method", title="method"),
            Column(key="mean", title="mean", right=True),
            Column(key="sd", title="SD", right=True),
            Column(key="se", title="SE", right=True, drop=1),
            Column(key="verdict", title="  on this scale"),
        ),
        rows=(
            possible,
            *(_row(answer, decimals, told) for answer, told in zip(found.answers, traces.answers, strict=True)),
        ),
        axis=Axis(lower=float(scale.lower), upper=float(scale.upper), no_effect=None, important=None, unit=""),
        plot_yields=True,
        notes=tuple(_notes(found)),
        cautions=_cautions(found.answers),
        trace=traces.possible,
    )


def _row(answer: Answer, decimals: int, traces: AnswerTraces) -> Row:
    best = answer.method == RECOMMENDED
    kind = Kind.ANSWER if best else Kind.COMPUTED
    half = NORMAL_95 * answer.se_mean
    name = f"{answer.method} *" if best else answer.method
    error = f"{fixed(answer.se_mean, decimals)}{'ᵃ' if answer.reconstructed else ' '}"
    return Row(
        kind=kind,
        mark=Mark(lower=answer.mean - half, upper=answer.mean + half, estimate=answer.mean, kind=kind),
        cells={
            "method": Cell(text=name, kind=kind, trace=traces.converted),
            "mean": Cell(text=fixed(answer.mean, decimals), kind=kind, trace=traces.converted),
            "sd": Cell(text=fixed(answer.sd, decimals), kind=kind, trace=traces.converted),
            "se": Cell(text=error, kind=kind, trace=traces.converted),
            "verdict": Cell(
                text=_verdict(answer, decimals), kind=kind, short=_marked(answer.verdict), trace=traces.verdict
            ),
        },
    )


def _verdict(answer: Answer, decimals: int) -> str:
    """With the SDs that are possible at this mean, where the pair is not."""
    told = _marked(answer.verdict)
    if answer.verdict in (Verdict.SD, Verdict.PAIR) and answer.sd_at_mean is not None:
        return f"{told}: {_range(answer.sd_at_mean, decimals)} at this mean"
    return told


def _marked(verdict: Verdict) -> str:
    """With a sign before what is impossible."""
    sign = " " if verdict in (Verdict.POSSIBLE, Verdict.AVERAGE) else "!"
    return f"{sign} {verdict.value}"


def _title(found: Comparison) -> str:
    row, scale = found.row, found.row.scale
    step = "" if scale.step == 1 else f" in steps of {float(scale.step):g}"
    label = f"{row.label} · " if row.label else ""
    bounds = f"{float(scale.lower):g}–{float(scale.upper):g}"
    return f"{label}n = {row.printed.n} on {bounds}{step} · {_printed(row.printed)}"


def _printed(told: PrintedSummary) -> str:
    """Every number as it was printed."""
    parts = [f"median {told.median}"] if told.median is not None else []
    for low, high, name in ((told.q1, told.q3, "quartiles"), (told.min, told.max, "range")):
        if low is not None or high is not None:
            parts.append(f"{name} {low if low is not None else '?'}–{high if high is not None else '?'}")
    parts += [f"mean {told.mean}"] if told.mean is not None else []
    parts += [f"SD {told.sd}"] if told.sd is not None else []
    return ", ".join(parts)


def _subtitle(found: Comparison) -> str:
    if not found.definitions:
        return "no quartiles, so no definition of a quartile matters"
    others = [key for key in found.definitions if key != found.definition]
    also = f"possible too: {', '.join(others)}" if others else "no other is possible"
    return f"quartiles as `{found.definition}`; {also}"


def _notes(found: Comparison) -> Iterator[str]:
    if found.recommended:
        yield "* recommended: the average of all consistent samples, each as likely as a normal population makes it"
    if any(answer.reconstructed for answer in found.answers):
        yield "ᵃ carries what the print leaves open of the mean; the others are the SD over the root of n, too small"
    if found.unpaired:
        yield f"left out by the published formulas, which take pairs: {', '.join(found.unpaired)}"
    if found.row.printed.mean is not None:
        yield "a mean is printed, so none has to be computed; the verdicts hold the printed numbers against it"
    reasons: dict[str, list[str]] = {}
    for other in found.inapplicable:
        reasons.setdefault(_reason(other), []).append(other.method)
    if reasons:
        told = "; ".join(f"{', '.join(methods)}: {reason}" for reason, methods in reasons.items())
        yield f"not applicable: {told}"


def _reason(other: Inapplicable) -> str:
    return f"{REASONS.get(other.code, other.reason)} ({other.code})"


def _cautions(answers: Sequence[Answer]) -> tuple[Caution, ...]:
    """Each once, with the methods that give it."""
    methods: dict[Caution, list[str]] = {}
    for answer in answers:
        for entry in answer.cautions:
            methods.setdefault(entry, []).append(answer.method)
    return tuple(replace(entry, message=f"{entry.message} ({', '.join(by)})") for entry, by in methods.items())


def _samples(number: int) -> str:
    if number < MANY:
        return f"{count(number)} sample{'s' if number != 1 else ''}"
    digits, _, power = f"{Decimal(number):.1e}".partition("e+")
    return f"{digits} × 10^{power} samples"


def _range(bounds: Bounds | None, decimals: int) -> str:
    if bounds is None:
        return ""
    lower, upper = fixed(bounds.lower, decimals), fixed(bounds.upper, decimals)
    joint = " to " if MINUS in lower + upper else "–"
    return lower if lower == upper else f"{lower}{joint}{upper}"


def _decimals(scale: Scale) -> int:
    """Two for scores of ten points, fewer for longer scales, more for shorter."""
    width = float(scale.upper - scale.lower)
    return 1 if width > 20 else 2 if width > 1 else 3
