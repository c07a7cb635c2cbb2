"""What may be pooled at all, at the edge of what may."""

from typing import Any

import numpy as np
import pytest

from metasacro.pooling.domain import choice, cohort_table, count_table, fixed_weights, fraction, known_variance
from metasacro.problems import Refusal

NAN, INF = float("nan"), float("inf")


def refused(code: str, rows: str | None, call: Any, *arguments: Any) -> None:
    with pytest.raises(Refusal, match=code if rows is None else rf"{code}.*\brows? {rows}\b(?!,)"):
        call(*arguments)


@pytest.mark.parametrize(
    ("code", "rows", "yi", "vi"),
    [
        ("MS406", None, [1.0], [[1.0]]),
        ("MS406", None, [[1.0]], [1.0]),
        ("MS406", None, [1.0, 2.0], [1.0, 2.0, 3.0]),
        ("MS403", None, [], []),
        ("MS402", "2, 3", [1.0, NAN, INF], [1.0, 1.0, 1.0]),
        ("MS401", "1, 3, 4", [1.0] * 4, [0.0, 1.0, INF, NAN]),
    ],
)
def test_effects_that_cannot_be_pooled(code: str, rows: str | None, yi: Any, vi: Any) -> None:
    refused(code, rows, cohort_table, yi, vi)


@pytest.mark.parametrize(
    ("code", "rows", "xi", "ni"),
    [
        ("MS406", None, [1], [[1]]),
        ("MS406", None, [[1]], [1]),
        ("MS406", None, [1, 2], [3]),
        ("MS403", None, [], []),
        ("MS407", "2, 3, 4", [1, 1.5, NAN, INF], [3, 3, 3, 3]),
        ("MS407", "1", [1, 1], [2.5, 3]),
        ("MS354", "2, 3", [0, 0, 0], [1, 0, -1]),
        ("MS355", "1, 4", [-1, 0, 3, 4], [3, 3, 3, 3]),
    ],
)
def test_counts_that_cannot_be_pooled(code: str, rows: str | None, xi: Any, ni: Any) -> None:
    refused(code, rows, count_table, xi, ni)


def test_counts_are_named_and_may_not_be_of_nobody() -> None:
    refused("MS407: `xi`", "1", count_table, [1.5], [3])
    refused("MS407: `ni`", "1", count_table, [1], [2.5])
    refused("MS354", "1", count_table, [0], [0])
    assert [column.tolist() for column in count_table([1], [1])] == [[1], [1]]


def test_tables_are_copies_in_double_that_nobody_can_write_to() -> None:
    for table, one, other in ((cohort_table, [1, 2], [3, 4]), (count_table, [0, 4], [3, 4])):
        given = np.array(one, dtype=np.float32)
        for array, expected in zip(table(given, np.array(other)), (one, other), strict=True):
            assert (array.tolist(), array.dtype, array.flags.writeable) == (expected, np.float64, False)
        assert given.flags.writeable


def test_weights_are_for_methods_that_take_them_one_a_cohort() -> None:
    assert fixed_weights(None, 3, "DL") is None
    weights = fixed_weights([1, 2, 5], 3, "GENQM")
    assert weights is not None
    assert (weights.tolist(), weights.dtype) == ([1.0, 2.0, 5.0], np.float64)
    refused("MS416", None, fixed_weights, [1.0], 1, "DL")
    refused("MS406", None, fixed_weights, [1.0, 2.0], 3, "GENQ")
    refused("MS406", None, fixed_weights, [[1.0], [2.0]], 2, "GENQ")
    refused("MS415", "2, 3, 4", fixed_weights, [1.0, 0.0, INF, NAN], 4, "GENQ")


def test_a_variance_that_is_given_may_be_0() -> None:
    assert [known_variance(tau2, "DL") for tau2 in (None, 0, 2)] == [None, 0.0, 2.0]
    assert known_variance(None, "EE") is None
    for tau2, method in ((-1e-9, "DL"), (INF, "DL"), (NAN, "DL"), (0.0, "EE")):
        refused("MS466", None, known_variance, tau2, method)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("reml", "REML"), ("GENQN", "GENQ"), ("DR", "DL"), ("dersimonian", None), ("HSKK", "HSk"), (3, None)],
)
def test_a_word_that_is_no_choice_is_guessed_at_from_nearby(value: Any, meant: str | None) -> None:
    names = ("REML", "DL", "GENQ", "GENQM", "HSk")
    hint = "" if meant is None else f" (did you mean `{meant}`?)"
    with pytest.raises(Refusal) as refusal:
        choice("method", value, names)
    said = f"unknown method `{value}`{hint}. Choices: REML, DL, GENQ, GENQM, HSk"
    assert (refusal.value.code, refusal.value.message) == ("MS404", said)
    assert choice("method", "HSk", iter(names)) == "HSk"


def test_a_level_lies_between_0_and_1() -> None:
    assert fraction(0.5) == 0.5
    for level in (0.0, 1.0, -0.5, 95.0, NAN):
        refused("MS405", None, fraction, level)
