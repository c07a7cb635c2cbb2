"""The lines below a pooled table: heterogeneity, what the assumptions do, what the marks mean, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.synthesis.rows import CountRow, ScoreRow
from metasacro.views.headline import heterogeneity_line
from metasacro.views.numbers import fixed

if TYPE_CHECKING:
    from metasacro.synthesis.analysis import Analysis


def below_lines(analysis: Analysis, sign: float) -> tuple[str, ...]:
    """All of them, in the order of reading."""
    lines = [
        *_heterogeneity(analysis),
        *_grid(analysis, sign),
        *_meaning_of_marks(analysis),
        *_left_out(analysis),
    ]
    return tuple(lines)


def _heterogeneity(analysis: Analysis) -> Iterator[str]:
    if analysis.pooled is not None and (line := heterogeneity_line(analysis.pooled, analysis.outcome.measure)):
        yield line


def _grid(analysis: Analysis, sign: float) -> Iterator[str]:
    """How the pooled estimate moves over the assumed correlations."""
    steps = [
        f"{f'{r:g}'.lstrip('0') or '0'} → {fixed(sign * pooled.estimate, 2)}"
        for r, pooled in analysis.grid
        if pooled.estimate is not None
    ]
    if steps:
        yield "if the correlation were  " + "   ".join(steps)


def _meaning_of_marks(analysis: Analysis) -> Iterator[str]:
    scores = [row for row in analysis.rows if isinstance(row, ScoreRow)]
    if any(row.converted for row in scores):
        methods = sorted(
            {score.how for row in scores for score in (row.before, row.after) if score and score.converted}
        )
        yield f"ᵠ mean and SD computed from the median: {', '.join(methods)}"
    if any("n" in row.entry.result.assumed for row in scores):
        yield "ⁿ number treated; the number analysed is not stated"
    if any(row.follow_up.time is None for row in scores):
        yield "ᵗ time of follow-up not stated"
    for row in analysis.rows:
        if isinstance(row, CountRow) and row.recounted:
            printed = row.printed.events or "no count"
            yield f"ᶜ {row.entry.label}: printed {printed}, counted {row.events}: {row.printed.counted_reason}"


def _left_out(analysis: Analysis) -> Iterator[str]:
    if analysis.left_out:
        entries = (f"{entry.label} ({entry.reason.message}, {entry.reason.code})" for entry in analysis.left_out)
        yield "not pooled: " + " · ".join(entries)
