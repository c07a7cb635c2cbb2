"""Summaries stand as the paper printed them, to the last zero."""

import pytest

from metasacro.evidence.printed import middle, printed_summary
from metasacro.evidence.reported import Reported, Source
from metasacro.evidence.summary import MeanSummary, MedianSummary, Summary

SOURCE = Source(study="smith", where="Table 1", seen="full text", location=None)


def said(text: str) -> Reported:
    return Reported(text=text, location=None)


def median(**values: str) -> MedianSummary:
    return MedianSummary(n=said("9"), source=SOURCE, **{name: said(value) for name, value in values.items()})


def mean(**values: str) -> MeanSummary:
    return MeanSummary(n=said("9"), source=SOURCE, **{name: said(value) for name, value in values.items()})


@pytest.mark.parametrize(
    ("summary", "text"),
    [
        (median(median="9.0", q1="8.0", q3="10.0"), "9.0 [8.0–10.0]"),
        (median(median="9", min="2", max="10"), "9 (2–10)"),
        (median(median="9", q1="8", q3="10", min="2", max="10"), "9 [8–10]"),
        (mean(mean="9.20", sd="1.10"), "9.20 ± 1.10"),
        (mean(mean="9.2", se="0.3"), "9.2 (SE 0.3)"),
        (mean(mean="9.2", plus_minus="0.3"), "9.2 (± 0.3)"),
        (mean(mean="9.2"), "9.2"),
    ],
)
def test_a_summary_in_its_own_digits(summary: Summary, text: str) -> None:
    assert printed_summary(summary) == text
    assert text.startswith(middle(summary))


def test_a_confidence_interval_is_not_taken_for_quartiles() -> None:
    summary = MeanSummary(n=said("9"), source=SOURCE, mean=said("9.2"), interval=(said("8.8"), said("9.6")))
    assert printed_summary(summary) == "9.2 [8.8 to 9.6]"
