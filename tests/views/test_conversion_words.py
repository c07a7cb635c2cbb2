"""Every way to convert has words of its own below a table."""

import pytest

from metasacro.moments.conversion import mean_sd
from metasacro.moments.registry import CONVERSIONS
from metasacro.views.below import FORMULAS

FIVE = {"min": 1.0, "q1": 4.0, "median": 6.0, "q3": 9.0, "max": 14.0}


@pytest.mark.parametrize("key", CONVERSIONS)
def test_a_conversion_is_named_in_words(key: str) -> None:
    scenario = CONVERSIONS[key].scenarios[0]
    names = {"S1": ("min", "median", "max"), "S3": tuple(FIVE)}[scenario]
    assert mean_sd(30, **{name: FIVE[name] for name in names}, method=key).method in FORMULAS
