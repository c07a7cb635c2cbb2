"""Each cohort's own effect from the counts of two groups, and what is added to them first."""

import numpy as np
import pytest
from scipy.stats import hypergeom

from metasacro.pooling.cohort_effects import filled, hypergeometric_moments, own_effects
from metasacro.pooling.two_group_counts import TwoGroups
from metasacro.problems import Refusal


def groups(rows: list[tuple[float, float, float, float]], *, rates: bool = False) -> TwoGroups:
    """Rows of a, n1, c, n2."""
    a, n1, c, n2 = np.array(rows, dtype=float).T
    return TwoGroups(a=a, n1=n1, c=c, n2=n2, rates=rates)


def columns(found: TwoGroups) -> list[list[float]]:
    return [column.tolist() for column in (found.a, found.n1, found.c, found.n2)]


@pytest.mark.parametrize(("to", "where"), [("only0", [0, 1]), ("all", [1, 1]), ("if0all", [1, 1]), ("none", [0, 0])])
@pytest.mark.parametrize("rates", [False, True])
def test_what_is_added_goes_to_events_and_non_events(rates: bool, to: str, where: list[int]) -> None:
    """Of person-time there are no non-events."""
    given = groups([(1, 20, 3, 30), (0 if rates else 2, 2, 5, 40)], rates=rates)
    more, added = filled(given, 0.25, to)
    plus = 0.25 * np.array(where)
    assert added.tolist() == [bool(row) for row in where]
    assert (more.a - given.a, more.c - given.c) == (pytest.approx(plus), pytest.approx(plus))
    assert (more.n1 - given.n1).tolist() == (more.n2 - given.n2).tolist() == ((0.0 if rates else 2.0) * plus).tolist()
    assert more.rates is rates


def test_nothing_added_is_added_nowhere() -> None:
    more, added = filled(groups([(0, 20, 3, 30)]), 0.0, "all")
    assert (columns(more), added.tolist()) == ([[0.0], [20.0], [3.0], [30.0]], [False])


@pytest.mark.parametrize(
    ("code", "add", "to"),
    [("MS455", -0.1, "all"), ("MS455", np.inf, "all"), ("MS455", np.nan, "all"), ("MS404", 0.5, "some")],
)
def test_what_cannot_be_added_is_refused(code: str, add: float, to: str) -> None:
    with pytest.raises(Refusal, match=code):
        filled(groups([(0, 20, 3, 30)]), add, to)


def test_a_cohort_without_an_effect_or_a_variance_has_neither() -> None:
    """A ratio of no events, and a difference of 0 with a variance of 0."""
    rows = [(3.0, 20.0, 6.0, 30.0), (0.0, 20.0, 3.0, 30.0), (0.0, 20.0, 0.0, 30.0)]
    yi, vi = own_effects("OR", groups(rows))
    assert yi[0] == pytest.approx(np.log(3 * 24 / (17 * 6)), rel=1e-14)
    assert vi[0] == pytest.approx(1 / 3 + 1 / 17 + 1 / 6 + 1 / 24, rel=1e-14)
    assert np.isnan([yi[1:], vi[1:]]).all()
    yi, vi = own_effects("RD", groups(rows))
    assert yi[:2] == pytest.approx([3 / 20 - 6 / 30, -3 / 30], rel=1e-14)
    assert np.isnan([yi[2], vi[2]]).all()
    yi, vi = own_effects("IRR", groups(rows, rates=True))
    assert (yi[0], vi[0]) == pytest.approx((np.log(3 * 30 / (20 * 6)), 1 / 3 + 1 / 6), rel=1e-14)
    assert np.isnan([yi[1:], vi[1:]]).all()


def test_moments_under_no_effect_are_those_of_the_hypergeometric_distribution() -> None:
    rows = [(3.0, 20.0, 6.0, 30.0), (0.0, 5.0, 3.0, 9.0)]
    beyond, variance = hypergeometric_moments(groups(rows))
    for i, (a, n1, c, n2) in enumerate(rows):
        expected = hypergeom(int(n1 + n2), int(a + c), int(n1))
        assert beyond[i] == pytest.approx(a - expected.mean(), rel=1e-13)
        assert variance[i] == pytest.approx(expected.var(), rel=1e-13)
    one_each, one_in_all = (hypergeometric_moments(groups([row])) for row in ((1, 1, 0, 1), (1, 1, 0, 0)))
    assert [float(x[0]) for x in (*one_each, *one_in_all)] == [0.5, 0.25, 0.0, 0.0]
