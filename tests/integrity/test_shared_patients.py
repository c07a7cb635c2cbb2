"""Signs that two records share patients."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metasacro.evidence.evidence_base import Reference
from metasacro.evidence.study import Study
from metasacro.integrity.shared_patients import same_centre, shared_patients
from metasacro.records.folder import load


@pytest.fixture(scope="module")
def study() -> Study:
    return replace(load().studies["gupta2014"], accrual=None, centre="", registration="")


def cited(author: str, doi: str = "") -> Reference:
    return Reference(key="x", fields={"author": author, "doi": doi})


ONE = cited("Gupta, A. C. and Hirsch, J. A. and Yoo, A. J.")


def test_one_author_alone_is_no_sign(study: Study) -> None:
    """Namesakes exist."""
    assert not shared_patients(study, study, ONE, cited("Hirsch, J. A. and Barr, J. D.")).suspected


def test_three_authors_are(study: Study) -> None:
    """A group that publishes together treats together."""
    signs = shared_patients(study, study, ONE, cited("Hirsch, Joshua and Gupta, Anil and Yoo, A. and Barr, J. D."))
    assert signs.suspected
    assert signs.authors == ("gupta a", "hirsch j", "yoo a")
    assert signs.told() == "authors in common (gupta a, hirsch j, yoo a), dates of treatment not known"


def test_a_centre_with_an_author_is(study: Study) -> None:
    """Even when one name of the centre says more."""
    first, second = replace(study, centre="Mayo Clinic"), replace(study, centre="Mayo Clinic, Rochester")
    assert shared_patients(first, second, ONE, cited("Yoo, A. J.")).suspected
    assert not shared_patients(first, second, ONE, cited("Yu, B.")).suspected


def test_dates_that_do_not_overlap_rule_it_out(study: Study) -> None:
    """Patients treated in 2010 are not those of 2012."""
    first = replace(study, centre="Mayo Clinic", accrual=("2009", "2010-12"))
    second = replace(study, centre="Mayo Clinic", accrual=("2011-01", "2012"))
    assert not shared_patients(first, second, ONE, ONE).suspected
    assert shared_patients(first, replace(second, accrual=("2010-12", "2012")), None, None).suspected


def test_the_same_doi_is_always_a_sign(study: Study) -> None:
    """Upper and lower case alike."""
    signs = shared_patients(study, study, cited("A, B.", "10.1/X"), cited("C, D.", "10.1/x"))
    assert signs.suspected
    assert signs.same_paper == "the same DOI, 10.1/x"


def test_words_that_every_hospital_has_tell_nothing() -> None:
    """Two general hospitals are not one."""
    assert not same_centre("General Hospital", "University Hospital")
    assert not same_centre("Massachusetts General Hospital, Boston", "Boston University Medical Center")


def test_dates_in_words_are_not_compared(study: Study) -> None:
    """Winter 2004 has no first day: the same centre stays a sign, and the dates are said to be unknown."""
    first = replace(study, centre="Mayo Clinic", accrual=("winter 2004", "2006"))
    second = replace(study, centre="Mayo Clinic", accrual=("2011", "2012"))
    signs = shared_patients(first, second, ONE, ONE)
    assert signs.dates is None
    assert signs.suspected
    assert signs.told().endswith("dates of treatment not known")
