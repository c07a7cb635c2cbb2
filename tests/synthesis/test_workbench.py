"""What the page may switch on is what `pool` pools under each study set and in each subgroup."""

from __future__ import annotations

from pathlib import Path

from metasacro.numerics.student import student_quantile
from metasacro.synthesis.rows import key_of
from metasacro.synthesis.run import pool
from metasacro.synthesis.settings import Overrides
from metasacro.synthesis.workbench import Bench, bench
from tests.synthesis.shipped import analysis, evidence
from tests.synthesis.small_folder import evidence_of, scores


def found() -> Bench:
    made = bench(evidence(), analysis("pain"), Overrides())
    assert made is not None
    return made


def test_the_rows_of_each_study_set_are_those_of_pool() -> None:
    for name in ("main", "extended", "all"):
        rows = pool(evidence(), "pain", study_set=name).rows
        assert found().members[name, ""] == tuple(key_of(row) for row in rows)


def test_the_rows_of_each_subgroup_are_those_of_the_subtotals() -> None:
    for subtotal in analysis("pain").subtotals:
        assert found().members["main", subtotal.name] == tuple(key_of(row) for row in subtotal.rows)


def test_every_key_is_a_row_and_keys_are_unique_to_a_row() -> None:
    made = found()
    assert {key for keys in made.members.values() for key in keys} == made.rows.keys()
    assert all(len(set(keys)) == len(keys) for keys in made.members.values())


def test_there_is_a_quantile_for_every_number_of_rows() -> None:
    made = found()
    most = max(len(keys) for keys in made.members.values())
    assert len(made.student) == most - 1
    assert made.student[4] == float(student_quantile(0.975, 5))


def test_the_page_cannot_pool_counts_or_by_another_estimator() -> None:
    assert bench(evidence(), analysis("response"), Overrides()) is None
    other = pool(evidence(), "pain", method="DL")
    assert bench(evidence(), other, Overrides(method="DL")) is None


def test_what_changes_nothing_is_not_offered(tmp_path: Path) -> None:
    """One study set, and no cohort whose etiology is known."""
    change = scores("mean: 8, sd: 1", "mean: 4, sd: 2")
    base = evidence_of(tmp_path, {"one": change, "two": change})
    made = bench(base, pool(base, "pain"), Overrides())
    assert made is not None
    assert list(made.members) == [("main", "")]
