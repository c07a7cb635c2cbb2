"""What the rules say about the sacroplasty evidence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.integrity.examination import Examination, examine
from metasacro.integrity.rules import quantiles
from metasacro.problems import Severity
from metasacro.records.folder import load


@pytest.fixture(scope="module")
def shipped() -> EvidenceBase:
    return load()


@pytest.fixture(scope="module")
def examined(shipped: EvidenceBase) -> Examination:
    return examine(shipped)


def test_no_caution_is_left_open(examined: Examination) -> None:
    """Each has been decided about in its record; a note remains."""
    assert [found for found in examined.open if found.severity is Severity.CAUTION] == []


def test_the_known_oddities_are_found(examined: Examination) -> None:
    """The ± of the age, percentages cut off, P of other denominators, a ± that is an SD, skewed scores."""
    found = {(each.trail.split(" · ")[0], each.code) for each in examined.findings}
    assert found == {
        ("gupta2014", "MS241"),
        ("kamel2009", "MS221"),
        ("klingler2013", "MS238"),
        ("kortman2013", "MS238"),
        ("madaelil2016", "MS221"),
        ("pereira2013", "MS221"),
        ("pereira2013", "MS238"),
        ("tian2020", "MS242"),
        ("tian2022", "MS252"),
    }


def test_many_questions_are_asked(examined: Examination) -> None:
    """A record that passes was asked something."""
    assert examined.questions > 250


def test_the_index_study_used_hazen(shipped: EvidenceBase, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its 18 medians with quartiles leave one definition, that of the software it names (MedCalc)."""
    study = shipped.studies["gupta2014"]
    assert list(quantiles.quantiles_have_a_definition(study)).count(None) == 26
    monkeypatch.setitem(quantiles.SOFTWARE, "medcalc", "weibull")
    (found,) = [answer for answer in quantiles.quantiles_have_a_definition(study) if answer is not None]
    assert found.code == "MS281"
    assert found.message.startswith("the quantiles fit `hazen`;")


def test_a_smaller_p_would_be_doubted() -> None:
    """P < .01 from 11 pairs is possible, and P = .0009 is not."""
    from metasacro.integrity.rank_tests import smallest_signed_rank_p

    assert smallest_signed_rank_p(11) < Fraction(1, 100)
    assert smallest_signed_rank_p(11) > Fraction(95, 100_000)
