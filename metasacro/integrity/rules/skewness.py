"""Means so near an end of the scale, for their SD, that scores must be skewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.measurements import measurements
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.integrity.rules.spreads import bounds_of

if TYPE_CHECKING:
    from metasacro.evidence.study import Study

#: Fewer SDs than this between mean and end show skewness; fewer than 2 suggest it (Altman and Bland 1996).
FEWEST_SDS = 1.0


def means_lie_inside(study: Study) -> Answers:
    """MS238: at least one SD lies between the mean and either end."""
    for measured in measurements(study):
        summary = measured.summary
        if not isinstance(summary, MeanSummary) or summary.sd is None:
            continue
        if measured.ends is None or measured.change or measured.is_binary:
            continue
        bands, spread = measured.bands(), rounded(summary.sd.text)
        if bands is None or not bounds_of(measured, bands).hold(float(spread.lower), float(spread.upper)):
            continue  # no size, or an SD that is impossible, which is told elsewhere
        lower, upper = measured.ends
        end, distance = min(
            ((lower, summary.mean.value - lower), (upper, upper - summary.mean.value)), key=lambda each: each[1]
        )
        sds = distance / summary.sd.value
        yield answer(
            "MS238",
            sds >= FEWEST_SDS,
            summary.mean.location,
            trail=measured.trail,
            mean=summary.mean,
            sds=f"{sds:.2f}",
            end=f"{end:g}",
        )


SKEWNESS = StudyRule(
    key="skewness",
    codes=("MS238",),
    question="Is each mean at least one SD away from the ends of its scale?",
    ask=means_lie_inside,
)
