"""Rates of one group at the edges of what they may be."""

import re
from typing import Any

import numpy as np
import pytest

from metasacro.pooling.poisson_normal import garwood, poisson_normal
from metasacro.problems import Refusal


@pytest.mark.parametrize(
    ("message", "xi", "ti"),
    [
        ("MS357: columns differ in length: `xi` 1, `ti` 2", [1], [1, 2]),
        ("MS357: columns differ in length: `xi` 2, `ti` 2", [[1, 2]], [[1, 2]]),
        ("MS403", [], []),
        ("MS353: `xi` must be a finite number (rows 1, 3)", [None, 1, np.inf], [1, 2, 3]),
        ("MS353: `ti` must be a finite number (rows 2)", [1, 1], [1, None]),
        ("MS368: `xi` must not be negative (rows 2)", [0, -1], [1, 2]),
        ("MS407: `xi` must be a whole number (rows 1)", [0.5, 0], [1, 2]),
        ("MS354: `ti` must be greater than 0 (rows 1, 3)", [0, 1, 2], [0, 0.5, -1]),
    ],
)
def test_columns_that_cannot_be_are_refused_by_name_and_row(message: str, xi: Any, ti: Any) -> None:
    with pytest.raises(Refusal, match="^" + re.escape(message)):
        poisson_normal(xi, ti)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("MS404: unknown method `REML`", {"method": "REML"}),
        ("MS404: unknown test `knha`", {"test": "knha"}),
        ("MS405", {"level": 95}),
    ],
)
def test_words_that_do_not_exist_are_refused(said: str, asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=said):
        poisson_normal([1, 2], [3, 4], **asked)


@pytest.mark.parametrize(("xi", "ti"), [(9, 413), ([9], [413.0])])
def test_a_cohort_alone_has_its_own_rate(xi: Any, ti: Any) -> None:
    pooled = poisson_normal(xi, ti)
    assert (pooled.estimate, pooled.se) == pytest.approx((np.log(9 / 413), 1 / 3), rel=1e-9)
    assert (pooled.k, pooled.tau2, pooled.measure) == (1, None, "IRLN")


def test_two_cohorts_have_a_spread() -> None:
    pooled = poisson_normal([2, 60], [100, 100])
    assert pooled.tau2 is not None
    assert pooled.tau2 > 0.5


def test_a_bound_of_a_rate_is_that_of_95_percent_unless_asked() -> None:
    assert garwood(3.0, 10.0) == garwood(3.0, 10.0, level=0.95)


def test_a_single_event_is_a_rate() -> None:
    pooled = poisson_normal([1, 0], [0.5, 1.0], method="EE")
    assert (pooled.estimate, pooled.se) == pytest.approx((np.log(1 / 1.5), 1.0), rel=1e-9)
    assert pooled.q == pytest.approx(2 * np.log(3), rel=1e-9)


def test_equal_rates_have_no_heterogeneity() -> None:
    pooled = poisson_normal([4, 4, 0], [10, 10, 1e-9])
    assert (pooled.q, pooled.q_p, pooled.tau2) == pytest.approx((0.0, 1.0, 0.0), abs=1e-6)


def test_no_event_leaves_the_exact_bound_of_the_whole_time() -> None:
    pooled = poisson_normal([0, 0, 0], [100.5, 200.0, 0.25], level=0.9)
    assert (pooled.estimate, pooled.k, pooled.measure, pooled.level) == (None, 3, "IRLN", 0.9)
    assert pooled.exact is not None
    assert (pooled.exact.lower, pooled.exact.upper, pooled.exact.level) == (
        0.0, pytest.approx(-np.log(0.05) / 300.75, rel=1e-12), 0.9
    )  # fmt: skip
    assert [f"{caution.code}: {caution.message}" for caution in pooled.cautions] == [
        "MS460: no event in any of 3 cohorts in 300.75 of person-time: only an exact upper bound exists"
    ]
