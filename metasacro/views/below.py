"""The lines below a pooled table: heterogeneity, what the assumptions do, what the marks mean, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.views.headline import heterogeneity_line
from metasacro.views.numbers import fixed

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis
    from metasacro.synthesis.rows import Score

#: Cautions that the lines above and below the table say in their place; they are not said twice.
TOLD_BELOW = ("MS311", "MS429", "MS430", "MS440", "MS441", "MS442")

#: Beside an estimate with a mean and SD that no sample has.
IMPOSSIBLE = "×"

#: A conversion's formulas → the words for them.
FORMULAS = {
    "exact-set": "averaging over every sample that agrees with the print",
    "luo/wan": "Luo’s mean and Wan’s SD",
    "luo/shi": "Luo’s mean and Shi’s SD",
    "luo/wan-table": "Luo’s mean and Wan’s SD by his tables",
    "hozo": "Hozo’s mean and SD",
    "bland": "Bland’s mean and SD",
    "hozo/wan/bland": "the means of Hozo, Wan and Bland and Wan’s SD",
    "yang": "Yang’s mean and SD",
    "shi-lognormal": "Shi’s mean and SD of a log-normal sample",
    "qe": "mean and SD by quantile estimation",
    "bc": "mean and SD by the Box–Cox method",
    "mln": "mean and SD by Cai’s MLN",
    "mln-jacobian": "mean and SD by MLN with its Jacobian",
}


def below_lines(analysis: Analysis, sign: float) -> tuple[str, ...]:
    """All of them, in the order of reading."""
    lines = [
        *_heterogeneity(analysis),
        *_grid(analysis, sign),
        *_conversions(analysis, sign),
        *_meaning_of_marks(analysis),
        *_discrepancies(analysis),
        *_left_out(analysis),
    ]
    return tuple(lines)


def _heterogeneity(analysis: Analysis) -> Iterator[str]:
    if analysis.pooled is not None and (line := heterogeneity_line(analysis.pooled, analysis.outcome.measure)):
        yield line


def _grid(analysis: Analysis, sign: float) -> Iterator[str]:
    """How the pooled estimate moves over the assumed correlations."""
    steps = [
        f"{f'{point.correlation:g}'.lstrip('0') or '0'} → {fixed(sign * point.estimate, 2)}" for point in analysis.grid
    ]
    if steps:
        yield "if the correlation were  " + "   ".join(steps) + "  (MS311)"


def _conversions(analysis: Analysis, sign: float) -> Iterator[str]:
    """How the pooled estimate moves over the other conversions."""
    if not analysis.conversions:
        return
    steps = [
        f"{point.method} {fixed(sign * point.estimate, 2)}" + IMPOSSIBLE * bool(point.impossible)
        for point in analysis.conversions
    ]
    found = max(point.impossible for point in analysis.conversions)
    pairs = f"up to {found} of {analysis.conversions[0].converted} pairs of mean and SD are impossible"
    told = f"  ({IMPOSSIBLE} {pairs}, MS312)" * bool(found)
    yield "if converted by  " + "   ".join(steps) + told


def _meaning_of_marks(analysis: Analysis) -> Iterator[str]:
    scores = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    if any(row.converted for row in scores):
        scored = (score for row in scores for score in (row.before, row.after) if score)
        yield f"ᵠ mean and SD computed from the median by {formulas_named(scored)}"
    if any(row.entry.result.assumed.keys() & {"n", "of"} for row in analysis.rows):
        yield "ⁿ number treated; the number analysed is not stated (MS441)"
    for caution in analysis.cautions:
        if caution.code == "MS440":  # whose, since a narrow terminal leaves the column of the mark out
            yield f"ᵗ {caution.message} (MS440)"
    for row in analysis.rows:
        if isinstance(row, CountRow) and row.recounted:
            printed = row.printed.events or "no count"
            yield f"ᶜ {row.entry.label}: printed {printed}, counted {row.events} (MS442): {row.printed.counted_reason}"


def _discrepancies(analysis: Analysis) -> Iterator[str]:
    """How what does not agree was counted, in the words of the records; a recount is told beside its mark."""
    told = {row.entry.study.id for row in analysis.rows if isinstance(row, CountRow) and row.recounted}
    studies = {row.entry.study.id: row.entry.study for row in analysis.rows if row.entry.study.id not in told}
    entries = [
        f"{study.label}, {found.about}: {found.counted}"
        for study in studies.values()
        for found in study.discrepancies
        if found.outcome == analysis.outcome.id and found.counted
    ]
    if entries:
        yield "discrepancies, as counted: " + "; ".join(entries)


def _left_out(analysis: Analysis) -> Iterator[str]:
    """Everything that is not in the pool, those with one reason together."""
    reasons: dict[str, list[str]] = {}
    for entry in analysis.left_out:
        reasons.setdefault(f"{entry.reason.message} ({entry.reason.code})", []).append(entry.label)
    if reasons:
        yield "not pooled: " + "; ".join(f"{', '.join(labels)}: {reason}" for reason, labels in reasons.items())


def formulas_named(scores: Iterable[Score]) -> str:
    """The conversions behind these scores, in words."""
    return "; ".join(sorted({FORMULAS.get(score.how, score.how) for score in scores if score.converted}))
