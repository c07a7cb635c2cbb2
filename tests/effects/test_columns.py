"""Columns: what follows from others, and what is refused, by name and by row."""

import math
from typing import Any

import numpy as np
import pytest

from metasacro.effects.columns import empty_groups, refuse_impossible, table_of
from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.registry import MEASURES
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

NAN = math.nan
MEANS: dict[str, Any] = {"m1i": [5, 6], "sd1i": [1, 2], "n1i": [9, 9], "m2i": [4, 5], "sd2i": [1, 2], "n2i": [9, 9]}
PAIRED: dict[str, Any] = {"m1i": 5, "sd1i": 1, "m2i": 4, "sd2i": 2, "ni": [9, 9], "ri": 0.5}


@pytest.mark.parametrize(
    ("measure", "columns", "message"),
    [
        ("PLO", {"xi": [3, 4], "mi": [7, NAN]}, "MS353: `mi` must be a finite number (rows 2)"),
        ("PLO", {"xi": 3, "mi": 7, "ni": 10}, "MS352: `PLO` does not use `mi`; it takes `xi`, `ni`"),
        ("PLO", {"mi": 7}, "MS351: `PLO` needs `xi`, `ni`; missing: `xi`, `ni`"),
        (
            "OR",
            {"ai": [1, 2], "n1i": [NAN, math.inf], "ci": 1, "n2i": 9},
            "MS353: `n1i` must be a finite number (rows 1, 2)",
        ),
        ("OR", {"ai": 1, "n1i": 9, "ci": 1, "n2i": [9, NAN]}, "MS353: `n2i` must be a finite number (rows 2)"),
        (
            "OR",
            {"ai": 1, "n1i": 9, "ci": [1, -1, 9.5], "n2i": 9},
            "MS355: events `ci` must lie between 0 and `n2i` (rows 2, 3)",
        ),
        ("OR", {"ai": 1}, "MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `bi`, `ci`, `di`"),
        ("OR", {"bi": 1}, "MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `ai`, `ci`, `di`"),
        ("OR", {"n1i": 1}, "MS351: `OR` needs `ai`, `bi`, `ci`, `di`; missing: `ai`, `bi`, `ci`, `di`"),
        ("SMD", {"ti": [1, NAN], "n1i": 9, "n2i": 9}, "MS353: `ti` must be a finite number (rows 2)"),
        (
            "SMD",
            {"pi": [0.5, 0.0, -1.1], "n1i": 9, "n2i": 9},
            "MS369: `pi` must be a P value between −1 and 1 and not 0, with the sign of the effect (rows 2, 3)",
        ),
        (
            "SMD",
            {"pi": 0.5, "n1i": [2, 1], "n2i": 1},
            "MS369: `pi` must be a P value between −1 and 1 and not 0, with the sign of the effect (rows 2)",
        ),
        ("MD", {**MEANS, "n2i": [9, 0]}, "MS354: `n2i` must be greater than 0 (rows 2)"),
        ("MD", {**MEANS, "sd2i": [0, 2]}, "MS354: `sd2i` must be greater than 0 (rows 1)"),
        (
            "MC",
            {**PAIRED, "ri": [0.5, 1.5]},
            "MS356: a correlation must lie between −1 and 1 (`ri`, rows 2)",
        ),
        ("PLO", {"xi": [3, 11], "ni": 10}, "MS355: events `xi` must lie between 0 and `ni` (rows 2)"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_name_and_row(measure: str, columns: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal) as refusal:
        effect_sizes(measure, **columns)
    assert str(refusal.value) == message


def test_nobody_and_everybody_of_a_group_may_have_an_event() -> None:
    table = table_of(MEASURES["OR"], {"ai": [0, 9, 4], "n1i": 9, "ci": [8, 0, 4], "n2i": 8})
    assert table["bi"].tolist() == [9, 0, 5]
    assert table["di"].tolist() == [0, 8, 4]


def test_a_missing_test_passes_only_where_that_is_asked_for() -> None:
    columns = {"ti": [1.0, NAN], "n1i": 9, "n2i": 9}
    with pytest.raises(Refusal, match=r"MS353: `ti`.*rows 2"):
        table_of(MEASURES["SMD"], columns)
    assert np.isnan(table_of(MEASURES["SMD"], columns, flat=True)["m1i"]).tolist() == [False, True]


def test_a_p_value_of_1_is_no_difference_and_one_degree_of_freedom_is_enough() -> None:
    """With one degree of freedom t is a Cauchy variable, whose quartiles are −1 and 1."""
    table = table_of(MEASURES["SMD"], {"pi": [1.0, 0.5, -0.5], "n1i": [9, 1, 1], "n2i": [9, 2, 2]})
    assert table["m1i"].tolist() == pytest.approx([0.0, math.sqrt(1.5), -math.sqrt(1.5)], rel=CLOSED)
    assert table["m2i"].tolist() == [0.0] * 3
    assert table["sd1i"].tolist() == table["sd2i"].tolist() == [1.0] * 3


def test_numbers_in_single_precision_or_among_objects_become_double() -> None:
    """Columns of a data frame may be float32, or objects."""
    kinds: list[Any] = [np.float32, object]
    for kind in kinds:
        table = table_of(MEASURES["COR"], {"ri": np.array([0.3, 0.7]).astype(kind), "ni": 20})
        assert {values.dtype for values in table.values()} == {np.dtype(np.float64)}


@pytest.mark.parametrize("of", ["sd1i", "sd2i"])
def test_an_sd_of_0_passes_where_that_is_asked_for_and_a_negative_one_does_not(of: str) -> None:
    table = table_of(MEASURES["MD"], {**MEANS, of: [0, 2]})
    refuse_impossible(MEASURES["MD"], table, flat=True)
    with pytest.raises(Refusal, match=rf"MS354: `{of}`.*rows 2"):
        refuse_impossible(MEASURES["MD"], {**table, of: np.array([0.0, -1.0])}, flat=True)


def test_a_group_is_empty_if_both_of_its_cells_are() -> None:
    table = {"ai": np.array([0.0, 1.0, 3.0, 0.0]), "bi": np.array([0.0, 0.0, 0.0, 1.0])}
    assert empty_groups(table, ("ai", "bi")).tolist() == [True, False, False, False]
