"""Which cohorts entered and left, and why."""

from pathlib import Path

from tests.synthesis.change.two_states import RECORDS, compared, moved
from tests.synthesis.small_folder import count, record, scores


def reasons(cohorts: object) -> list[tuple[str, str, str]]:
    return [(cohort.label, cohort.reason, cohort.code) for cohort in cohorts]  # type: ignore[attr-defined] # a tuple


def test_a_cohort_enters_with_the_reason_why_it_was_out(tmp_path: Path) -> None:
    """A new record; a record of the other set; a score without a spread that now has one."""
    late = scores("mean: 8, sd: 2", "mean: 4, sd: 2", time="200 days")
    old = RECORDS | {"fir": late}
    new = RECORDS | {"fir": scores("mean: 8, sd: 2", "mean: 4, sd: 2"), "larch": late.replace("200", "40")}
    found = moved(compared(tmp_path, old, new))
    assert reasons(found.left) == []
    entered = dict(entry[:2] for entry in reasons(found.entered))
    assert entered["Larch"] == "there is no such record"
    assert entered["Fir"] == "no follow-up between 1 day and 100 days"
    assert [code for label, _, code in reasons(found.entered) if label == "Fir"] != [""]


def test_a_cohort_leaves_with_the_reason_why_it_is_out(tmp_path: Path) -> None:
    new = {name: text for name, text in RECORDS.items() if name != "elm"} | {"ash": count(2)}
    found = moved(compared(tmp_path, RECORDS, new, {"index": "birch", "extended": ("cedar",)}))
    left = {label: reason for label, reason, _ in reasons(found.left)}
    assert left["Elm"] == "there is no such record"
    assert left["Cedar"] == "the study set `main` does not list it there"
    assert "Ash" in left


def test_a_renamed_record_that_changes_its_set_is_told_by_the_set(tmp_path: Path) -> None:
    """Its old name is what the old protocol lists."""
    old = RECORDS | {"fir": record("fir", RECORDS["ash"])}
    new = RECORDS | {"larch": record("fir", RECORDS["ash"]).replace("fir", "larch").replace("Fir", "Larch")}
    found = moved(compared(tmp_path, old, new, {"extended": ("larch",)}))
    assert reasons(found.left) == [("Fir", "the study set `main` does not list it there", "")]
    back = moved(compared(tmp_path / "back", new, old, {"extended": ("fir",)}))
    assert [label for label, _, _ in reasons(back.left)] == ["Larch"]


def test_an_outcome_that_did_not_move_says_so(tmp_path: Path) -> None:
    comparison = compared(tmp_path, RECORDS, RECORDS | {"cedar": RECORDS["cedar"].replace("4.6", "4.7")})
    assert (moved(comparison, "pain").moved, moved(comparison, "harm").moved) == (True, False)
