"""The rule of quantiles asks about few definitions; it answers as one that asks about all nine each time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from metasacro.evidence.study import Study
from metasacro.evidence.summary import MedianSummary
from metasacro.integrity.feasible_prints import definitions_that_fit, is_enumerable
from metasacro.integrity.measurements import measurements
from metasacro.integrity.rules.quantiles import _nested, quantiles_have_a_definition
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from tests.integrity.test_open_questions import COHORTS, medians
from tests.synthesis.small_folder import PAIN, evidence_of, record


def by_all_nine(study: Study) -> Iterator[str]:
    """Code and answer of each question."""
    left, asked = set(DEFINITIONS), 0
    for measured in measurements(study):
        if is_enumerable(measured) and isinstance(measured.summary, MedianSummary):
            fits, asked = definitions_that_fit([measured]), asked + 1
            left &= fits or left
            yield f"MS280 {len(fits) > 0}"
    for whole, parts in _nested(study):
        if frozenset.intersection(*(definitions_that_fit([each]) for each in (whole, *parts))):
            fits = definitions_that_fit(parts, whole)
            left &= fits or left
            yield f"MS283 {len(fits) > 0}"
    if asked:
        yield f"MS282 {len(left) > 0}"


def as_told(study: Study) -> list[str]:
    """The same of the rule. It tells an answer that is no finding by `None`, in the order of the questions."""
    expected = [answer.split()[0] for answer in by_all_nine(study)]
    told = list(quantiles_have_a_definition(study))
    assert len(told) == len(expected)
    return [f"{code} {found is None}" for code, found in zip(expected, told, strict=True)]


def quartiles(dice: random.Random) -> str:
    """Often of the kind that only some definitions give."""
    q1, median, q3 = sorted(dice.choice(range(41)) / 4 for _ in range(3))
    shown = dice.choice(("{:.0f}", "{:.1f}", "{:.2f}"))
    return f"q1: {shown.format(q1)}, median: {shown.format(round(2 * median) / 2)}, q3: {shown.format(q3)}"


def test_the_answers_are_those_of_asking_about_all_nine(tmp_path: Path) -> None:
    dice, seen = random.Random(20261127), set()
    for number in range(120):
        sizes = {"all": 20, "tumour": 8, "brittle": 12}
        rows = [medians(cohort, n, quartiles(dice), quartiles(dice)) for cohort, n in sizes.items()]
        text = record("a", "\n".join(rows), COHORTS).replace("q1: 10,", "q1: 9,")
        try:
            study = evidence_of(tmp_path / str(number), {"a": text}, outcomes=PAIN).studies["a"]
        except ValueError:  # quartiles that rounding put out of order
            continue
        told = as_told(study)
        assert told == list(by_all_nine(study))
        seen |= set(told)
    assert seen == {f"{code} {fits}" for code in ("MS280", "MS282", "MS283") for fits in (True, False)}
