"""What cannot be asked of a feasible set, each with its code."""

from __future__ import annotations

import pytest

from metasacro.moments.feasible.feasible_set import Bounds
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.paired_change import feasible_change
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.problems import Refusal

PARTS = {
    "all": PrintedSummary(n=5, median="2"),
    "one": PrintedSummary(n=3, median="1"),
    "other": PrintedSummary(n=2, median="3"),
}


def code_of(call: object) -> str:
    assert callable(call)
    with pytest.raises(Refusal) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize("text", ["5,8", "1e1", "nan", "", "8.0 cm", "−3", "9.\n", float("inf")])
def test_text_that_is_no_printed_number(text: str | float) -> None:
    assert code_of(lambda: feasible_moments(9, lower=0, upper=10, median=text)) == "MS380"


@pytest.mark.parametrize(
    ("lower", "upper", "step"),
    [(0, 0, 1), (10, 0, 1), (0, 10, 0), (0, 10, "-1"), (0, 10, 3), (0, 1, "0.0001"), (0, "x", 1)],
)
def test_a_scale_that_is_none(lower: float, upper: float | str, step: float | str) -> None:
    assert code_of(lambda: feasible_moments(9, lower=lower, upper=upper, step=step, median="1")) == "MS381"


def test_an_unknown_definition() -> None:
    assert code_of(lambda: feasible_moments(9, lower=0, upper=10, median="1", definition="excel")) == "MS382"


def test_an_n_that_is_no_number_of_patients() -> None:
    assert code_of(lambda: feasible_moments(0, lower=0, upper=10, median="1")) == "MS383"
    assert code_of(lambda: feasible_moments(10_001, lower=0, upper=10, median="1")) == "MS383"


def test_one_value_has_no_variance() -> None:
    """Its mean is known, its SD is None, and its variance is refused."""
    one = feasible_moments(1, lower=0, upper=10, median="7")
    assert (one.mean, one.sd, one.count) == (Bounds(lower=7.0, upper=7.0), None, 1)
    assert code_of(one.variance_distribution) == "MS383"
    assert code_of(one.mean_variance) == "MS383"


@pytest.mark.parametrize(
    "numbers",
    [
        {"median": "3.5"},  # nine values have a middle one
        {"median": "11"},  # beyond the scale
        {"q1": "5.0", "q3": "4.0"},  # out of order
        {"min": "2", "max": "4", "mean": "4.6"},
        {"mean": "5.05"},  # GRIM: no sum over 9 rounds to it
        {"mean": "5.0", "sd": "5.4"},  # larger than the scale allows
    ],
)
def test_a_print_that_contradicts_itself(numbers: dict[str, str]) -> None:
    assert code_of(lambda: feasible_moments(9, lower=0, upper=10, **numbers)) == "MS384"


def test_parts_that_do_not_add_up() -> None:
    wrong = {**PARTS, "all": PrintedSummary(n=6, median="2")}
    assert code_of(lambda: feasible_cohorts(wrong, whole="all", parts=("one", "other"), lower=0, upper=4)) == "MS385"


def test_a_mean_beside_nested_cohorts() -> None:
    wrong = {**PARTS, "one": PrintedSummary(n=3, mean="1.3")}
    assert code_of(lambda: feasible_cohorts(wrong, whole="all", parts=("one", "other"), lower=0, upper=4)) == "MS387"


def test_a_scale_too_fine_for_every_pair_of_sums() -> None:
    """The bounds without the SD are still given."""
    fine = feasible_moments(60, lower=0, upper=100, q1="30", median="50", q3="70")
    assert code_of(fine.variance_distribution) == "MS386"
    assert fine.mean_variance() > 0


def test_changes_of_other_patients() -> None:
    before, after = (feasible_moments(n, lower=0, upper=4, median="2") for n in (5, 7))
    assert code_of(lambda: feasible_change(before, after)) == "MS388"


def test_an_sd_of_changes_that_no_pairing_has() -> None:
    side = feasible_moments(5, lower=0, upper=4, median="2")
    assert code_of(lambda: feasible_change(side, side, sd=Bounds(lower=9.0, upper=10.0))) == "MS389"
