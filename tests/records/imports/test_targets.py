"""Where a column goes, in words, and why some words name no place."""

from __future__ import annotations

import pytest

from metasacro.records.imports.targets import LONG, WIDE, Target, target_of


@pytest.mark.parametrize(
    ("text", "shape", "place", "field"),
    [
        ("label", WIDE, "record", "label"),
        ("study", WIDE, "key", "study"),
        ("time", WIDE, "summary", "time"),
        ("time", LONG, "key", "time"),
        ("n", WIDE, "cohort", "n"),
        ("n", LONG, "summary", "n"),
        ("etiology", LONG, "cohort", "etiology"),
        ("scale", WIDE, "result", "scale"),
        ("mean", LONG, "summary", "mean"),
        ("mean_before", WIDE, "summary", "mean"),
        ("baseline.mean", LONG, "summary", "mean"),
        ("pain.scale", WIDE, "result", "scale"),
        ("cohort.n", WIDE, "cohort", "n"),
        ("characteristics.age.mean", WIDE, "characteristic", "mean"),
        ("risk_of_bias.jbi.by", WIDE, "appraisal", "by"),
        ("risk_of_bias.jbi.4.answer", WIDE, "appraisal", "answer"),
        ("unmapped", WIDE, "unmapped", ""),
    ],
)
def test_a_path_names_one_place(text: str, shape: str, place: str, field: str) -> None:
    found = target_of(text, shape)
    assert isinstance(found, Target)
    assert (found.place, found.field) == (place, field)


@pytest.mark.parametrize(
    ("text", "shape", "reason"),
    [
        ("mean", WIDE, "a record has no field `mean` that a cell can fill"),
        ("meen", LONG, "a record has no field `meen` that a cell can fill"),
        ("cohort.mean", WIDE, "a cohort has no field `mean` that a cell can fill"),
        ("characteristics.age", WIDE, "a characteristic needs its name: `characteristics.age.mean`"),
        ("Pain.scale", WIDE, "`Pain` is not the name of an outcome"),
        ("pain.follow_up.soon.mean", WIDE, "`soon` is not a time such as `1 month`"),
        ("pain.baseline.1 month.mean", WIDE, "scores before have no time"),
        ("risk_of_bias.jbi.99.answer", WIDE, "`jbi` has no item `99`"),
        ("risk_of_bias.jbi.first.answer", WIDE, "`jbi` has no item `first`"),
        ("risk_of_bias.jbi.4.verdict", WIDE, "an item has no field `verdict` that a cell can fill"),
    ],
)
def test_what_names_no_place_is_told_why(text: str, shape: str, reason: str) -> None:
    assert target_of(text, shape) == reason


def test_a_tool_that_is_not_known_is_told_with_those_that_are() -> None:
    found = target_of("risk_of_bias.own.1.answer", WIDE)
    assert isinstance(found, str)
    assert found.startswith("`own` is none of the tools ")
    assert "jbi" in found
