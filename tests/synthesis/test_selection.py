"""Which cohorts enter a pool, so that no patient enters twice."""

from pathlib import Path

import pytest

from tests.synthesis.shipped import analyses, analysis
from tests.synthesis.small_folder import HARM, PAIN, count, labels, pooled, reasons, record, scores

NESTED = """\
- {cohort: all, n: 30, where: Table 1}
- {cohort: young, part_of: all, n: 18, where: Table 1}
- {cohort: old, part_of: all, n: 12, where: Table 1}
"""
PRINTED = ("mean: 8, sd: 2", "mean: 4, sd: 2")
ALL, YOUNG, OLD = (scores(*PRINTED, cohort=name, n=n) for name, n in (("all", 30), ("young", 18), ("old", 12)))
PARTS = PAIN.replace("cohorts: whole", "cohorts: parts")


def cohorts_in(folder: Path, results: str, outcomes: str = PAIN) -> list[str]:
    found = pooled(folder, "pain", {"smith": record("smith", results, NESTED)}, outcomes=outcomes + HARM)
    return [row.entry.cohort.id for row in found.rows]


def test_a_part_is_counted_in_its_whole(tmp_path: Path) -> None:
    assert cohorts_in(tmp_path, f"{ALL}\n{YOUNG}\n{OLD}") == ["all"]


def test_parts_enter_where_their_whole_has_no_result(tmp_path: Path) -> None:
    assert cohorts_in(tmp_path, f"{YOUNG}\n{OLD}") == ["young", "old"]


def test_parts_enter_where_their_whole_has_no_usable_result(tmp_path: Path) -> None:
    unusable = ALL.replace("sd: 2", "sd: not reported")
    assert cohorts_in(tmp_path, f"{unusable}\n{YOUNG}\n{OLD}") == ["young", "old"]


def test_a_part_that_cannot_be_used_is_listed_beside_the_part_that_can(tmp_path: Path) -> None:
    unusable = OLD.replace("sd: 2", "sd: not reported")
    found = pooled(tmp_path, "pain", {"smith": record("smith", f"{YOUNG}\n{unusable}", NESTED)})
    assert labels(found) == ["Smith · young"]
    assert reasons(found) == {"Smith · old": "MS437"}


def test_parts_replace_their_whole_where_the_protocol_asks_for_them(tmp_path: Path) -> None:
    assert cohorts_in(tmp_path, f"{ALL}\n{YOUNG}\n{OLD}", PARTS) == ["young", "old"]


def test_parts_that_do_not_add_up_to_their_whole_do_not_replace_it(tmp_path: Path) -> None:
    assert cohorts_in(tmp_path, f"{ALL}\n{YOUNG}", PARTS) == ["all"]


def test_parts_of_which_one_is_unusable_do_not_replace_their_whole(tmp_path: Path) -> None:
    unusable = OLD.replace("sd: 2", "sd: not reported")
    assert cohorts_in(tmp_path, f"{ALL}\n{YOUNG}\n{unusable}", PARTS) == ["all"]


@pytest.mark.parametrize("study_set", [None, "all"])
def test_no_shipped_pool_holds_a_cohort_and_its_part(study_set: str | None) -> None:
    for found in analyses(study_set):
        for row in found.rows:
            mine = {other.entry.cohort.id for other in found.rows if other.entry.study is row.entry.study}
            assert set() == mine.intersection(row.entry.study.wholes_of(row.entry.cohort.id)), row.entry.label


@pytest.mark.parametrize("study_set", [None, "all"])
def test_no_shipped_pool_holds_more_patients_of_a_record_than_it_treated(study_set: str | None) -> None:
    for found in analyses(study_set):
        for study in {row.entry.study.id: row.entry.study for row in found.rows}.values():
            treated = [cohort.n.value for cohort in study.cohorts if cohort.part_of is None and cohort.n]
            pooled_here = sum(row.n for row in found.rows if row.entry.study is study)
            assert pooled_here <= sum(treated), study.id


def test_overlapping_parts_never_enter_together(tmp_path: Path) -> None:
    """18 and 20 of 30 patients share 8 at least, so only the larger group is pooled."""
    cohorts = NESTED.replace("cohort: old, part_of: all, n: 12", "cohort: old, part_of: all, n: 20")
    results = f"{YOUNG}\n{scores(*PRINTED, cohort='old', n=20)}"
    found = pooled(tmp_path, "pain", {"smith": record("smith", results, cohorts)})
    assert [row.entry.cohort.id for row in found.rows] == ["old"]
    assert reasons(found) == {"Smith · young": "MS432"}


def test_the_first_preferred_measure_enters_and_the_others_are_listed(tmp_path: Path) -> None:
    at_rest, in_motion = scores(*PRINTED, more="measure: rest, "), scores(*PRINTED, more="measure: motion, ")
    found = pooled(tmp_path, "pain", {"smith": f"{in_motion}\n{at_rest}"})
    assert labels(found) == ["Smith · rest"]
    assert reasons(found) == {"Smith · motion": "MS432"}


def test_a_record_without_a_preferred_measure_stays_out(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED, more="measure: motion, ")})
    assert labels(found) == []


def test_the_overlap_decision_keeps_one_of_two_records(tmp_path: Path) -> None:
    decision = "overlaps:\n  - {outcome: pain, keep: smith, leave_out: [jones], reason: the same centre}\n"
    records = {"smith": f"{scores(*PRINTED)}\n{count(1)}", "jones": f"{scores(*PRINTED)}\n{count(2)}"}
    found = pooled(tmp_path, "pain", records, more=decision)
    assert labels(found) == ["Smith"]
    assert reasons(found) == {"Jones": "MS435"}
    assert labels(pooled(tmp_path, "harm", records, more=decision)) == ["Smith", "Jones"]


def test_a_record_without_the_outcome_is_listed_as_silent_and_not_as_zero(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(1), "jones": scores(*PRINTED)})
    assert labels(found) == ["Smith"]
    assert reasons(found) == {"Jones": "MS433"}


def test_rows_stand_in_the_order_of_the_protocol() -> None:
    protocol_order = ["gupta2014", "kortman2013", "kortman2013", "pereira2013", "dougherty2014", "kamel2009"]
    assert protocol_order == [row.entry.study.id for row in analysis("pain").rows]


def test_the_seed_and_the_series_that_it_cites_are_the_main_set() -> None:
    assert [row.entry.cohort.id for row in analysis("pain").rows] == [
        "scored",
        "fracture",
        "lesion",
        "all",
        "rest",
        "all",
    ]
    assert [row.n for row in analysis("pain").rows] == [27, 204, 39, 58, 29, 19]
