"""What cannot be asked of a feasible set, each with its code."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations_with_replacement

import pytest

from metasacro.moments.feasible import squares
from metasacro.moments.feasible.agreeing_samples import agreeing_samples
from metasacro.moments.feasible.feasible_set import Bounds, feasible_set
from metasacro.moments.feasible.nested_cohorts import feasible_cohorts
from metasacro.moments.feasible.one_cohort import feasible_moments
from metasacro.moments.feasible.paired_change import feasible_change
from metasacro.moments.feasible.printed_summary import PrintedSummary
from metasacro.moments.feasible.quantile_definitions import definition_of
from metasacro.moments.feasible.scale import Scale
from metasacro.moments.feasible.set_estimate import set_estimate
from metasacro.moments.feasible.squares import samples_by_sum_and_squares
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
    [(0, 0, 1), (0, 2001, 1), (10, 0, 1), (0, 10, 0), (0, 10, "-1"), (0, 10, 3), (0, 1, "0.0001"), (0, "x", 1)],
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


def test_tables_of_every_pair_of_sums_are_made_up_to_the_most_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """0 beside 0, 1 or 2: nodes of one and of up to three sums, a row of two squares about 1 each."""
    pair = feasible_moments(2, lower=0, upper=2, min="0")
    for most, code in ((8, None), (7, "MS386")):
        monkeypatch.setattr(squares, "MOST_CELLS", most)
        if code is None:
            assert pair.variance_distribution().values.tolist() == [0.0, 0.5, 2.0]
        else:
            assert code_of(pair.variance_distribution) == code


def test_changes_of_other_patients() -> None:
    before, after = (feasible_moments(n, lower=0, upper=4, median="2") for n in (5, 7))
    assert code_of(lambda: feasible_change(before, after)) == "MS388"


def test_an_sd_of_changes_that_no_pairing_has() -> None:
    side = feasible_moments(5, lower=0, upper=4, median="2")
    assert code_of(lambda: feasible_change(side, side, sd=Bounds(lower=9.0, upper=10.0))) == "MS389"


def test_the_variance_of_one_value_and_so_its_change() -> None:
    before, after = (feasible_moments(1, lower=0, upper=10, median=median) for median in ("8", "3"))
    assert code_of(lambda: feasible_change(before, after)) == "MS383"


def test_quartiles_that_each_some_sample_has_and_no_sample_all() -> None:
    """Four values with q1 = 1, median = q3 = 1.5: x2 + x3 = 3 in whole numbers, and x3 + x4 = 3 below x2 ≤ x3 ≤ x4."""
    print_ = {"q1": "1.0", "median": "1.5", "q3": "1.5"}
    assert code_of(lambda: set_estimate(4, lower=0, upper=3, **print_)) == "MS384"
    assert code_of(lambda: feasible_moments(4, lower=0, upper=3, **print_)) == "MS384"


def test_all_leaves_together_of_which_nothing_is_printed() -> None:
    """A call that this package does not make: one leaf alone has no whole."""
    alone = feasible_moments(3, lower=0, upper=4, median="2").lattice
    assert alone.whole is None
    with pytest.raises(ValueError, match="nothing is printed"):
        feasible_set(alone, None, Scale.of(0, 4, 1), "linear")


def test_a_whole_that_contradicts_itself() -> None:
    whole = PrintedSummary(n=5, q1="3", q3="1")
    paths = agreeing_samples([PARTS["one"], PARTS["other"]], whole, Scale.of(0, 4), definition_of("hazen"))
    assert code_of(lambda: feasible_set(paths, None, Scale.of(0, 4), "hazen")) == "MS384"


def test_no_sample_has_no_sums() -> None:
    """Counts in empty columns, as of a print that contradicts itself."""
    possible = feasible_moments(3, lower=0, upper=4, median="2").lattice
    assert samples_by_sum_and_squares(possible, (0,))[2].sum() == len(
        [one for one in combinations_with_replacement(range(5), 3) if one[1] == 2]
    )
    for column in samples_by_sum_and_squares(replace(possible, end=None), (0,)):
        assert column.size == 0


def test_sums_of_one_leaf_among_two_count_the_samples_of_both() -> None:
    """Values of `one` (n = 2) with every value of `other` (n = 1), from 0 to 2, where the median of all three is 1."""
    printed = {
        "all": PrintedSummary(n=3, median="1"),
        "one": PrintedSummary(n=2, max="2"),
        "other": PrintedSummary(n=1, max="1"),
    }
    found = feasible_cohorts(printed, whole="all", parts=("one", "other"), lower=0, upper=2)
    expected = Counter(
        (sum(one), sum(value**2 for value in one))
        for one in combinations_with_replacement(range(3), 2)
        if one[1] == 2 and sorted([*one, 1])[1] == 1
    )
    sums, squares, counts = samples_by_sum_and_squares(found["all"].lattice, (0,))
    assert dict(zip(zip(sums, squares, strict=True), counts, strict=True)) == expected
