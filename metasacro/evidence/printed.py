"""Summaries as the paper printed them."""

from __future__ import annotations

from metasacro.evidence.summary import MeanSummary, MedianSummary, Summary


def printed_summary(summary: Summary) -> str:
    """`9.0 [8.0–10.0]` for a median with quartiles, `9.2 ± 1.1` for a mean with SD, and so on."""
    if isinstance(summary, MedianSummary):
        quartiles = f" [{summary.q1}–{summary.q3}]" if summary.q1 else ""
        extremes = f" ({summary.min}–{summary.max})" if summary.min and not summary.q1 else ""
        return f"{summary.median}{quartiles}{extremes}"
    return f"{summary.mean}{_spread(summary)}"


def _spread(summary: MeanSummary) -> str:
    if summary.sd:
        return f" ± {summary.sd}"
    if summary.se:
        return f" (SE {summary.se})"
    if summary.interval:
        return f" [{summary.interval[0]} to {summary.interval[1]}]"
    return f" (± {summary.plus_minus})" if summary.plus_minus else ""


def middle(summary: Summary) -> str:
    """The median or mean alone."""
    return str(summary.median if isinstance(summary, MedianSummary) else summary.mean)
