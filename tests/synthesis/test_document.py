"""What `metasacro pool --format json` holds: names that others rely on, and the values of the analysis unrounded."""

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from metasacro.numerics.interval import Interval
from metasacro.synthesis.document import pool_document
from tests.synthesis.shipped import analyses, evidence, panel
from tests.synthesis.small_folder import count, pooled

#: The published shape, key by key: a type, or None where null is allowed beside it.
OUTCOME = {
    "id": str,
    "measure": str,
    "direction": str,
    "k": int,
    "n": int,
    "method": str,
    "test": str,
    "level": float,
    "estimate": float,
    "se": float,
    "interval": list,
    "p_value": float,
    "prediction": (list, type(None)),
    "prediction_df": (float, type(None)),
    "tau2": float,
    "tau2_interval": list,
    "i2": (float, type(None)),
    "i2_definition": (str, type(None)),
    "q": float,
    "q_df": float,
    "q_p": float,
    "studies": list,
    "cautions": list,
}
STUDY = {
    "id": str,
    "cohort": str,
    "n": int,
    "yi": (float, type(None)),
    "vi": (float, type(None)),
    "interval": list,
    "weight": float,
    "conversion": (str, type(None)),
    "source": dict,
}


def document(study_set: str | None = None) -> dict[str, Any]:
    return pool_document(evidence(), analyses(study_set), panel(study_set))


def outcomes(study_set: str | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = document(study_set)["outcomes"]
    return found


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every plain value with its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from leaves(inner, f"{path}[{position}]")
    else:
        yield path, value


def test_the_document_has_three_parts() -> None:
    assert list(document()) == ["outcomes", "reanalysis", "manifest"]


@pytest.mark.parametrize("study_set", [None, "all"])
def test_an_outcome_has_every_published_name_with_its_type(study_set: str | None) -> None:
    for outcome in outcomes(study_set):
        assert {key for key, kind in OUTCOME.items() if not isinstance(outcome[key], kind)} == set(), outcome["id"]


@pytest.mark.parametrize("study_set", [None, "all"])
def test_a_study_has_every_published_name_with_its_type(study_set: str | None) -> None:
    for outcome in outcomes(study_set):
        for study in outcome["studies"]:
            assert {key for key, kind in STUDY.items() if not isinstance(study[key], kind)} == set(), study["label"]
            assert study["source"]["file"].startswith("studies/")
            assert study["source"]["line"] >= 1


@pytest.mark.parametrize("study_set", [None, "all"])
def test_only_plain_values_leave_the_shell(study_set: str | None) -> None:
    """numpy's numbers would print, and would not be JSON."""
    odd = [
        path for path, value in leaves(document(study_set)) if type(value) not in (str, int, float, bool, type(None))
    ]
    assert odd == []


@pytest.mark.parametrize("study_set", [None, "all"])
def test_every_number_is_finite(study_set: str | None) -> None:
    assert [
        path for path, value in leaves(document(study_set)) if isinstance(value, float) and not math.isfinite(value)
    ] == []


def test_numbers_are_those_of_the_analysis_unrounded() -> None:
    for outcome, found in zip(outcomes(), analyses(), strict=True):
        pooled = found.pooled
        assert pooled is not None
        for key in ("estimate", "se", "p_value", "prediction_df", "tau2", "i2", "q", "q_df", "q_p"):
            assert outcome[key] == getattr(pooled, key), key
        for key in ("interval", "prediction", "tau2_interval"):
            pair: Interval | None = getattr(pooled, key)
            assert outcome[key] == (None if pair is None else [pair.lower, pair.upper]), key


def test_a_source_points_at_the_line_of_the_value() -> None:
    folder = Path(__file__).parents[2]
    for outcome in outcomes("all"):
        for study in outcome["studies"]:
            line = (
                (folder / study["source"]["file"]).read_text(encoding="utf-8").splitlines()[study["source"]["line"] - 1]
            )
            assert any(word in line for word in ("time:", "- outcome:", "events:")), (study["label"], line)


def test_weights_add_up_to_one() -> None:
    for outcome in outcomes("all"):
        assert sum(study["weight"] for study in outcome["studies"]) == pytest.approx(1, rel=1e-12)


def test_log_odds_of_a_cohort_without_events_do_not_exist() -> None:
    """No half is added to make them."""
    found = next(outcome for outcome in outcomes() if outcome["id"] == "major_complication")
    assert [(study["events"], study["yi"] is None, study["vi"] is None) for study in found["studies"]] == [
        (0, True, True),
        (1, False, False),
        (2, False, False),
        (0, True, True),
    ]


def test_a_printed_and_a_counted_number_stand_beside_each_other() -> None:
    found = next(outcome for outcome in outcomes() if outcome["id"] == "major_complication")
    row = next(study for study in found["studies"] if study["id"] == "kortman2013")
    assert (row["printed_events"], row["events"]) == (0, 1)
    assert "needed surgical decompression" in row["counted_reason"]


@pytest.mark.parametrize("events", [0, "not reported"])
def test_an_outcome_without_an_estimate_has_the_same_names(tmp_path: Path, events: int | str) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(events), "jones": count(events)}).to_json()
    assert [key for key in OUTCOME if key not in found] == []
    assert found["estimate"] is None


