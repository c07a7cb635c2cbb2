"""`metasacro reconcile`: what it prints, what it writes, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands.running import run
from tests.records.test_reconciliation import RECORD


@pytest.fixture
def readers(tmp_path: Path) -> Path:
    """Two folders, `a` and `b`, of one record that differs in two places."""
    for name, text in (("a", RECORD), ("b", RECORD.replace("sd: 2.4", "sd: 2.1").replace("mean: 9.0", "mean: 9"))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "smith2020.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def decide(folder: Path, **answers: str) -> None:
    """Fill in the decisions file."""
    done = run(["reconcile", "a", "b", "--save-decisions", "decided.yaml"], folder)
    assert done.code == 0, done.err
    text = (folder / "decided.yaml").read_text(encoding="utf-8")
    for old, new in {"decision": "b", "reason": "looked again", **answers}.items():
        text = text.replace(f"{old}: undecided", f"{old}: {new}")
    (folder / "decided.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("columns", ["80", "140"])
def test_both_values_stand_beside_each_other_with_their_places(readers: Path, columns: str) -> None:
    found = run(["reconcile", "a", "b"], readers, COLUMNS=columns)
    assert found.code == 0, found.err
    for words in ("Agreement of a (a) and b (b)", "baseline · mean", "9.0", "2.1", ":15"):
        assert words in found.out


def test_the_json_has_whole_values(readers: Path) -> None:
    document = json.loads(run(["reconcile", "a", "b", "--format", "json"], readers).out)
    rows = {row["key"]: row["cells"] for table in document["tables"] for row in table["rows"]}
    cells = rows["smith2020 · results · pain · all · follow_up · 1 month · sd"]
    assert (cells["a"]["text"], cells["b"]["text"]) == ("2.4", "2.1")
    assert cells["at_b"]["text"] == "b/smith2020.yaml:15"


@pytest.mark.parametrize("form", ["csv", "markdown", "latex", "html"])
def test_the_other_formats_print_too(readers: Path, form: str) -> None:
    found = run(["reconcile", "a", "b", "--format", form], readers)
    assert (found.code, "2.1" in found.out) == (0, True), found.err


def test_nothing_is_written_while_something_is_open(readers: Path) -> None:
    found = run(["reconcile", "a", "b", "--output", "out"], readers)
    assert found.code == 1
    assert found.err.count("error[MS180]") == 2
    assert not (readers / "out" / "smith2020.yaml").exists()


def test_what_was_decided_is_written_and_can_be_read(readers: Path) -> None:
    decide(readers)
    found = run(["reconcile", "a", "b", "--decisions", "decided.yaml", "--output", "out"], readers)
    assert found.code == 0, found.err
    text = (readers / "out" / "smith2020.yaml").read_text(encoding="utf-8")
    assert "mean: 9, sd: 1.9" in text
    assert "    decision: b\n    reason: looked again\n" in text


def test_an_edited_record_is_not_replaced(readers: Path) -> None:
    decide(readers)
    arguments = ["reconcile", "a", "b", "--decisions", "decided.yaml", "--output", "out"]
    assert [run(arguments, readers).code for _ in range(2)] == [0, 0]
    file = readers / "out" / "smith2020.yaml"
    file.write_text("# edited\n", encoding="utf-8")
    refused = run(arguments, readers)
    assert (refused.code, "error[MS188]" in refused.err) == (1, True)
    assert file.read_text(encoding="utf-8") == "# edited\n"
    assert run([*arguments, "--overwrite"], readers).code == 0
    assert "mean: 9, sd: 1.9" in file.read_text(encoding="utf-8")


def test_a_decision_about_other_values_is_refused(readers: Path) -> None:
    decide(readers)
    file = readers / "a" / "smith2020.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("sd: 2.4", "sd: 2.6"), encoding="utf-8")
    found = run(["reconcile", "a", "b", "--decisions", "decided.yaml", "--output", "out"], readers)
    assert (found.code, "error[MS182]" in found.err) == (1, True)
    assert "decided.yaml:" in found.err


def test_a_decisions_file_that_is_none_is_refused(readers: Path) -> None:
    (readers / "decided.yaml").write_text("decisions:\n  - study: smith2020\n    feld: x\n", encoding="utf-8")
    found = run(["reconcile", "a", "b", "--decisions", "decided.yaml"], readers)
    assert (found.code, "error[MS111]" in found.err) == (1, True)
    assert run(["reconcile", "a", "b", "--decisions", "nowhere.yaml"], readers).code == 1


def test_words_can_be_left_to_one_reader(readers: Path) -> None:
    file = readers / "b" / "smith2020.yaml"
    file.write_text(RECORD.replace("Table 2", "Tab. 2"), encoding="utf-8")
    found = run(["reconcile", "a", "b", "--words", "a", "--output", "out"], readers)
    assert found.code == 0, found.err
    assert "where: Table 2" in (readers / "out" / "smith2020.yaml").read_text(encoding="utf-8")


def test_a_record_of_one_reader_alone_is_listed(readers: Path) -> None:
    text = RECORD.replace("smith2020", "jones2021")
    (readers / "b" / "jones2021.yaml").write_text(text, encoding="utf-8")
    assert "only b has a record `jones2021`" in run(["reconcile", "a", "b"], readers).out
    found = run(["reconcile", "a", "b", "--output", "out"], readers)
    assert (found.code, "error[MS189]" in found.err) == (1, True)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["a", "a"], 2, "error[MS186]"),
        (["a", "./a/"], 2, "error[MS186]"),
        (["a", "nowhere"], 1, "error[MS134]"),
        (["a", "empty"], 1, "error[MS185]"),
        (["a", "broken"], 1, "nothing was compared"),
        (["a", "broken", "--skip-invalid"], 1, "error[MS185]"),
        (["a"], 2, "Missing argument"),
    ],
)
def test_what_cannot_be_compared_is_said(readers: Path, arguments: list[str], code: int, said: str) -> None:
    (readers / "empty").mkdir()
    (readers / "broken").mkdir()
    (readers / "broken" / "smith2020.yaml").write_text("study: [\n", encoding="utf-8")
    found = run(["reconcile", *arguments], readers)
    assert (found.code, said in found.err) == (code, True), found.err
    assert "Traceback" not in found.err


def test_hostile_names_reach_no_terminal(readers: Path) -> None:
    """A folder whose name would clear the screen."""
    hostile = readers / "b\x1b[2J"
    (readers / "b").rename(hostile)
    found = run(["reconcile", "a", hostile.name, "--save-decisions", "open.yaml"], readers)
    assert found.code == 0, found.err
    assert "\x1b" not in found.out + found.err + (readers / "open.yaml").read_text(encoding="utf-8")
