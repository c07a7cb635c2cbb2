"""What the report says in words is true of what was computed, also where little or nothing was."""

from __future__ import annotations

from pathlib import Path

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.synthesis.review import review
from metasacro.synthesis.settings import Overrides
from metasacro.views.report.assembly import report
from metasacro.views.report.parts import Listing, Paragraph, Report
from tests.synthesis.shipped import evidence
from tests.synthesis.small_folder import HARM, PAIN, count, evidence_of, scores

SCORES = {
    "one": scores("mean: 8, sd: 2", "mean: 4, sd: 2"),
    "two": scores("mean: 8, sd: 2", "mean: 5, sd: 1"),
    "three": scores("mean: 9, sd: 1", "mean: 3, sd: 2"),
}


def made(base: EvidenceBase, **asked: object) -> Report:
    overrides = Overrides(**asked)  # type: ignore[arg-type] # passed on by name
    return report(review(base, overrides), overrides, {})


def words(of: Report, section: str) -> str:
    """The paragraphs of a section."""
    (found,) = [each for each in of.walk() if each.id == section]
    flow = [block for block in found.blocks if isinstance(block, Paragraph)]
    return " ".join("".join(phrase.text for phrase in block.phrases) for block in flow)


def lead(of: Report) -> str:
    (listing,) = of.lead
    assert isinstance(listing, Listing)
    return "\n".join("".join(phrase.text for phrase in item.phrases) for item in listing.items)


def test_the_methods_name_each_kind_of_interval_that_was_used() -> None:
    told = words(made(evidence()), "methods")
    assert "with the Q-profile interval of τ²" in told
    assert "by t on k − 1 df, with the profile-likelihood interval of τ²" in told
    assert "prediction intervals mix" not in told  # none of the four outcomes has one
    assert "some without a stated time entered too" in told


def test_from_six_cohorts_on_the_profile_likelihood_is_named(tmp_path: Path) -> None:
    many = {f"s{at}": count(at % 4) for at in range(8)}
    told = words(made(evidence_of(tmp_path, many, outcomes=HARM)), "methods")
    assert "Intervals of pooled rates are by the profile likelihood, with" in told
    assert "prediction intervals mix a confidence distribution of τ² over the pooled rate" in told


def test_patients_who_may_count_twice_are_not_said_to_count_once() -> None:
    told = words(made(evidence()), "methods")
    assert "Cement leaks: may share patients, yet all are pooled: Andresen 2017 and Prokop 2016 (MS461)" in told


def test_a_common_effect_has_no_interval_of_tau2(tmp_path: Path) -> None:
    told = words(made(evidence_of(tmp_path, SCORES, outcomes=PAIN), method="EE"), "methods")
    assert "pooled by a common-effect model" in told
    assert "τ²" not in told
    assert "a new series" not in told


def test_a_weighted_estimator_has_its_own_interval_of_tau2(tmp_path: Path) -> None:
    told = words(made(evidence_of(tmp_path, SCORES, outcomes=PAIN), method="GENQ"), "methods")
    assert "with the generalized-Q interval of τ²" in told


def test_counts_alone_say_nothing_of_follow_ups(tmp_path: Path) -> None:
    told = words(made(evidence_of(tmp_path, {"one": count(1), "two": count(3)})), "methods")
    assert "Mean changes" not in told
    assert "follow-ups" not in told
    assert told.startswith("Rates were pooled by a binomial–normal model")


def test_without_any_event_no_model_is_claimed(tmp_path: Path) -> None:
    base = evidence_of(tmp_path, {"one": count(0), "two": count(0)}, outcomes=HARM)
    found = made(base)
    assert "Rates were pooled" not in words(found, "methods")
    assert "no model is fitted" in words(found, "methods")
    assert lead(found) == "Harm: 0 of 40 patients (0 to 88 per 1,000), 2 studies, 40 patients; certainty not judged"


def test_where_nothing_is_pooled_the_methods_say_so(tmp_path: Path) -> None:
    told = words(made(evidence_of(tmp_path, {"one": count(1)}, outcomes=PAIN)), "methods")
    assert told.startswith("Nothing could be pooled. Computed by MetaSacro")


def test_one_of_something_has_no_s(tmp_path: Path) -> None:
    found = made(evidence_of(tmp_path, {"one": SCORES["one"]}, outcomes=PAIN))
    assert "1 study, 20 patients" in lead(found)
    assert "0 of 1 record." in words(found, "bias")
    assert "From 1 record of" in words(found, "manifest")


def test_a_prediction_is_no_promise() -> None:
    told = words(made(evidence()), "outcome-pain")
    assert "The mean reduction of a new series is predicted between −0.7 and 11.2, at 95 %." in told
