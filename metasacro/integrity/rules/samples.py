"""Whether any sample at all has the printed mean, SD and range: every one on the scale is considered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.feasible_prints import is_enumerable, printed
from metasacro.integrity.grimmer import grimmer
from metasacro.integrity.measurements import Measurement, measurements
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.integrity.rules.spreads import bounds_of
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.problems import Refusal

if TYPE_CHECKING:
    from metasacro.evidence.study import Study


def a_sample_exists(study: Study) -> Answers:
    """MS285: mean and SD each pass by themselves, and some sample between the ends has both.

    Asked only where the exact sets are small enough, and where neither GRIMMER nor the bounds of the SD find anything.
    """
    for measured in measurements(study):
        summary = measured.summary
        if not is_enumerable(measured) or not isinstance(summary, MeanSummary) or summary.sd is None:
            continue
        assert measured.n is not None, "what can be enumerated has a size"
        assert measured.step is not None, "what can be enumerated has steps"
        bands, spread = measured.bands(), rounded(summary.sd.text)
        if bands is None or not bounds_of(measured, bands).hold(float(spread.lower), float(spread.upper)):
            continue
        if not grimmer(summary.mean.text, summary.sd.text, measured.n, step=measured.step.text):
            continue
        found = _exists(measured)
        if found is not None:
            yield answer(
                "MS285",
                found,
                summary.sd.location,
                trail=measured.trail,
                hint=f"this assumes {measured.assumptions()}",
                mean=summary.mean,
                sd=summary.sd,
                n=measured.n,
            )


def _exists(measured: Measurement) -> bool | None:
    """`None` where the samples are too many to ask."""
    assert measured.ends is not None, "what can be enumerated has ends"
    assert measured.step is not None, "what can be enumerated has steps"
    lower, upper = measured.ends
    one = printed(measured.summary, moments=True)
    try:
        feasible_moments(
            one.n, lower=lower, upper=upper, step=measured.step.text, min=one.min, max=one.max, mean=one.mean, sd=one.sd
        )
    except Refusal as refusal:
        return False if refusal.code == "MS384" else None
    return True


SAMPLES = StudyRule(
    key="samples",
    codes=("MS285",),
    question="Does any sample on the scale have the printed mean, SD and range?",
    ask=a_sample_exists,
)
