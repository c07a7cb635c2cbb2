"""One choice changed at a time gives the answer that `pool` gives under that choice."""

from __future__ import annotations

import pytest

from metasacro.synthesis.run import pool
from metasacro.synthesis.sensitivity import Sensitivity, Variant, sensitivity
from metasacro.synthesis.settings import Overrides
from tests.synthesis.shipped import analysis, evidence


def found(outcome: str) -> Sensitivity:
    return sensitivity(evidence(), analysis(outcome), Overrides())


def same(variant: Variant, **choice: object) -> bool:
    pooled = pool(evidence(), "pain", **choice).pooled
    assert pooled is not None
    assert variant.interval is not None
    assert pooled.interval is not None
    told = (variant.estimate, variant.interval.lower, variant.interval.upper)
    return told == pytest.approx((pooled.estimate, pooled.interval.lower, pooled.interval.upper), rel=1e-9)


def test_each_estimator_and_test_gives_what_pool_gives_with_it() -> None:
    tried = found("pain")
    assert len(tried.estimators) == 15
    assert all(same(variant, method=variant.name) for variant in tried.estimators)
    assert all(same(variant, test=variant.name) for variant in tried.tests)


def test_each_correlation_and_study_set_gives_what_pool_gives_with_it() -> None:
    tried = found("pain")
    assert [variant.name for variant in tried.correlations] == ["0.3", "0.5", "0.7", "0.9"]
    assert all(same(variant, correlation=float(variant.name)) for variant in tried.correlations)
    assert all(same(variant, study_set=variant.name) for variant in tried.study_sets)


def test_one_variant_of_each_choice_is_the_one_in_force() -> None:
    tried = found("pain")
    for group in (tried.estimators, tried.tests, tried.correlations, tried.conversions, tried.study_sets):
        (planned,) = (variant for variant in group if variant.planned)
        assert same(planned)


def test_a_record_is_left_out_with_all_its_cohorts() -> None:
    tried = found("pain")
    by_name = {variant.name: variant for variant in tried.without_each}
    assert by_name["Kortman 2013"].k == 4
    assert by_name["Kortman 2013"].n == 376 - 204 - 39
    assert by_name["Gupta 2014"].estimate == analysis("pain").without_index.estimate  # type: ignore[union-attr]


def test_rates_have_no_estimator_no_test_and_no_correlation_to_change() -> None:
    tried = found("major_complication")
    assert (tried.estimators, tried.tests, tried.correlations, tried.conversions) == ((), (), (), ())
    assert [variant.name for variant in tried.study_sets] == ["main", "extended", "all"]


def test_where_nobody_had_the_event_the_exact_bound_stands_in() -> None:
    extended = next(variant for variant in found("major_complication").study_sets if variant.name == "extended")
    assert extended.estimate is None
    assert extended.exact is not None
    assert extended.exact.lower == 0


def test_a_set_without_a_row_has_no_answer() -> None:
    main = next(variant for variant in found("leak").study_sets if variant.name == "main")
    assert (main.k, main.estimate, main.interval, main.exact) == (0, None, None, None)
