"""Where the print leaves a question open no rule answers it, and where it is asked by half the rest is still asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import indent

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.evidence.flow import Flow
from metasacro.integrity.examination import examine
from metasacro.integrity.measurements import measurements
from metasacro.integrity.rules.flow import flow_fits_the_folder
from metasacro.integrity.rules.samples import a_sample_exists
from tests.synthesis.small_folder import PAIN, count, evidence_of, record, scores

COHORTS = """\
- {cohort: all, n: 20, where: Table 1}
- {cohort: tumour, part_of: all, etiology: cancer, n: 8, where: Table 1}
- {cohort: brittle, part_of: all, etiology: noncancer, n: 12, where: Table 1}
"""
HALVES = "comparisons:\n  - {{outcome: {}, cohorts: [tumour, brittle], of: follow-up, p: {}, where: Table 3}}\n"

Evidence = Callable[[Path, str], EvidenceBase]


def asked(folder: Path, text: str) -> tuple[int, list[str]]:
    """How many questions a record is asked, and what is found."""
    examined = examine(evidence_of(folder, {"a": text}, outcomes=PAIN + HARMS))
    return examined.questions, [found.code for found in examined.findings]


HARMS = "  - {outcome: harm, label: Harm, measure: PLO, better: lower, cohorts: whole, reason: why not}\n"


def counts(tumour: str, brittle: str, p: str = ".01") -> str:
    text = "\n".join(
        f"- {{outcome: harm, cohort: {cohort}, {numbers}, unit: patients, where: Table 3}}"
        for cohort, numbers in (("tumour", tumour), ("brittle", brittle))
    )
    return record("a", text, COHORTS) + HALVES.format("harm", p)


def test_a_p_between_counts_is_asked_of_two_counts_only(tmp_path: Path) -> None:
    """With one count missing there is no table, so there is one question less, and no finding."""
    whole, found = asked(tmp_path / "whole", counts("events: 4, of: 8", "events: 4, of: 12"))
    assert found == ["MS252"]
    less, found = asked(tmp_path / "less", counts("events: not reported, of: 8", "events: 4, of: 12"))
    assert (less, found) == (whole - 1, [])


def test_a_percentage_of_nobody_knows_how_many_has_no_count(tmp_path: Path) -> None:
    cohorts = COHORTS.replace("n: 8", "n: not reported")
    text = counts("events: not reported, of: not reported, percent: 50", "events: 4, of: 12")
    assert "MS252" in asked(tmp_path / "known", text)[1]
    assert "MS252" not in asked(tmp_path / "unknown", text.replace(indent(COHORTS, "  "), indent(cohorts, "  ")))[1]


def test_treatment_dated_in_words_is_not_computed_with(tmp_path: Path) -> None:
    """2012 to 2010 is a finding; to winter 2010 is prose."""
    text = record("a", scores("mean: 7.2, sd: 1.9", "mean: 3.1, sd: 2.4"))
    dated = text.replace("cohorts:", "accrual: {from: 2012, to: 2010, where: Methods}\ncohorts:", 1)
    assert asked(tmp_path / "year", dated)[1] == ["MS260"]
    assert asked(tmp_path / "words", dated.replace("to: 2010", "to: winter 2010"))[1] == []


def test_a_protocol_without_a_flow_is_asked_nothing_about_it(tmp_path: Path) -> None:
    base = evidence_of(tmp_path, {"a": scores("mean: 8.2, sd: 1.9", "mean: 3.1, sd: 2.4")})
    assert base.protocol.flow is None
    assert list(flow_fits_the_folder(base)) == []


@pytest.mark.parametrize(
    ("without", "left"),
    [
        ({}, ["MS291"]),
        ({"databases": None, "reports": None}, []),
        ({"others": None, "reports": None}, ["MS291"]),
        ({"studies": None}, ["MS291"]),
        ({"databases": None, "others": None}, []),
    ],
)
def test_a_part_of_the_flow_that_was_not_counted_is_not_asked(
    without: dict[str, None], left: list[str], evidence: Evidence
) -> None:
    """The rest is: the box that does not follow from those before it stands in the arm of databases."""
    base = evidence(Path(__file__).resolve().parents[1] / "records" / "doubtful", "MS291")
    assert isinstance(base.protocol.flow, Flow)
    flow = replace(base.protocol.flow, **without)  # type: ignore[arg-type] # by name
    answers = list(flow_fits_the_folder(replace(base, protocol=replace(base.protocol, flow=flow))))
    assert [found.code for found in answers if found is not None] == left
    assert (len(answers) < len(list(flow_fits_the_folder(base)))) == bool(without)


def medians(cohort: str, n: int, before: str, after: str, time: str = "30 days") -> str:
    return (
        f"- {{outcome: pain, cohort: {cohort}, scale: 0-10, step: 1, where: Table 2, "
        f"baseline: {{n: {n}, {before}}}, follow_up: [{{time: {time}, n: {n}, {after}}}]}}"
    )


SAME = "median: 8, q1: 7, q3: 9"


def family(time: str = "30 days", tumour: str = SAME) -> str:
    """A whole and its two parts, whose medians are all the same unless said otherwise."""
    return record(
        "a",
        "\n".join(
            [
                medians("all", 20, SAME, "median: 3, q1: 1, q3: 5"),
                medians("tumour", 8, tumour, "median: 3, q1: 1, q3: 5", time),
                medians("brittle", 12, SAME, "median: 3, q1: 1, q3: 5"),
            ]
        ),
        COHORTS,
    )


def test_parts_measured_at_another_time_are_not_merged_into_the_whole(tmp_path: Path) -> None:
    """MS225 and MS283 are asked of the follow-up no more; of the baseline they still are."""
    together, found = asked(tmp_path / "together", family())
    assert found == []
    apart, found = asked(tmp_path / "apart", family("60 days"))
    assert (apart, found) == (together - 2, [])


def test_a_part_that_no_sample_has_is_told_once(tmp_path: Path) -> None:
    """Quartiles of eight values in whole steps are no thirds: MS280 says so, MS283 does not say it again."""
    together, _ = asked(tmp_path / "together", family())
    impossible, found = asked(tmp_path / "impossible", family(tumour="median: 8.3, q1: 7, q3: 9"))
    assert (impossible, found) == (together - 1, ["MS280"])


def test_a_centre_is_asked_only_where_the_parts_are_the_whole(tmp_path: Path) -> None:
    """A mean of 9 beside parts of 5: with seven of eight measured before, another may have had any score."""
    whole = scores("mean: 9.0, sd: 1.9", "mean: 3.1, sd: 2.4")
    parts = [
        scores("mean: 5.0, sd: 1.9", "mean: 3.1, sd: 2.4", cohort=cohort, n=n)
        for cohort, n in (("tumour", 8), ("brittle", 12))
    ]
    text = record("a", "\n".join([whole, *parts]), COHORTS)
    assert "MS225" in asked(tmp_path / "all", text)[1]
    assert "MS225" not in asked(tmp_path / "some", text.replace("baseline: {n: 8,", "baseline: {n: 7,"))[1]


@pytest.mark.parametrize(("p", "found"), [(".30", ["MS257"]), (">.03", [])])
def test_a_p_that_may_lie_on_either_side_called_no_part_unimproved(p: str, found: list[str], tmp_path: Path) -> None:
    halves = [
        scores("mean: 8.2, sd: 1.9", "mean: 7.1, sd: 2.4", cohort=cohort, n=n).replace(
            "time:", f"p: '{printed}', time:"
        )
        for cohort, n, printed in (("tumour", 8, ".04"), ("brittle", 12, p))
    ]
    assert [code for code in asked(tmp_path, record("a", "\n".join(halves), COHORTS))[1] if code == "MS257"] == found


def test_samples_too_many_to_count_are_asked_no_exact_question(tmp_path: Path) -> None:
    """Forty scores in whole points of a hundred: whether one sample has this mean and SD is not decided."""
    few = scores("mean: 5.02, sd: 2.03", "mean: 3.13, sd: 1.41", n=40).replace("0-10", "0-10, step: 1")
    many = scores("mean: 50.2, sd: 20.3", "mean: 31.3, sd: 14.1", n=40).replace("0-10", "0-100, step: 1")
    answers = {}
    for name, text in (("few", few), ("many", many)):
        whole = record("a", text, "- {cohort: all, n: 40, where: Table 1}")
        answers[name] = list(a_sample_exists(evidence_of(tmp_path / name, {"a": whole}).studies["a"]))
    assert answers == {"few": [None], "many": []}


def ages(young: str, band: str = "below: 70") -> str:
    """Ages with the counts of two bands of them."""
    entries = [
        "{name: age, cohort: all, n: 20, mean: 70.4, sd: 9.1, measured_in: years, scale: 18-105, where: Table 1}",
        f"{{name: young, cohort: all, band: {{of: age, {band}}}, {young}, unit: patients, where: Table 1}}",
        "{name: old, cohort: all, band: {of: age, from: 70}, events: 12, of: 20, unit: patients, where: Table 1}",
    ]
    text = record("a", scores("mean: 8.2, sd: 1.9", "mean: 3.1, sd: 2.4"))
    return text.replace("results:", "characteristics:\n" + "".join(f"  - {one}\n" for one in entries) + "results:", 1)


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        (ages("events: 8, of: 20"), [(18.0, 70.0, 8), (70.0, 105.0, 12)]),
        (ages("events: not reported, of: 20, percent: 40"), []),
        (ages("events: 8, of: 20").replace("scale: 18-105, ", ""), []),
        (ages("events: 8, of: 20", "below: 15"), []),
    ],
)
def test_bands_need_every_count_and_both_ends(text: str, bands: list[tuple[float, float, int]], tmp_path: Path) -> None:
    """Without one of them the values may lie anywhere, and the SD is held against the whole scale."""
    study = evidence_of(tmp_path, {"a": text}).studies["a"]
    (measured,) = (one for one in measurements(study) if one.entry in study.characteristics)
    assert [(band.lower, band.upper, band.count) for band in measured.divided] == bands


def test_a_count_of_a_harm_alone_is_asked_about_itself(tmp_path: Path) -> None:
    """Nothing that needs two numbers."""
    assert asked(tmp_path, record("a", count(3)))[1] == []
