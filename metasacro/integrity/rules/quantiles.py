"""The definition of a quantile: inferred from the printed quartiles, and held against the software that is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from metasacro.evidence.summary import MedianSummary
from metasacro.integrity.families import families
from metasacro.integrity.feasible_prints import definitions_that_fit, is_enumerable
from metasacro.integrity.measurements import Measurement, measurements, of_result
from metasacro.integrity.rule import Answers, StudyRule, answer
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS

if TYPE_CHECKING:
    from metasacro.evidence.study import Study

#: Software → the definition that its usual command gives: MedCalc by its makers, SAS with PCTLDEF=5 (its default),
#: Excel's QUARTILE; R, SPSS and Minitab as the manual page of R's `quantile` says. Other commands can give others.
SOFTWARE = {
    "medcalc": "hazen",
    "sas": "averaged-inverted-cdf",
    "excel": "linear",
    "r": "linear",
    "spss": "weibull",
    "minitab": "weibull",
}


def quantiles_have_a_definition(study: Study) -> Answers:
    """MS280: some sample has the printed quantiles. MS283: so has one that its parts make up. MS282: one definition
    does for the whole paper. MS281: it is that of the software."""
    left = set(DEFINITIONS)  # all are asked about only where none of these fits
    asked = 0
    for measured in measurements(study):
        if is_enumerable(measured) and isinstance(measured.summary, MedianSummary):
            fits = definitions_that_fit([measured], among=left) or definitions_that_fit([measured])
            asked += 1
            left &= fits or left
            yield answer(
                "MS280",
                len(fits) > 0,
                measured.summary.median.location,
                trail=measured.trail,
                hint=f"this assumes {measured.assumptions()}",
                n=measured.n,
            )
    for whole, parts in _nested(study):
        for among in (left, set(DEFINITIONS)):
            alone = among.intersection(*(definitions_that_fit([each], among=among) for each in (whole, *parts)))
            fits = definitions_that_fit(parts, whole, among=alone)
            if fits:
                break
        if alone:
            left &= fits or left
            yield answer(
                "MS283",
                len(fits) > 0,
                whole.summary.source.location,
                trail=whole.trail,
                hint=f"this assumes {whole.assumptions()}, and that the parts share nobody and are the whole",
                sizes=" and ".join(str(part.n) for part in parts),
                n=whole.n,
            )
    if asked:
        yield from _one_definition(study, left, asked)


def _one_definition(study: Study, left: set[str], asked: int) -> Answers:
    at = study.source.location
    yield answer("MS282", len(left) > 0, at, trail=study.id, summaries=asked)
    name = re.match(r"[a-z]+", study.software.lower())
    usual = SOFTWARE.get(name.group()) if name else None
    if left and usual is not None:
        found = ", ".join(f"`{key}`" for key in DEFINITIONS if key in left)
        yield answer("MS281", usual in left, at, trail=study.id, software=study.software, usual=usual, found=found)


def _nested(study: Study) -> Iterator[tuple[Measurement, list[Measurement]]]:
    """Medians of a whole with those of the two parts that make it up, at one moment, on one scale."""
    for family in families(study):
        of_parts = [{each.moment: each for each in of_result(study, part)} for part in family.parts]
        for whole in of_result(study, family.whole):
            if not all(whole.moment in moments for moments in of_parts):
                continue
            parts = [moments[whole.moment] for moments in of_parts]
            every = [whole, *parts]
            alike = len({(each.ends, each.step_size) for each in every}) == 1
            medians = all(is_enumerable(each) and isinstance(each.summary, MedianSummary) for each in every)
            if alike and medians and whole.n == sum(part.n or 0 for part in parts):
                yield whole, parts


QUANTILES = StudyRule(
    key="quantile-definitions",
    codes=("MS280", "MS281", "MS282", "MS283"),
    question="Which definition of a quantile gives the printed quartiles, and does the named software use it?",
    ask=quantiles_have_a_definition,
)
