"""Cohen's kappa of two readers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa as in_statsmodels

from metasacro.integrity.kappa import cohens_kappa
from tests.tolerances import CLOSED

ANSWERS = ("no", "unclear", "yes")
PAIRS = st.lists(st.tuples(st.sampled_from(ANSWERS), st.sampled_from(ANSWERS)), min_size=2, max_size=40)


@given(PAIRS.filter(lambda pairs: any(one != other for one, other in pairs)))
def test_it_agrees_with_statsmodels(pairs: list[tuple[str, str]]) -> None:
    """Estimate and standard error."""
    table = np.array([[pairs.count((one, other)) for other in ANSWERS] for one in ANSWERS])
    with np.errstate(all="ignore"):  # it divides by standard errors of 0
        theirs, ours = in_statsmodels(table), cohens_kappa(pairs)
    assert ours.estimate == pytest.approx(theirs.kappa, abs=CLOSED)
    assert (ours.se or 0) ** 2 == pytest.approx(theirs.var_kappa, abs=CLOSED)


@given(PAIRS)
def test_it_does_not_matter_who_is_first(pairs: list[tuple[str, str]]) -> None:
    one, other = cohens_kappa(pairs), cohens_kappa([(second, first) for first, second in pairs])
    assert (one.observed, one.n) == (other.observed, other.n)
    assert (one.estimate is None) == (other.estimate is None)
    if one.estimate is not None:
        assert one.estimate == pytest.approx(other.estimate, abs=CLOSED)


def test_one_answer_alone_has_no_kappa() -> None:
    found = cohens_kappa([("yes", "yes")] * 9)
    assert (found.estimate, found.interval) == (None, None)
    assert [told.code for told in found.cautions] == ["MS294"]


def test_one_reader_with_one_answer_has_no_interval() -> None:
    found = cohens_kappa([("yes", "yes")] * 5 + [("yes", "no")] * 4)
    assert (found.estimate, found.interval) == (0, None)
    assert [told.code for told in found.cautions] == ["MS295"]


def test_full_agreement_has_no_interval() -> None:
    found = cohens_kappa([("yes", "yes")] * 5 + [("no", "no")] * 4)
    assert (found.estimate, found.interval) == (1, None)
    assert [told.code for told in found.cautions] == ["MS295"]
