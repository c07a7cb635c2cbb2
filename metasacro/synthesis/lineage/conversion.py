"""From a converted mean and SD back to the row of the table, or to what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.reported import Source
from metasacro.evidence.trace import COMMAND_LINE, PROGRAM, Trace
from metasacro.synthesis.conversions import RECOMMENDED, SETS
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.records.summary_rows import SummaryRow
    from metasacro.synthesis.conversions import Answer, Comparison

#: Numbers of a summary, in the order in which they are told.
PRINTED = ("n", "median", "q1", "q3", "min", "max", "mean", "sd")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversionTraces:
    """One summary under every method."""

    summary: Trace  #: what was printed, on its scale
    possible: Trace  #: over every sample
    answers: tuple[AnswerTraces, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTraces:
    """One method: what it gives, and whether a sample has it."""

    converted: Trace
    verdict: Trace


def of_comparison(found: Comparison) -> ConversionTraces:
    """Everything about one summary."""
    row = found.row
    summary = Trace(what="printed summary", parts=(_told(row), *_scale(row)))
    bounds = found.samples.sd
    possible = Trace(
        what="mean and SD that a sample can have",
        numbers={"mean from": found.samples.mean.lower, "mean to": found.samples.mean.upper}
        | ({} if bounds is None else {"SD from": bounds.lower, "SD to": bounds.upper})
        | {"samples": found.samples.count},
        how="over every sample on the scale that agrees with the print",
        methods=("feasible",),
        parts=(summary, *_definition(found, summary)),
    )
    return ConversionTraces(
        summary=summary,
        possible=possible,
        answers=tuple(_answer(answer, summary, possible) for answer in found.answers),
    )


def _told(row: SummaryRow) -> Trace:
    """A row of a file stands on one line; typed numbers come from the command line."""
    told = {name: getattr(row.printed, name) for name in PRINTED}
    printed = ", ".join(f"{name} {value}" for name, value in told.items() if value is not None)
    return _placed(row, "label", "printed numbers", printed, always=True)


def _scale(row: SummaryRow) -> tuple[Trace, ...]:
    """A step of 1 is the program's, where neither the row nor an option names one."""
    scale = row.scale
    ends = _placed(row, "scale", "scale", f"{float(scale.lower):g}–{float(scale.upper):g}")
    if "step" in row.in_row or scale.step != 1:
        return ends, _placed(row, "step", "step of the scores", f"{float(scale.step):g}")
    how = "1 where no step is given"
    return ends, Trace(what="step of the scores", printed="1", how=how, origin=PROGRAM)


def _definition(found: Comparison, summary: Trace) -> tuple[Trace, ...]:
    """Which definition of a quartile: as told, or the first that is possible."""
    if not found.definitions:
        return ()
    what, told = "definition of a quartile", found.row.definition
    if told is not None:
        return (_placed(found.row, "definition", what, told),)
    how = f"the first that is possible; possible: {', '.join(found.definitions)}"
    return (Trace(what=what, printed=found.definition, how=how, methods=("quantile-definition",), parts=(summary,)),)


def _placed(row: SummaryRow, column: str, what: str, printed: str, *, always: bool = False) -> Trace:
    """In the row's line where the row holds it, else typed."""
    if row.location is None or not (always or column in row.in_row):
        return Trace(what=what, printed=printed, origin=COMMAND_LINE)
    source = Source(study=row.label, where="", seen="", location=row.location)
    return Trace(what=what, printed=printed, sources=(source,))


def _answer(answer: Answer, summary: Trace, possible: Trace) -> AnswerTraces:
    converted = Trace(
        what=f"mean and SD by `{answer.method}`",
        numbers={"mean": answer.mean, "SD": answer.sd, "SE of the mean": answer.se_mean},
        how="the SE carries what the print leaves open of the mean" if answer.reconstructed else "SE: SD/√n",
        methods=(RECOMMENDED if answer.method in SETS else answer.method,),
        parts=(possible if answer.method in SETS else summary,),
    )
    at_mean = answer.sd_at_mean
    verdict = Trace(
        what="whether a sample has this mean and SD",
        printed=answer.verdict.value,
        numbers={} if at_mean is None else {"SD at this mean from": at_mean.lower, "to": at_mean.upper},
        methods=("feasible",),
        parts=(converted, possible),
    )
    return AnswerTraces(converted=converted, verdict=verdict)
