"""The definition of a quantile: inferred from the printed quartiles, and held against the software that is named."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Study
from metasacro.evidence.summary import MedianSummary
from metasacro.integrity.measurements import Measurement, measurements
from metasacro.integrity.quantile_definition import DEFINITIONS, quantile_definitions
from metasacro.integrity.rule import Answers, StudyRule, answer

#: First word of a software's name → the definition that its usual command gives (numbers of Hyndman and Fan).
#: MedCalc: Schoonjans and others, appendix on percentiles. SAS: PCTLDEF=5, its default. Excel: QUARTILE. R, SPSS and
#: Minitab: R's manual page of `quantile`. Other commands of the same software can give other definitions.
SOFTWARE = {"medcalc": 5, "sas": 2, "excel": 7, "r": 7, "spss": 6, "minitab": 6}


def quantiles_have_a_definition(study: Study) -> Answers:
    """MS280: some definition gives each quantile. MS282: one gives them all. MS281: it is that of the software."""
    common = set(DEFINITIONS)
    asked = 0
    for measured, share, value in _quantiles(study):
        fits = _definitions(measured, share, value)
        asked += 1
        common &= set(fits) or common
        yield answer(
            "MS280",
            len(fits) > 0,
            value.location,
            trail=measured.trail,
            hint=f"this assumes {measured.assumptions()}",
            share=f"{float(share):.0%}",
            value=value,
            n=measured.n,
        )
    if not asked:
        return
    at = study.source.location
    yield answer("MS282", len(common) > 0, at, trail=study.id, quantiles=asked)
    usual = SOFTWARE.get(study.software.lower().split(" ")[0])
    if common and usual is not None:
        yield answer(
            "MS281",
            usual in common,
            at,
            trail=study.id,
            software=study.software,
            usual=usual,
            found=", ".join(str(definition) for definition in sorted(common)),
        )


def _quantiles(study: Study) -> Iterator[tuple[Measurement, Fraction, Reported]]:
    """Every printed quartile and median of values in whole steps."""
    for measured in measurements(study):
        if measured.step is None or measured.n is None:
            continue
        summary = measured.summary
        printed = [(Fraction(1, 4), summary.q1), (Fraction(3, 4), summary.q3)]
        if isinstance(summary, MedianSummary):
            printed.insert(1, (Fraction(1, 2), summary.median))
        for share, value in printed:
            if value is not None:
                yield measured, share, value


def _definitions(measured: Measurement, share: Fraction, value: Reported) -> tuple[int, ...]:
    ends = measured.ends
    return quantile_definitions(
        value.text,
        measured.n or 0,
        share,
        step=measured.step.text if measured.step else "1",
        lower=f"{ends[0]:g}" if ends else None,
        upper=f"{ends[1]:g}" if ends else None,
    )


QUANTILES = StudyRule(
    key="quantile-definitions",
    codes=("MS280", "MS281", "MS282"),
    question="Which definition of a quantile gives the printed quartiles, and does the named software use it?",
    ask=quantiles_have_a_definition,
)
