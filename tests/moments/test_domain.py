"""What a refusal of a summary or of a method says, word for word."""

import math

import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.domain import check_summary, conversion_called
from metasacro.problems import Refusal

CHOICES = "luo/wan/shi, luo/wan-table, hozo, bland, hozo/wan/bland, yang, shi-lognormal, qe, bc, mln, mln-jacobian"
MLN = ("bc", "mln", "mln-jacobian")
NEEDED = "Needed: `median` with `q1` and `q3`, with `min` and `max`, or with all four"


@pytest.mark.parametrize(
    ("method", "hint"), [("luo-wan", " (did you mean `luo/wan/shi`?)"), ("hozzo", " (did you mean `hozo`?)"), ("?", "")]
)
def test_an_unknown_method_is_answered_with_the_nearest_name_and_all_choices(method: str, hint: str) -> None:
    with pytest.raises(Refusal) as caught:
        conversion_called(method)
    assert str(caught.value) == f"MS310: unknown conversion `{method}`{hint}. Choices: {CHOICES}"


@pytest.mark.parametrize(
    ("n", "numbers", "told"),
    [
        (math.nan, {"q1": 1, "median": 2, "q3": 3}, "MS309: `n` is nan, which is not a usable number"),
        (16, {"q1": 1, "median": 2, "q3": math.inf}, "MS309: `q3` is inf, which is not a usable number"),
        (16, {"q1": 1, "q3": 3}, f"MS308: this summary cannot be converted: `q1`, `q3` given. {NEEDED}"),
        (16, {"min": 1, "max": 3}, f"MS308: this summary cannot be converted: `min`, `max` given. {NEEDED}"),
        (16, {}, f"MS308: this summary cannot be converted: nothing given. {NEEDED}"),
    ],
)
def test_a_summary_that_cannot_be_converted_is_told_what_was_given(
    n: float, numbers: dict[str, float | None], told: str
) -> None:
    with pytest.raises(Refusal) as caught:
        check_summary(n, numbers)
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("method", "numbers", "told", "others"),
    [
        (
            "hozo",
            {"q1": 1, "median": 2, "q3": 3},
            "MS320: `hozo` needs minimum, median, maximum; this summary has quartiles and median",
            ["luo/wan/shi", "luo/wan-table", "hozo/wan/bland", "yang", "shi-lognormal", "qe", *MLN],
        ),
        (
            "mln",
            {"q1": 0, "median": 3, "q3": 5.8},
            "MS321: `mln` needs numbers greater than 0, but `q1` is 0",
            ["luo/wan/shi", "luo/wan-table", "hozo/wan/bland", "yang", "qe"],
        ),
        (
            "bc",
            {"q1": 2, "median": 3, "q3": 3},
            "MS322: `bc` cannot use a tie: `q3` and `median` are both 3",
            ["luo/wan/shi", "luo/wan-table", "hozo/wan/bland", "yang", "shi-lognormal", "qe"],
        ),
    ],
)
def test_a_summary_outside_a_methods_domain_is_told_which_methods_take_it(
    method: str, numbers: dict[str, float], told: str, others: list[str]
) -> None:
    with pytest.raises(Refusal) as caught:
        mean_sd(27, **numbers, method=method)
    assert str(caught.value) == f"{told}. Methods that take it: " + ", ".join(f"`{other}`" for other in others)
