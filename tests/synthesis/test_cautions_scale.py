"""Intervals that reach beyond what the scale allows are said to."""

from tests.synthesis.shipped import analysis


def test_intervals_beyond_the_scale_are_named() -> None:
    """Pain on 0–10: the prediction interval and the two cohorts with cancer reach changes of more than 10 points."""
    told = [found.message for found in analysis("pain").cautions if found.code == "MS410"]
    assert told == [
        "beyond the scale, on which nothing can change by more than 10: the prediction interval, the subgroup cancer"
    ]


def test_rates_have_no_scale_to_leave() -> None:
    assert [found.code for found in analysis("response").cautions if found.code == "MS410"] == []
