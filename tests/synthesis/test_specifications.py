"""The curve of specifications: each point is what `pool` gives under these choices, and what has none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from metasacro import pool
from metasacro.problems import Refusal
from metasacro.synthesis.specifications import specifications
from metasacro.tau2.registry import ESTIMATORS
from tests.figures.every_plot import curve
from tests.synthesis.shipped import analysis, evidence
from tests.synthesis.small_folder import PAIN, count, evidence_of, scores


def test_exactly_one_is_the_protocol_s_and_it_is_the_pool() -> None:
    (planned,) = [answer for answer in curve().answers if answer.planned]
    pooled = analysis("pain").pooled
    assert pooled is not None
    assert pooled.interval is not None
    assert planned.estimate == pytest.approx(pooled.estimate, rel=1e-12)
    assert planned.interval.lower == pytest.approx(pooled.interval.lower, rel=1e-12)
    assert planned.interval.upper == pytest.approx(pooled.interval.upper, rel=1e-12)


@pytest.mark.parametrize(
    ("correlation", "method", "test", "study_set"),
    [
        (0.3, "DL", "z", "main"),
        (0.9, "PM", "knha", "all"),
        (0.7, "GENQM", "t", "extended"),
        (0.5, "EE", "adhoc", "all"),
    ],
)
def test_a_point_is_what_pool_gives(correlation: float, method: str, test: str, study_set: str) -> None:
    pooled = pool(evidence(), "pain", correlation=correlation, method=method, test=test, study_set=study_set).pooled
    assert pooled is not None
    assert pooled.interval is not None
    (point,) = [
        answer
        for answer in curve().answers
        if (chosen := answer.specification).conversion in ("exact-set", "")
        and (chosen.correlation, chosen.method, chosen.test, chosen.study_set) == (correlation, method, test, study_set)
    ]
    assert point.estimate == pytest.approx(pooled.estimate, rel=1e-9)
    assert point.interval.lower == pytest.approx(pooled.interval.lower, rel=1e-9)


def test_a_published_conversion_is_that_of_the_grid_of_conversions() -> None:
    grid = {point.method: point for point in analysis("pain").conversions}
    usual = (0.5, "REML", "adhoc", "main")
    shared = [
        answer
        for answer in curve().answers
        if (chosen := answer.specification).conversion in grid
        and (chosen.correlation, chosen.method, chosen.test, chosen.study_set) == usual
    ]
    assert len(shared) == len(grid)
    for answer in shared:
        point = grid[answer.specification.conversion]
        assert answer.estimate == pytest.approx(point.estimate, rel=1e-9)
        assert answer.impossible == point.impossible


def test_conversions_that_cannot_be_are_named_with_the_cohort() -> None:
    told = {(entry.study_set, entry.conversion): entry.reason for entry in curve().unanswered}
    assert told["main", "bc"] == "it cannot convert Gupta 2014"
    answered = {(entry.specification.study_set, entry.specification.conversion) for entry in curve().answers}
    assert set(told).isdisjoint(answered)


def test_every_combination_is_there_once() -> None:
    chosen = [answer.specification for answer in curve().answers]
    assert len(set(chosen)) == len(chosen)
    assert len(chosen) == (6 + 1 + 6) * 4 * len(ESTIMATORS) * 4


ONE = scores("mean: 8, sd: 2", "mean: 4, sd: 2")
OTHER = scores("mean: 8, sd: 2", "mean: 5, sd: 2")


def test_a_single_cohort_varies_by_its_correlation_alone(tmp_path: Path) -> None:
    """It is not pooled, so it has no τ² and no other test."""
    base = evidence_of(tmp_path, {"smith": ONE})
    found = specifications(base, base.protocol.outcomes[0])
    assert {answer.k for answer in found.answers} == {1}
    assert {answer.estimate for answer in found.answers} == {-4.0}
    assert [answer.specification.correlation for answer in found.answers] == [0.3, 0.5, 0.7, 0.9]
    assert {entry.study_set: entry.reason for entry in found.unanswered} == {
        "extended": "no cohort can be pooled",
        "all": "the same cohorts as `main`",
    }


def test_of_sets_with_the_same_cohorts_the_protocol_s_own_stands(tmp_path: Path) -> None:
    """So that its point is on the curve."""
    base = evidence_of(tmp_path, {"one": ONE, "two": OTHER}, outcomes=PAIN + "    study_set: all\n")
    found = specifications(base, base.protocol.outcomes[0])
    assert {answer.specification.study_set for answer in found.answers} == {"all"}
    assert [answer.planned for answer in found.answers].count(True) == 1


def test_without_any_cohort_there_is_no_curve(tmp_path: Path) -> None:
    base = evidence_of(tmp_path, {"one": count(1), "two": count(2)})
    with pytest.raises(Refusal, match="MS448"):
        specifications(base, base.protocol.outcomes[0])


def test_counts_have_no_such_choices() -> None:
    with pytest.raises(Refusal, match="MS602"):
        specifications(evidence(), analysis("leak").outcome)