def test_an_outcome_without_any_event_has_its_exact_interval(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(0), "jones": count(0)}).to_json()
    assert found["proportion"]["exact"] == pytest.approx([0, 1 - 0.025 ** (1 / 40)], rel=1e-10)


def test_the_reanalysis_holds_scales_counts_and_pools() -> None:
    found = document()["reanalysis"]
    assert found["study"] == "gupta2014"
    assert found["n"] == 53
    assert len(found["scales"]) == 9
    assert [(row["events"], row["n"]) for row in found["counts"]] == [(42, 45), (14, 45), (0, 53)]
    assert [entry["id"] for entry in found["pooled"]] == ["pain", "major_complication", "response"]


def test_the_manifest_names_version_inputs_protocol_and_packages() -> None:
    from hashlib import sha256

    found = document()["manifest"]
    assert list(found) == ["version", "inputs", "protocol", "packages"]
    folder = Path(__file__).parents[2]
    assert found["inputs"] == {name: sha256((folder / name).read_bytes()).hexdigest() for name in found["inputs"]}
    assert len(found["inputs"]) == len(list((folder / "studies").glob("*.yaml"))) + 1


def test_the_document_can_be_read_back_to_the_written_digits() -> None:
    from metasacro.render.digits import settled
    from metasacro.render.json_text import json_text

    assert json.loads(json_text(document("all"))) == settled(document("all"))


@pytest.mark.parametrize("study_set", [None, "all"])
def test_every_answer_and_every_row_names_its_trace(study_set: str | None) -> None:
    for outcome, found in zip(outcomes(study_set), analyses(study_set), strict=True):
        traces = outcome["traces"]
        assert traces[outcome["trace"]]["what"] == found.trace().what
        for study, row in zip(outcome["studies"], found.rows, strict=True):
            assert traces[study["trace"]]["what"] == found.trace(row.entry.label).what
            assert study["trace"] in traces[outcome["trace"]]["parts"]


def test_every_branch_of_a_trace_ends_at_a_line_or_says_why_not() -> None:
    for outcome in outcomes("all"):
        for step in outcome["traces"].values():
            assert step["parts"] or step["sources"] or step["origin"]
            assert all(part in outcome["traces"] for part in step["parts"])


def test_a_choice_that_all_rows_share_is_given_once() -> None:
    found = next(outcome for outcome in outcomes() if outcome["id"] == "pain")
    (level,) = (step for step in found["traces"].values() if step["what"] == "coverage of intervals")
    assert level["sources"][0]["file"] == "studies/protocol.yaml"


def test_an_outcome_that_nothing_can_be_pooled_for_has_a_trace(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count("not reported"), "jones": count("not reported")}).to_json()
    assert found["traces"][found["trace"]]["how"] == "there is no row to pool"
