"""Printed summaries as the exact feasible sets take them, where a scale with steps is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MedianSummary
from metasacro.moments.feasible.possible_definitions import possible_definitions
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from metasacro.moments.feasible.scale import whole_steps

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from metasacro.evidence.reported import Reported
    from metasacro.evidence.summary import Summary
    from metasacro.integrity.measurements import Measurement

#: Beyond these the sets take seconds, and a contradiction is hardly possible any more.
MOST_VALUES = 400
MOST_POINTS = 101


def is_enumerable(measured: Measurement) -> bool:
    """Whether n, ends and steps are known, and few enough values on few enough points."""
    if measured.n is None or measured.ends is None or measured.step is None or measured.change:
        return False
    steps = whole_steps(*measured.ends, measured.step.text)
    return measured.n <= MOST_VALUES and steps is not None and steps < MOST_POINTS


def printed(summary: Summary, *, moments: bool = False) -> PrintedSummary:
    """What is printed of a summary: quantiles, and with `moments` mean and SD."""
    assert summary.n is not None, "asked of enumerable summaries only"
    return PrintedSummary(
        n=int(summary.n.value),
        min=_text(summary.min),
        q1=_text(summary.q1),
        median=_text(summary.median) if isinstance(summary, MedianSummary) else None,
        q3=_text(summary.q3),
        max=_text(summary.max),
        mean=None if isinstance(summary, MedianSummary) or not moments else _text(summary.mean),
        sd=None if isinstance(summary, MedianSummary) or not moments else _text(summary.sd),
    )


def _text(number: Reported | None) -> str | None:
    """The print with a digit before the point: `.5` is `0.5`."""
    if number is None:
        return None
    return number.text.replace(".", "0.", 1) if number.text.lstrip("-").startswith(".") else number.text


def definitions_that_fit(
    parts: Sequence[Measurement], whole: Measurement | None = None, *, among: Collection[str] = tuple(DEFINITIONS)
) -> frozenset[str]:
    """The definitions of a quantile under which some samples of the parts, merged into the whole, print like this."""
    first = parts[0]
    assert first.ends is not None, "asked of enumerable summaries only"
    assert first.step is not None, "asked of enumerable summaries only"
    found = possible_definitions(
        [printed(part.summary) for part in parts],
        whole=printed(whole.summary) if whole else None,
        lower=first.ends[0],
        upper=first.ends[1],
        step=first.step.text,
        among=among,
    )
    return frozenset(found)
