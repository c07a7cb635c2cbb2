"""What `effect_sizes` says of its rows: every caution and refusal whole, with its measure, numbers and reason."""

from typing import Any

import numpy as np
import pytest

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.registry import MEASURES
from metasacro.problems import Refusal

MEANS = {"m1i": [5, 6], "sd1i": [1, 2], "n1i": [9, 9], "m2i": [4, 5], "sd2i": [1, 2], "n2i": [9, 9]}
TABLE = {"ai": [3, 0], "bi": [17, 20], "ci": [4, 0], "di": [20, 22]}
OPPOSITE = {**MEANS, "m1i": [5, -6]}


def said(measure: str, **arguments: Any) -> list[str]:
    """The cautions, as "code: message"."""
    return [f"{caution.code}: {caution.message}" for caution in effect_sizes(measure, **arguments).cautions]


def refused(measure: str, **arguments: Any) -> str:
    with pytest.raises(Refusal) as caught:
        effect_sizes(measure, **arguments)
    return str(caught.value)


def test_rows_without_a_name_are_numbered_from_1_and_the_measure_is_named() -> None:
    effects = effect_sizes("MD", **MEANS)
    assert effects.labels == ("1", "2")
    assert effects.measure == "MD"


def test_two_sds_exactly_are_not_beyond_two() -> None:
    """With two SDs of 1 the uncorrected difference is the d given, to the last bit."""
    columns = {"di": [2.0, 2.5], "n1i": 20, "n2i": 20}
    assert said("SMD", correct=False, **columns) == [
        "MS371: `SMD` beyond 2 (rows 2): were standard errors taken for SDs?"
    ]


@pytest.mark.parametrize(
    ("key", "hint"),
    [("plo", " (did you mean `PLO`?)"), ("LogOR", " (did you mean `OR`?)"), ("§§§", "")],
)
def test_the_measure_that_is_nearest_to_an_unknown_one_is_guessed(key: str, hint: str) -> None:
    """Also where not two thirds of the letters agree; where none does, nothing is guessed."""
    assert refused(key, xi=[1]) == f"MS350: unknown measure `{key}`{hint}. Choices: {', '.join(MEASURES)}"


@pytest.mark.parametrize(
    ("measure", "choices"), [("SMD", "True, False, approximate"), ("ROM", "True, False"), ("MD", "True, False")]
)
def test_only_standardized_differences_offer_the_approximate_correction(measure: str, choices: str) -> None:
    assert refused(measure, correct="maybe", **MEANS) == f"MS360: `correct` is `maybe`. Choices: {choices}"


def test_people_that_are_not_whole_are_named_like_counts() -> None:
    assert said("PR", xi=[1, 3, 2.5], ni=[10, 10.5, 10]) == ["MS365: counts that are not whole numbers (rows 2, 3)"]


def test_each_thing_that_befell_a_table_is_said_once_and_in_order() -> None:
    """A count that is not whole, a group of nobody, an empty cell, and a row without events that is left out."""
    rows = [(1.5, 20, 1, 9), (0, 0, 4, 9), (0, 9, 3, 9), (0, 20, 0, 22), (3, 4, 5, 6)]
    columns = dict(zip(("ai", "bi", "ci", "di"), zip(*rows, strict=True), strict=True))
    assert said("OR", undefined="keep", drop00=True, **columns) == [
        "MS365: counts that are not whole numbers (rows 1)",
        "MS370: a group without people, ai + bi (rows 2)",
        "MS358: 0.5 was added to all four cells (rows 2, 3)",
        "MS364: left out: neither group has an event, or everyone has one (rows 4)",
    ]


def test_an_addition_of_0_is_none() -> None:
    assert said("OR", add=0.0, to="all", **{name: values[:1] for name, values in TABLE.items()}) == []


@pytest.mark.parametrize(("arguments", "to"), [({"to": "none"}, "none"), ({"add": 0.0}, "only0")])
def test_a_refusal_of_an_empty_cell_says_what_was_to_be_added(arguments: dict[str, Any], to: str) -> None:
    expected = f"MS359: `OR` does not exist for rows 2: a cell is empty and nothing is added there (`to={to}`)"
    assert refused("OR", **arguments, **TABLE) == expected


def test_where_a_measure_does_not_exist_it_is_named_with_its_reason() -> None:
    assert refused("ROM", **OPPOSITE) == (
        "MS363: `ROM` does not exist for rows 2. It needs: both means must have the same sign"
    )
    assert said("ROM", undefined="keep", **OPPOSITE) == [
        "MS361: `ROM` does not exist for rows 2 (both means must have the same sign); they are kept without a value"
    ]


def test_a_missing_effect_and_a_variance_of_0_are_both_said() -> None:
    """SDs that are equal and a correlation of 1: the change has no variance."""
    columns = {"m1i": [5, np.nan], "sd1i": 2, "m2i": 4, "sd2i": 2, "ni": 9, "ri": 1}
    missing, flat = said("MC", undefined="keep", **columns)
    assert missing.startswith("MS361: `MC` does not exist for rows 2 (")
    assert flat == "MS362: the sampling variance is not greater than 0 (rows 1)"
