"""The pooled answers as flat records: what the document holds, one a cohort and one an answer."""

from pathlib import Path

from metasacro.synthesis.document import pool_document
from metasacro.synthesis.rows import LeftOut
from metasacro.views.flat import COLUMNS, Record, flat_records
from tests.synthesis.shipped import analyses, evidence, panel
from tests.synthesis.small_folder import count, evidence_of


def records(study_set: str | None = None) -> list[Record]:
    return flat_records(pool_document(evidence(), analyses(study_set), panel(study_set)))


def test_every_record_fits_the_header() -> None:
    assert [name for record in records("all") for name in record if name not in COLUMNS] == []


def test_every_cohort_has_a_record_with_its_values() -> None:
    rows = [record for record in records() if record["row"] == "cohort"]
    documents = [
        study for outcome in pool_document(evidence(), analyses(), panel())["outcomes"] for study in outcome["studies"]
    ]
    assert [(row["study"], row["cohort"], row["n"], row["estimate"], row["variance"]) for row in rows] == [
        (study["id"], study["cohort"], study["n"], study["yi"], study["vi"]) for study in documents
    ]


def test_every_outcome_has_its_pooled_answer_and_its_prediction_if_there_is_one() -> None:
    for found in analyses():
        rows = {record["row"]: record for record in records() if record["outcome"] == found.outcome.id}
        assert found.pooled is not None
        assert rows["pooled"]["estimate"] == found.pooled.estimate
        assert ("pooled, prediction" in rows) == (found.pooled.prediction is not None)
        if found.pooled.prediction is not None:
            assert rows["pooled, prediction"]["lower"] == found.pooled.prediction.lower


def test_everything_left_out_has_a_record_with_its_reason() -> None:
    for found in analyses("all"):
        mine = [
            record for record in records("all") if record["outcome"] == found.outcome.id and record["row"] == "left out"
        ]
        assert [(record["label"], record["note"]) for record in mine] == [
            (entry.label, f"{entry.reason.code}: {entry.reason.message}") for entry in found.left_out
        ]


def test_an_outcome_without_any_event_has_its_exact_bound(tmp_path: Path) -> None:
    from metasacro import pool

    base = evidence_of(tmp_path, {"smith": count(0), "jones": count(0)})
    answer = [
        record for record in flat_records(pool_document(base, (pool(base, "harm"),), None)) if record["row"] == "pooled"
    ]
    assert [(record["estimate"], record["proportion_lower"]) for record in answer] == [(None, 0.0)]
    assert 0.08 < answer[0]["proportion_upper"] < 0.09


def test_the_reanalysis_has_a_record_a_scale_and_cohort_and_one_a_count() -> None:
    mine = [record for record in records() if record["row"] == "reanalysis"]
    assert len([record for record in mine if record["measure"] == "MC"]) == 9
    assert [record["estimate"] for record in mine[:9]] == [
        None if isinstance(scale.row, LeftOut) else scale.row.change for scale in panel().scales
    ]
    assert [(record["events"], record["n"]) for record in mine[9:]] == [(42, 45), (14, 45), (0, 53)]
    assert mine[0]["note"].startswith("before: mean 8.758")


def test_each_correlation_tried_has_a_record() -> None:
    mine = [record["estimate"] for record in records() if record["row"].startswith("pooled if the correlation")]
    assert mine == [point.estimate for point in analyses()[0].grid]
