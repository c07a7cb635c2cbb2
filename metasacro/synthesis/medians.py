"""A printed median becomes a mean and an SD, by the conversion that was chosen."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from metasacro.moments.conversion import mean_sd
from metasacro.moments.conversion_method import obstacle
from metasacro.moments.domain import check_summary
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.reading import STEPS, Reading, readings
from metasacro.moments.feasible.set_estimate import SetEstimate, set_estimate
from metasacro.moments.registry import CONVERSIONS, SET_CONVERSIONS
from metasacro.moments.summary import five_numbers
from metasacro.problems import Caution, Refusal, caution
from metasacro.synthesis.rows import Score

if TYPE_CHECKING:
    from metasacro.evidence.reported import Reported
    from metasacro.evidence.summary import MedianSummary
    from metasacro.moments.feasible.feasible_set import FeasibleSet

    Scale: TypeAlias = tuple[Reported, Reported]

#: What is assumed of a score unless the print says otherwise.
PLAIN = Reading(step="1", definition="hazen")

#: The conversion of a median whose scale is not reported.
WITHOUT_SCALE = next(iter(CONVERSIONS))


def score_from_median(
    summary: MedianSummary, n: int, scale: Scale | None, conversion: str, step: Reported | None = None
) -> tuple[Score, tuple[Caution, ...]]:
    """Mean and SD with what there is to say about them; raises `Refusal` where there are none.

    The exact set needs a scale and a print that agrees with it; else the published formulas take over and say so
    (MS313, MS314). A published formula whose mean and SD no agreeing sample has is refused (MS312).
    """
    if conversion not in SET_CONVERSIONS:
        score, told = by_formula(summary, n, conversion)
        reading = reading_of(summary, n, scale, step)
        if scale is not None and reading is not None:
            _refuse_impossible(score, conversion, feasible_set_of(summary, n, scale, reading))
        return score, told
    if scale is None:
        score, told = by_formula(summary, n, WITHOUT_SCALE)
        return score, (caution("MS313", method=score.how), *told)
    found = _over_the_set(_printed(summary, n), scale[0].text, scale[1].text, _steps(step))
    if found is None:
        score, told = by_formula(summary, n, WITHOUT_SCALE)
        return score, (caution("MS314", lower=scale[0], upper=scale[1], method=score.how), *told)
    estimate, reading = found
    score = Score(
        n=n,
        mean=estimate.mean,
        sd=estimate.sd,
        how=conversion,
        converted=True,
        reconstruction=estimate.reconstruction,
    )
    unusual = () if reading == PLAIN else (caution("MS315", step=reading.step, definition=reading.definition),)
    return score, unusual


@lru_cache(maxsize=256)  # a cohort is met in the pool, in its subtotals and in the reanalysis
def _over_the_set(
    printed: PrintedSummary, lower: str, upper: str, steps: tuple[str, ...]
) -> tuple[SetEstimate, Reading] | None:
    """The estimate under the plainest reading that agrees with the print; None where none does."""
    for reading in readings(printed, lower=lower, upper=upper, steps=steps):
        estimate = set_estimate(
            printed.n,
            lower=lower,
            upper=upper,
            step=reading.step,
            definition=reading.definition,
            min=printed.min,
            q1=printed.q1,
            median=printed.median,
            q3=printed.q3,
            max=printed.max,
        )
        return estimate, reading
    return None


def feasible_set_of(summary: MedianSummary, n: int, scale: Scale, reading: Reading) -> FeasibleSet:
    """Every sample that agrees with the print under this reading."""
    printed = _printed(summary, n)
    return feasible_moments(
        n,
        lower=scale[0].text,
        upper=scale[1].text,
        step=reading.step,
        definition=reading.definition,
        min=printed.min,
        q1=printed.q1,
        median=printed.median,
        q3=printed.q3,
        max=printed.max,
    )


def by_formula(summary: MedianSummary, n: int, conversion: str) -> tuple[Score, tuple[Caution, ...]]:
    """The mean and SD of a published conversion, possible or not; raises `Refusal` outside its domain."""
    moments = mean_sd(
        n,
        min=_value(summary.min),
        q1=_value(summary.q1),
        median=summary.median.value,
        q3=_value(summary.q3),
        max=_value(summary.max),
        method=conversion,
    )
    return Score(n=n, mean=moments.mean, sd=moments.sd, how=moments.method, converted=True), moments.cautions


@lru_cache(maxsize=1024)  # the grid, the curve of specifications and the study sets ask for the same again
def mean_and_sd(summary: MedianSummary, n: int, method: str) -> tuple[float, float] | None:
    """The two numbers alone, without cautions; None outside the method's domain."""
    values = {name: _value(getattr(summary, name)) for name in ("min", "q1", "median", "q3", "max")}
    try:
        check_summary(n, values)
        numbers = five_numbers(n, summary.median.value, **{name: values[name] for name in values if name != "median"})
        if obstacle(CONVERSIONS[method], numbers):
            return None
        mean, sd = (float(values[0]) for values in CONVERSIONS[method].moments(numbers))
    except Refusal:
        return None
    return (mean, sd) if math.isfinite(mean) and math.isfinite(sd) and sd > 0 else None


def _refuse_impossible(score: Score, conversion: str, samples: FeasibleSet) -> None:
    if samples.sd is None or samples.contains(score.mean, score.sd):
        return
    at_mean = samples.sd_at(score.mean)
    raise Refusal(
        "MS312",
        method=conversion,
        mean=score.mean,
        sd=score.sd,
        low=samples.mean.lower,
        high=samples.mean.upper,
        sd_low=(at_mean or samples.sd).lower,
        sd_high=(at_mean or samples.sd).upper,
        at=" at this mean" if at_mean else "",
    )


def reading_of(summary: MedianSummary, n: int, scale: Scale | None, step: Reported | None = None) -> Reading | None:
    """The plainest reading that agrees with the print; None: there is none, or no scale."""
    if scale is None or n < 2:
        return None
    bounds = {"lower": scale[0].text, "upper": scale[1].text}
    return next(readings(_printed(summary, n), **bounds, steps=_steps(step)), None)


def _steps(step: Reported | None) -> tuple[str, ...]:
    """The step that the record gives, or those that are tried."""
    return STEPS if step is None else (step.text,)


def _printed(summary: MedianSummary, n: int) -> PrintedSummary:
    return PrintedSummary(
        n=n,
        min=_text(summary.min),
        q1=_text(summary.q1),
        median=summary.median.text,
        q3=_text(summary.q3),
        max=_text(summary.max),
    )


def _text(number: Reported | None) -> str | None:
    return None if number is None else number.text


def _value(number: Reported | None) -> float | None:
    return None if number is None else number.value
