"""Standard errors behind intervals, statistics and P values, by scipy's quantiles."""

from typing import Any

import numpy as np
import pytest
from scipy import stats

from metasacro.numerics.standard_error import standard_error
from metasacro.problems import Refusal
from tests.tolerances import TAIL

#: Reasons of the refusals.
ORDER = "its upper bound must be greater than its lower bound"
LEVEL = "its level is a fraction between 0 and 1"
ENOUGH = "it takes both bounds of an interval, or an estimate with its test or P value"
SHARE = "it must be greater than 0 and at most 1"
NOTHING = "an estimate or a statistic of 0 says nothing about the error"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"lower": 30.0, "upper": 34.2}, 2.1 / stats.norm.ppf(0.975)),
        ({"lower": 30.0, "upper": 34.2, "level": 0.9}, 2.1 / stats.norm.ppf(0.95)),
        ({"lower": -1.0, "upper": 0.5, "df": 24}, 0.75 / stats.t.ppf(0.975, 24)),
        ({"estimate": -3.0, "statistic": 2.0}, 1.5),
        ({"estimate": 3.0, "statistic": -0.5}, 6.0),
        ({"estimate": 3.8, "p": 0.008, "df": 45}, 3.8 / stats.t.isf(0.004, 45)),
        ({"estimate": -0.4, "p": 0.3}, 0.4 / stats.norm.isf(0.15)),
        ({"estimate": 3.0, "statistic": 2.0, "p": 0.5}, 1.5),  # the statistic comes before the P value
        ({"estimate": 3.0, "statistic": 2.0, "lower": 0.0}, 1.5),  # half an interval is none
        ({"estimate": 3.0, "statistic": 2.0, "upper": 9.0}, 1.5),
        ({"estimate": 3.0, "p": 0.5, "lower": 0.0, "upper": 2.0}, 1.0 / stats.norm.ppf(0.975)),
    ],
)
def test_by_its_formula(given: dict[str, Any], expected: float) -> None:
    assert float(standard_error(**given)) == pytest.approx(expected, rel=TAIL)


def test_of_many_each_has_its_own_in_double_precision() -> None:
    single = np.array([0.1, 0.7], dtype=np.float32)
    double = single.astype(np.float64)
    for of, more in (("lower", {"upper": 1.0}), ("upper", {"lower": 0.0}), ("level", {"lower": 0.0, "upper": 1.0})):
        found = standard_error(**{of: single}, **more)
        assert found.dtype == np.float64
        assert found.tolist() == [float(standard_error(**{of: each}, **more)) for each in double]
    above = single * np.float32(37.0)
    exactly = (above.astype(np.float64) - double) / (2 * stats.norm.ppf(0.975))
    assert standard_error(lower=single, upper=above) == pytest.approx(exactly, rel=TAIL)
    for of, more in (("estimate", {"statistic": 1.7}), ("statistic", {"estimate": 0.3}), ("p", {"estimate": 0.3})):
        found = standard_error(**{of: single}, **more)
        assert found.dtype == np.float64
        assert found.tolist() == [float(standard_error(**{of: each}, **more)) for each in double]


@pytest.mark.parametrize(
    ("given", "named", "reason"),
    [
        ({"lower": 1.0, "upper": 1.0}, "an interval", ORDER),
        ({"lower": [0.0, 2.0], "upper": 1.0}, "an interval", ORDER),
        ({"lower": np.nan, "upper": 1.0}, "an interval", ORDER),
        ({"lower": 0.0, "upper": 1.0, "level": 1.0}, "an interval", LEVEL),
        ({"lower": 0.0, "upper": 1.0, "level": 0.0}, "an interval", LEVEL),
        ({"lower": 0.0, "upper": 1.0, "level": 95}, "an interval", LEVEL),
        ({"lower": 0.0, "upper": 1.0, "level": -0.5}, "an interval", LEVEL),
        ({"estimate": 1.0}, "what is given", ENOUGH),
        ({"statistic": 1.0}, "what is given", ENOUGH),
        ({"p": 0.1}, "what is given", ENOUGH),
        ({"lower": 0.0}, "what is given", ENOUGH),
        ({"estimate": 1.0, "p": 0.0}, "a P value", SHARE),
        ({"estimate": 1.0, "p": 1.5}, "a P value", SHARE),
        ({"estimate": 1.0, "p": 1.0}, "a P value", NOTHING),
        ({"estimate": 0.0, "p": 0.5}, "a P value", NOTHING),
        ({"estimate": 1.0, "statistic": 0.0}, "a test statistic", NOTHING),
        ({"estimate": 0.0, "statistic": 1.0}, "a test statistic", NOTHING),
    ],
)
def test_what_has_no_standard_error_is_refused(given: dict[str, Any], named: str, reason: str) -> None:
    """MS367."""
    with pytest.raises(Refusal, match="MS367") as refused:
        standard_error(**given)
    assert str(refused.value) == f"MS367: a standard error cannot be recovered from {named}: {reason}"
