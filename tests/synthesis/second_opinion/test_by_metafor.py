"""R as another process: what it is told, and what becomes of every way in which it can fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from metasacro.synthesis.second_opinion.by_metafor import COLUMNS, answered, asked, by_metafor
from metasacro.synthesis.second_opinion.questions import questions_about
from tests.second_opinion.test_metafor import without_metafor
from tests.synthesis.shipped import analyses
from tests.synthesis.small_folder import count, pooled, scores

#: Labels that a shell, R, a CSV or a terminal would obey.
HOSTILE = ('"; system("touch owned") #', "$(touch owned)", "'; quit(); '", "=cmd|calc", "a,b,c", "\\u001b[2J")


def fake_r(folder: Path, script: str) -> None:
    """An `Rscript` that does what a test wants, found before any other."""
    program = folder / "Rscript"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


def test_what_r_is_told_is_numbers_and_keys() -> None:
    """A line a cohort; no text of any record."""
    lines = asked(questions_about(analyses())).splitlines()
    assert lines[0] == ",".join(COLUMNS)
    for line in lines[1:]:
        number, counts, method, test, *values = line.split(",")
        assert int(number) > 0
        assert counts in ("0", "1")
        assert method.isalnum()
        assert test in ("z", "t", "knha", "adhoc")
        assert len([float(value) for value in values]) == 3


def hostile_folder(tmp_path: Path) -> tuple[str, list[str]]:
    """What R is told about records with hostile labels, and these labels."""
    names = [f"s{place}" for place in range(len(HOSTILE))]
    records = {}
    for name, label, events in zip(names, HOSTILE, range(len(HOSTILE)), strict=True):
        results = f"  {scores('mean: 8, sd: 2', f'mean: {2 + events}, sd: 2')}\n  {count(events)}\n"
        quoted = label.replace("'", "''")
        records[name] = (
            f"study: {name}\nlabel: '{quoted}'\ncitation: {name}\nseen: full text\n"
            f"cohorts:\n  - {{cohort: all, n: 20, where: Table 1}}\nresults:\n{results}"
        )
    found = [pooled(tmp_path / outcome, outcome, records) for outcome in ("pain", "harm")]
    labels = [row.entry.label for row in found[0].rows]
    assert len(labels) == len(HOSTILE)
    return asked(questions_about(found)), labels


def test_a_hostile_label_never_reaches_r(tmp_path: Path) -> None:
    told, labels = hostile_folder(tmp_path)
    assert [label for label in labels if label in told] == []
    assert set(told) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-+\n")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 3", "exit code 3"),
        ("echo 'Error: no memory \033[2J' >&2; exit 1", "Error: no memory"),
        ("echo '<html>'", "no answer"),
        ("echo 'a,b,c,d,e'", "something that is no answer"),
        ("echo 'version,metafor,9.9'; echo '1,estimate,Inf; quit'", "no number"),
        ("exec sleep 30", "did not end within"),
        ("cat > /dev/null", "wrote no answer"),
    ],
)
def test_an_r_that_fails_is_trouble_and_no_opinion(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    """Whatever it does, there is a sentence about it, and no number."""
    fake_r(tmp_path, script)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    found = by_metafor(questions_about(analyses()[:1]), seconds=1.0)
    assert said in found.trouble
    assert "\033" not in found.trouble
    assert found.replies == {}


def test_r_without_metafor_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_r(tmp_path, "echo 'absent,metafor,'")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert by_metafor((), seconds=10).absent == "metafor is not installed in R"


def test_no_r_at_all_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert by_metafor((), seconds=10).absent == "R is not installed"


def test_a_number_for_nobody_is_left_alone() -> None:
    """A line about a question that was not asked, and one that is not finite, change nothing."""
    questions = questions_about(analyses()[:1])
    found = answered("version,metafor,1\n9999,estimate,1.0\n1,estimate,Inf\n1,se,2.5\n", questions)
    assert found.replies[questions[0].key].values == {"se": 2.5}


@pytest.mark.r
def test_r_reads_what_it_is_told_about_hostile_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is run by any of them."""
    if reason := without_metafor():
        pytest.skip(reason)
    monkeypatch.chdir(tmp_path)
    hostile_folder(tmp_path)
    assert not (tmp_path / "owned").exists()
