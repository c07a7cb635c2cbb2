"""The rules of a record, in the order in which they run."""

from collections.abc import Callable, Iterator

from metasacro.evidence.study import Study
from metasacro.problems import Problem
from metasacro.records.rules.cohorts import cohort_is_known, cohort_names_differ, part_fits_whole, whole_is_known
from metasacro.records.rules.counts import (
    count_has_unit,
    counted_fits_denominator,
    events_fit_denominator,
    levels_add_up,
)
from metasacro.records.rules.results import denominator_fits_cohort, one_kind_of_result, result_stands_once
from metasacro.records.rules.scores import (
    change_has_sign_of_scores,
    interval_holds_mean,
    on_the_scale,
    quantiles_in_order,
    sd_fits_scale,
    value_says_where,
)

Rule = Callable[[Study], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    cohort_names_differ,
    whole_is_known,
    part_fits_whole,
    cohort_is_known,
    result_stands_once,
    one_kind_of_result,
    denominator_fits_cohort,
    value_says_where,
    quantiles_in_order,
    on_the_scale,
    sd_fits_scale,
    interval_holds_mean,
    change_has_sign_of_scores,
    count_has_unit,
    events_fit_denominator,
    counted_fits_denominator,
    levels_add_up,
)
