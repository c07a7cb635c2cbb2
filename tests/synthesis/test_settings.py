"""The choices in force: the protocol's, unless the user asked for others, which is said."""

from typing import Any

import pytest

from metasacro import pool
from metasacro.problems import Refusal
from tests.synthesis.shipped import analysis, evidence


def departures(outcome: str, **asked: Any) -> list[str]:
    """What the analysis says about departures from the protocol."""
    return [told.message for told in pool(evidence(), outcome, **asked).cautions if told.code == "MS449"]


def test_the_protocol_decides_where_nothing_is_asked_for() -> None:
    settings = analysis("pain").settings
    chosen = (settings.method, settings.test, settings.level, settings.correlation, settings.conversion)
    assert chosen == ("REML", "adhoc", 0.95, 0.5, "exact-set")
    assert departures("pain") == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"method": "DL"}, "not as in the protocol: method DL instead of REML"),
        ({"test": "z"}, "not as in the protocol: test z instead of adhoc"),
        ({"level": 0.9}, "not as in the protocol: level 0.9 instead of 0.95"),
        ({"correlation": 0.7}, "not as in the protocol: correlation 0.7 instead of 0.5"),
        ({"study_set": "all"}, "not as in the protocol: study set all instead of main"),
        ({"prediction": "HTS"}, "not as in the protocol: prediction HTS instead of NNF"),
    ],
)
def test_each_departure_from_the_protocol_is_said(asked: dict[str, Any], says: str) -> None:
    assert departures("pain", **asked) == [says]


def test_asking_for_what_the_protocol_says_is_no_departure() -> None:
    assert departures("pain", method="REML", test="adhoc", level=0.95, correlation=0.5, study_set="main") == []


def test_the_set_of_an_outcome_is_its_own() -> None:
    """Leaks are pooled over both sets by the protocol, so that asking for both is no departure."""
    assert departures("leak", study_set="all") == []
    assert departures("leak", study_set="main") == ["not as in the protocol: study set main instead of all"]


@pytest.mark.parametrize("asked", [{"method": "DL"}, {"correlation": 0.7}, {"prediction": "V"}])
def test_a_choice_about_scores_is_no_departure_for_counts(asked: dict[str, Any]) -> None:
    assert departures("response", **asked) == []


@pytest.mark.parametrize(
    "asked", [{"method": "EE"}, {"method": "DL"}, {"method": "PM"}, {"test": "z"}, {"test": "t"}, {"test": "knha"}]
)
def test_a_choice_reaches_the_pool(asked: dict[str, str]) -> None:
    pooled = pool(evidence(), "pain", **asked).pooled
    assert pooled is not None
    assert {name: getattr(pooled, name) for name in asked} == asked


def test_a_higher_correlation_narrows_every_cohort() -> None:
    low, high = (pool(evidence(), "pain", correlation=r) for r in (0.3, 0.9))
    for one, other in zip(low.rows, high.rows, strict=True):
        assert other.variance < one.variance  # type: ignore[union-attr] # rows of scores


def test_a_higher_level_widens_the_interval() -> None:
    narrow, wide = (pool(evidence(), "pain", level=level).pooled for level in (0.8, 0.99))
    assert narrow is not None
    assert wide is not None
    inner, outer = narrow.interval, wide.interval
    assert inner is not None
    assert outer is not None
    assert outer.lower < inner.lower < inner.upper < outer.upper


def test_an_unknown_outcome_is_refused() -> None:
    with pytest.raises(Refusal, match="MS139"):
        pool(evidence(), "nausea")
