"""The evidence that comes with the program reads without a problem and says what the papers say."""

from __future__ import annotations

import pytest

import metasacro
from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.summary import MedianSummary

#: The series that the index study cites, with the index study itself.
MAIN = {"gupta2014", "kortman2013", "pereira2013", "dougherty2014", "kamel2009", "trouvin2012"}


@pytest.fixture(scope="module")
def evidence() -> EvidenceBase:
    return metasacro.load()


def test_it_has_no_problem(evidence: EvidenceBase) -> None:
    """Neither error nor caution nor note."""
    assert evidence.problems == ()


def test_every_record_cites_a_paper(evidence: EvidenceBase) -> None:
    """And the bibliography holds the 19 references of the index study."""
    assert {study.citation for study in evidence.studies.values()} <= set(evidence.references)
    assert len(evidence.references) >= 19


def test_the_main_set_is_the_index_study_and_what_it_cites(evidence: EvidenceBase) -> None:
    """Every other record stands in the extended set, and none in both."""
    assert set(evidence.protocol.studies("main")) == MAIN
    assert sorted(evidence.protocol.studies("all")) == sorted(evidence.studies)


def test_every_file_read_has_a_digest(evidence: EvidenceBase) -> None:
    """Records, protocol and bibliography."""
    assert len(evidence.digests) == len(evidence.studies) + 2
    assert {len(digest) for digest in evidence.digests.values()} == {64}


@pytest.mark.parametrize(("name", "n"), [("gupta2014", 53), ("kortman2013", 243)])
def test_a_cohort_has_the_size_that_its_paper_prints(name: str, n: int, evidence: EvidenceBase) -> None:
    """The whole, not the parts."""
    whole = evidence.studies[name].cohort("all")
    assert whole.n is not None
    assert whole.n.value == n


def test_parts_know_their_whole(evidence: EvidenceBase) -> None:
    """Nobody is counted twice, because each part leads to the cohort that contains it."""
    study = evidence.studies["kortman2013"]
    parts = [cohort for cohort in study.cohorts if cohort.part_of == "all"]
    assert sum(cohort.n.value for cohort in parts if cohort.n) == 243
    assert study.wholes_of("fracture") == ("all",)


def test_printed_decimals_are_kept(evidence: EvidenceBase) -> None:
    """At least one median of the index study is printed with a decimal that a float would lose."""
    texts = [
        result.baseline.median.text
        for result in evidence.studies["gupta2014"].results
        if isinstance(result.baseline, MedianSummary)
    ]
    assert [text for text in texts if text.endswith(".0")] != []


def test_every_pooled_value_says_where_it_stands(evidence: EvidenceBase) -> None:
    """And how it was seen."""
    sources = [result.source for study in evidence.studies.values() for result in study.results]
    assert [source for source in sources if not source.seen or source.location is None] == []


def test_only_the_full_text_is_appraised(evidence: EvidenceBase) -> None:
    """Every item of the JBI checklist, each with a reason and a place; an abstract says too little to appraise."""
    (appraisal,) = evidence.studies["gupta2014"].risk_of_bias
    assert [item.item for item in appraisal.items] == [item.number for item in appraisal.tool.items]
    assert [item.item for item in appraisal.items if not (item.reason and item.source.where)] == []
    appraised = [study for study in evidence.studies.values() if study.risk_of_bias]
    assert {study.seen for study in appraised} == {"full text"}


def test_certainty_is_proposed_for_every_outcome(evidence: EvidenceBase) -> None:
    """And says that it is a proposal."""
    judged = [outcome.certainty for outcome in evidence.protocol.outcomes]
    assert [certainty.level for certainty in judged if certainty] == ["very low"] * 4
    assert all("proposal" in certainty.by[0] for certainty in judged if certainty)


def test_the_flow_ends_in_the_records(evidence: EvidenceBase) -> None:
    """One report a study; nothing that was not counted is called 0."""
    flow = evidence.protocol.flow
    assert flow is not None
    assert flow.studies is not None
    assert int(flow.studies.value) == len(evidence.studies)
    assert flow.databases is None
    assert flow.others is not None
    assert flow.others.websites is None
