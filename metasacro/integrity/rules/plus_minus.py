"""The ± adjudicator, put to every ± of a record."""

from __future__ import annotations

from metasacro.evidence.study import Study
from metasacro.evidence.summary import MeanSummary
from metasacro.integrity.measurements import measurements
from metasacro.integrity.plus_minus import PlusMinus, plus_minus
from metasacro.integrity.rule import Answers, StudyRule
from metasacro.problems import problem

#: `said_to_be` → which of the readings it is, in their order.
_SAID = {"sd": 0, "se": 1, "ci": 2}


def plus_minus_is_possible(study: Study) -> Answers:
    """MS240: no reading is possible. MS241: not the one that the paper names, or an SD where it names none. MS242:
    others are ruled out."""
    for measured in measurements(study):
        summary, bands, n = measured.summary, measured.bands(), measured.n
        if not isinstance(summary, MeanSummary) or summary.plus_minus is None or bands is None or n is None:
            continue
        value = summary.plus_minus
        verdict = plus_minus(summary.mean.text, value.text, n, bands, step=measured.step_size)
        limits = f"{verdict.bounds.lower:.3g} to {verdict.bounds.upper:.3g}" if verdict.bounds.exist else "none"
        said = summary.said_to_be
        hint = f"this assumes {measured.assumptions()}; {_implied(verdict)}"
        if not verdict.feasible:
            yield problem(
                "MS240", value.location, trail=measured.trail, hint=hint, mean=summary.mean, value=value, limits=limits
            )
        elif not verdict.readings[_SAID[said or "sd"]].feasible:
            yield problem(
                "MS241",
                value.location,
                trail=measured.trail,
                note=f"the paper calls it {verdict.readings[_SAID[said]].meaning}" if said else "",
                hint=hint,
                value=value,
                impossible=" or ".join(reading.meaning for reading in verdict.readings if not reading.feasible),
                limits=limits,
            )
        elif len(verdict.feasible) < len(verdict.readings):
            left = " or ".join(reading.meaning for reading in verdict.feasible)
            yield problem(
                "MS242", value.location, trail=measured.trail, hint=hint, value=value, left=left, limits=limits
            )
        else:
            yield None


def _implied(verdict: PlusMinus) -> str:
    """Each reading with the SD that it would mean."""
    told = ", ".join(
        f"as {reading.meaning} {reading.sd:.3g}{'' if reading.feasible else ' (impossible)'}"
        for reading in verdict.readings
    )
    return f"SDs implied: {told}"


PLUS_MINUS = StudyRule(
    key="plus-minus",
    codes=("MS240", "MS241", "MS242"),
    question="What can each unnamed ± be: an SD, a standard error, half a confidence interval?",
    ask=plus_minus_is_possible,
)
