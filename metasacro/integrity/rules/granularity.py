"""GRIM, GRIMMER and DEBIT: means and SDs of scores that come in whole steps."""

from __future__ import annotations

from fractions import Fraction

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Study
from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.debit import debit
from metasacro.integrity.grim import grim
from metasacro.integrity.grimmer import grimmer
from metasacro.integrity.measurements import Measurement, measurements
from metasacro.integrity.rounding import rounded
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.problems import Problem, problem


def means_are_granular(study: Study) -> Answers:
    """MS230: the mean is a sum over n. MS231, MS232: the SD fits it. MS237: what one patient scored is a step."""
    for measured in measurements(study):
        if measured.step is None:
            continue
        yield from _single_values(measured)
        if isinstance(measured.summary, MeanSummary) and measured.n and measured.n > 1:
            yield _mean_and_sd(measured, measured.summary, measured.step, measured.n)


def _mean_and_sd(measured: Measurement, summary: MeanSummary, step: Reported, n: int) -> Problem | None:
    assumed = f"this assumes {measured.assumptions()}"
    mean, sd, trail = summary.mean, summary.sd, measured.trail
    if not grim(mean.text, n, step=step.text):
        return problem("MS230", mean.location, trail=trail, hint=assumed, mean=mean, n=n, step=step)
    if sd is None:
        return None
    if measured.is_binary:
        fits = debit(mean.text, sd.text, n)
        return None if fits else problem("MS232", sd.location, trail=trail, hint=assumed, mean=mean, sd=sd, n=n)
    fits = grimmer(mean.text, sd.text, n, step=step.text)
    return None if fits else problem("MS231", sd.location, trail=trail, hint=assumed, mean=mean, sd=sd, n=n, step=step)


def _single_values(measured: Measurement) -> Answers:
    """Smallest and largest value belong to one patient each, so they are whole steps."""
    step = Fraction(measured.step.text) if measured.step else Fraction(1)
    for name, value in (("min", measured.summary.min), ("max", measured.summary.max)):
        if value is not None:
            printed = rounded(value.text)
            fits = -(-printed.lower // step) * step <= printed.upper
            yield answer(
                "MS237",
                fits,
                value.location,
                trail=measured.trail,
                hint=f"this assumes steps of {measured.step} from 0",
                name=name,
                value=value,
                step=measured.step,
            )


GRANULARITY = StudyRule(
    key="granularity",
    codes=("MS230", "MS231", "MS232", "MS237"),
    question="Can whole steps give the printed means, SDs and extremes?",
    ask=means_are_granular,
)
