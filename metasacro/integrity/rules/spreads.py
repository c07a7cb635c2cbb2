"""SDs, standard errors and intervals against what the mean, the scale and the range allow."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from metasacro.evidence.study import Study
from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.grim import grim
from metasacro.integrity.measurements import Measurement, measurements
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule
from metasacro.integrity.spread_bounds import Band, SpreadBounds, spread_bounds
from metasacro.numerics.single_tails import student_point
from metasacro.problems import Problem, problem


def spreads_are_possible(study: Study) -> Answers:
    """MS233: the SD lies between the bounds. MS234: so does the SD behind a standard error or an interval. MS229: the
    mean is possible at all."""
    for measured in measurements(study):
        summary, bands, n = measured.summary, measured.bands(), measured.n
        if not isinstance(summary, MeanSummary) or bands is None or n is None or summary.plus_minus:
            continue
        if measured.is_binary:
            continue  # DEBIT has asked more sharply
        bounds = bounds_of(measured, bands)
        if not bounds.exist:
            assumed = f"this assumes {measured.assumptions()}"
            yield problem("MS229", summary.mean.location, trail=measured.trail, hint=assumed, mean=summary.mean)
        else:
            yield _spread(measured, summary, n, bounds)


def bounds_of(measured: Measurement, bands: Sequence[Band]) -> SpreadBounds:
    """The SDs that are possible beside the printed mean; in steps, where steps can give this mean at all."""
    assert isinstance(measured.summary, MeanSummary), "a median has no such bounds"
    text, n = measured.summary.mean.text, sum(band.count for band in bands)
    stepped = measured.step is not None and grim(text, n, step=measured.step.text)
    mean = rounded(text)
    return spread_bounds((float(mean.lower), float(mean.upper)), bands, step=measured.step_size if stepped else 0.0)


def _spread(measured: Measurement, summary: MeanSummary, n: int, bounds: SpreadBounds) -> Problem | None:
    limits = f"{bounds.lower:.3g} to {bounds.upper:.3g}"
    assumed = f"this assumes {measured.assumptions()}"
    if summary.sd:
        printed = rounded(summary.sd.text)
        if bounds.hold(float(printed.lower), float(printed.upper)):
            return None
        return problem(
            "MS233",
            summary.sd.location,
            trail=measured.trail,
            hint=f"{assumed}; read as a standard error it would mean an SD of {summary.sd.value * sqrt(n):.3g}",
            sd=summary.sd,
            mean=summary.mean,
            limits=limits,
        )
    if summary.se:
        printed, factor, name, at = rounded(summary.se.text), sqrt(n), f"`se` {summary.se}", summary.se.location
        low, high = float(printed.lower) * factor, float(printed.upper) * factor
    elif summary.interval:
        first, last = (rounded(end.text) for end in summary.interval)
        factor = sqrt(n) / 2 / student_point(0.975, n - 1)
        low, high = float(last.lower - first.upper) * factor, float(last.upper - first.lower) * factor
        name, at = f"`ci` {summary.interval[0]} to {summary.interval[1]}", summary.interval[0].location
    else:
        return None
    if bounds.hold(max(0.0, low), high):
        return None
    implied = f"{(max(0.0, low) + high) / 2:.3g}"
    return problem("MS234", at, trail=measured.trail, hint=assumed, name=name, implied=implied, limits=limits)


SPREADS = StudyRule(
    key="spreads",
    codes=("MS229", "MS233", "MS234"),
    question="Is each mean, and the SD behind each printed spread, possible on its scale?",
    ask=spreads_are_possible,
)
