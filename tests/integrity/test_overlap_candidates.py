"""Pairs of records that may share patients."""

from __future__ import annotations

from pathlib import Path

from metasacro import load
from metasacro.integrity.overlap_candidates import overlap_candidates
from tests.synthesis.small_folder import count, evidence_of, record, scores


def test_every_suspicion_of_the_shipped_evidence_is_listed() -> None:
    base = load()
    listed = {frozenset((pair.first.id, pair.second.id)) for pair in overlap_candidates(base)}
    named = {frozenset((study.id, other.study)) for study in base.studies.values() for other in study.overlaps}
    assert listed >= {pair for pair in named if pair <= set(base.studies)}


def test_a_suspicion_knows_its_line() -> None:
    pair = next(pair for pair in overlap_candidates(load()) if pair.first.id == "choi2017")
    assert [named.by for named in pair.named] == ["choi2017", "heo2017"]
    assert all(named.location is not None and "study:" in named.location.text for named in pair.named)


def test_numbers_equal_once_are_chance_and_twice_are_a_sign(tmp_path: Path) -> None:
    one = scores("mean: 8.2, sd: 1.9", "mean: 3.1, sd: 2.4")
    other = scores("mean: 8.2, sd: 1.9", "mean: 3.4, sd: 2.4")
    assert overlap_candidates(evidence_of(tmp_path / "once", {"a": one, "b": other})) == ()
    (pair,) = overlap_candidates(evidence_of(tmp_path / "twice", {"a": one, "b": one}))
    assert [equal.what for equal in pair.equal] == [
        "pain, after treatment: 3.1 ± 2.4 of 20",
        "pain, baseline: 8.2 ± 1.9 of 20",
    ]


def test_counts_of_nobody_are_no_sign(tmp_path: Path) -> None:
    records = {name: f"{count(0)}\n{count(0, more='measure: rest, ')}" for name in ("a", "b")}
    assert overlap_candidates(evidence_of(tmp_path, records)) == ()


def test_a_decision_about_a_pair_is_told_with_it(tmp_path: Path) -> None:
    """The record that the finding is about decides; the pair stays listed, with what was decided."""
    suspected = "overlaps:\n  - {study: b, reason: the same centre}\n"
    decided = "resolved:\n  - {code: MS272, reason: asked the authors, by: A. Reader, date: 2024-05-01}\n"
    one = record("a", count(3)) + suspected
    other = record("b", count(4))
    (open_pair,) = overlap_candidates(evidence_of(tmp_path / "open", {"a": one, "b": other}))
    (pair,) = overlap_candidates(evidence_of(tmp_path / "decided", {"a": one, "b": other + decided}))
    assert open_pair.resolved == ()
    assert [decision.reason for decision in pair.resolved] == ["asked the authors"]
