"""Which prediction interval and which interval of a rate a pool shows by default."""

from dataclasses import replace
from pathlib import Path

import pytest

from metasacro.evidence.protocol import PREDICTION
from metasacro.pooling.binomial_normal import binomial_normal
from metasacro.pooling.prediction_interval import prediction_interval
from metasacro.pooling.random_effects import random_effects
from metasacro.records.file_text import FileText
from metasacro.records.protocol_text import read_protocol
from metasacro.synthesis.document import outcome_document
from metasacro.synthesis.pools import ENOUGH, pool_rows
from metasacro.synthesis.rows import CountRow
from metasacro.synthesis.run import pool
from tests.synthesis.shipped import analysis, evidence

STUDIES = Path(__file__).resolve().parents[2] / "studies"


def test_scores_are_predicted_by_the_protocols_convention() -> None:
    """The shipped protocol names NNF, and the answer is that of the kernel."""
    found = analysis("pain")
    pooled = found.pooled
    assert pooled is not None
    assert pooled.prediction is not None
    plain = random_effects(found.effects.yi, found.effects.vi)
    asked = prediction_interval(plain, "NNF")
    assert (pooled.prediction.lower, pooled.prediction.upper) == (asked.lower, asked.upper)
    assert (pooled.prediction_method, pooled.prediction_df) == ("NNF", 5)
    document = outcome_document(found)
    assert (document["prediction_method"], document["prediction_df"]) == ("NNF", 5)


def test_metafors_interval_can_still_be_had() -> None:
    found = pool(evidence(), "pain", prediction="metafor")
    plain = random_effects(found.effects.yi, found.effects.vi)
    assert found.pooled is not None
    assert found.pooled.prediction == plain.prediction
    assert found.pooled.prediction_method == "metafor"


def test_a_convention_of_another_estimator_predicts_nothing() -> None:
    """MS409: Kenward–Roger errors belong to REML."""
    found = pool(evidence(), "pain", prediction="KR", method="DL")
    assert found.pooled is not None
    assert found.pooled.prediction is None
    assert "MS409" in [told.code for told in found.cautions]
    assert outcome_document(found)["prediction_method"] is None


def test_a_protocol_without_a_convention_gets_the_default_with_its_reason() -> None:
    text = (STUDIES / "protocol.yaml").read_text(encoding="utf-8")
    start, end = text.index("  prediction:\n"), text.index("study_sets:")
    without = f"{text[:start]}\n{text[end:]}"
    protocol, problems = read_protocol(FileText(file="protocol.yaml", text=without, digest=""))
    assert problems == []
    assert protocol is not None
    assert protocol.prediction == PREDICTION
    _, problems = read_protocol(
        FileText(file="protocol.yaml", text=text.replace("method: NNF", "method: NFN"), digest="")
    )
    assert [found.code for found in problems] == ["MS138"]


@pytest.mark.parametrize(("outcome", "test"), [("major_complication", "adhoc"), ("major_complication", "z")])
def test_a_rate_of_few_cohorts_keeps_the_interval_of_the_test(outcome: str, test: str) -> None:
    pooled = pool(evidence(), outcome, test=test).pooled
    assert pooled is not None
    assert pooled.k < ENOUGH
    assert pooled.interval_method == "test"


def test_a_rate_of_six_cohorts_has_the_interval_of_the_profile() -> None:
    """The rows of a pool twice, so that there are enough."""
    found = analysis("response")
    rows = [row for row in (*found.rows, *found.rows) if isinstance(row, CountRow)]
    assert len(rows) == ENOUGH
    pooled = pool_rows(rows, found.settings)
    events, people = [row.events for row in rows], [row.n for row in rows]
    assert pooled.interval == binomial_normal(events, people, interval="profile").interval
    assert pool_rows(rows, replace(found.settings, test="z")).interval_method == "test"


def test_a_rate_is_not_predicted_from_counts_that_say_nothing() -> None:
    """Three complications in four cohorts (MS408): JSON says null."""
    found = analysis("major_complication")
    assert "MS408" in [told.code for told in found.cautions]
    document = outcome_document(found)
    assert document["prediction"] is document["prediction_df"] is document["prediction_method"] is None
    assert document["proportion"]["prediction"] is None
