"""Which of the three convertible summaries a paper printed."""

from __future__ import annotations

from typing import Literal

Scenario = Literal["S1", "S2", "S3"]

#: In the field's words, with the names that the literature gives them.
SCENARIOS: dict[Scenario, str] = {
    "S1": "minimum, median, maximum",
    "S2": "quartiles and median",
    "S3": "minimum, quartiles, median, maximum",
}


def scenario_of(*, extremes: bool, quartiles: bool) -> Scenario:
    """S1 has the extremes, S2 the quartiles, S3 both.

    >>> scenario_of(extremes=True, quartiles=True)
    'S3'
    """
    if extremes and quartiles:
        return "S3"
    if extremes:
        return "S1"
    if quartiles:
        return "S2"
    raise ValueError("a conversion needs `min` with `max`, or `q1` with `q3`")
