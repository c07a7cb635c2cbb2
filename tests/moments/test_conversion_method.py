"""What of a summary is outside a method's domain, and the refusal that names several summaries."""

from dataclasses import replace

import pytest

from metasacro.moments.conversion_method import obstacle
from metasacro.moments.domain import refuse_outside
from metasacro.moments.registry import CONVERSIONS
from metasacro.moments.summary import five_numbers
from metasacro.problems import Refusal


@pytest.mark.parametrize(
    ("method", "numbers", "found"),
    [
        ("hozo", {"q1": 1, "q3": 9}, ("scenario", "S2")),
        ("bc", {"q1": -1, "q3": 9}, ("positive", "`q1` is -1")),
        ("bc", {"q1": 3, "q3": 9}, ("tied", "`q1` and `median` are both 3")),
        ("bc", {"min": 1, "q1": 1, "q3": 9, "max": 9}, None),
        ("mln", {"min": 1, "q1": 1, "q3": 9, "max": 10}, ("tied", "`min` and `q1` are both 1")),
        ("mln", {"q1": 1, "q3": 3}, ("tied", "`median` and `q3` are both 3")),
        ("qe", {"q1": 3, "q3": 9}, None),
    ],
)
def test_an_obstacle_is_named_by_its_kind_and_its_numbers(
    method: str, numbers: dict[str, float], found: tuple[str, str] | None
) -> None:
    assert obstacle(CONVERSIONS[method], five_numbers(27, 3, **numbers)) == found


def test_a_method_for_two_summaries_says_that_it_needs_one_or_the_other() -> None:
    record = replace(CONVERSIONS["hozo"], scenarios=("S1", "S3"))
    with pytest.raises(Refusal) as caught:
        refuse_outside(record, five_numbers(27, 2, q1=1, q3=3))
    assert caught.value.code == "MS320"
    assert caught.value.message.startswith(
        "`hozo` needs minimum, median, maximum or minimum, quartiles, median, maximum; this summary has quartiles and"
    )
