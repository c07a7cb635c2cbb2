"""Medians, quartiles and ranges of characteristics: in order, and on the scale. Reading has asked it of results."""

from __future__ import annotations

from itertools import pairwise

from metasacro.evidence.reported import Reported
from metasacro.evidence.study import Study
from metasacro.evidence.summary import MedianSummary, Summary
from metasacro.evidence.trail import trail_of
from metasacro.integrity.rule import Answers, StudyRule, answer


def characteristics_in_order(study: Study) -> Answers:
    """MS235: smallest value, quartiles, centre and largest value ascend. MS236: they lie on the scale."""
    for entry in study.characteristics:
        if entry.summary is None:
            continue
        printed = _ascending(entry.summary)
        for (low_name, low), (high_name, high) in pairwise(printed):
            yield answer(
                "MS235",
                low.value <= high.value,
                high.location,
                trail=trail_of(study, entry),
                low=low_name,
                low_value=low,
                high=high_name,
                high_value=high,
            )
        if entry.scale:
            lower, upper = entry.scale
            for name, value in printed:
                yield answer(
                    "MS236",
                    lower.value <= value.value <= upper.value,
                    value.location,
                    trail=trail_of(study, entry),
                    name=name,
                    value=value,
                    lower=lower,
                    upper=upper,
                )


def _ascending(summary: Summary) -> list[tuple[str, Reported]]:
    """What is printed of a range, quartiles and centre, in the order in which it must ascend."""
    if isinstance(summary, MedianSummary):
        inner: list[tuple[str, Reported | None]] = [
            ("q1", summary.q1),
            ("median", summary.median),
            ("q3", summary.q3),
        ]
    else:
        inner = [("mean", summary.mean)]  # a mean can lie outside the quartiles, not outside the range
    named = [("min", summary.min), *inner, ("max", summary.max)]
    return [(name, value) for name, value in named if value is not None]


ORDER = StudyRule(
    key="order",
    codes=("MS235", "MS236"),
    question="Are the quantiles of each characteristic in order and on its scale?",
    ask=characteristics_in_order,
)
