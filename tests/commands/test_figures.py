"""The verbs that draw, as a user types them: what they print where, what they write, and how they end."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import SECTIONS, metasacro
from tests.commands.running import CHECKOUT, run
from tests.synthesis.small_folder import record, scores, write_folder

STUDIES = str(CHECKOUT / "studies")
VERBS = list(list(SECTIONS.values())[1])
#: Verbs that ask for an outcome.
OF_AN_OUTCOME = [verb for verb in VERBS if verb not in ("feasible", "risk-of-bias", "flow")]


def inside(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(metasacro, [*arguments])


@pytest.mark.parametrize("verb", VERBS)
def test_without_a_file_the_numbers_are_printed_with_what_the_plot_shows(verb: str) -> None:
    found = inside(verb, STUDIES)
    assert found.exit_code == 0, found.output
    assert len(found.stdout.splitlines()) > 4
    assert found.stderr == ""


@pytest.mark.parametrize("verb", VERBS)
def test_with_a_file_the_figure_is_written_and_its_name_said_on_stderr(verb: str, tmp_path: Path) -> None:
    file = tmp_path / "deep" / f"{verb}.svg"
    found = inside(verb, STUDIES, "--output", str(file))
    assert found.exit_code == 0, found.output
    assert (found.stdout, found.stderr) == ("", f"written: {file}\n")
    assert ElementTree.parse(file).getroot().tag.endswith("svg")
    assert [path.name for path in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(("ending", "start"), [("pdf", b"%PDF"), ("png", b"\x89PNG"), ("SVG", b"<?xml")])
def test_the_ending_decides_about_the_form(ending: str, start: bytes, tmp_path: Path) -> None:
    file = tmp_path / f"pain.{ending}"
    assert inside("forest", STUDIES, "--output", str(file)).exit_code == 0
    assert file.read_bytes().startswith(start)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("name", ["pain.gif", "pain", "pain.svg.txt"])
def test_an_unknown_ending_is_a_mistake_of_usage_that_names_the_known_ones(verb: str, name: str) -> None:
    found = inside(verb, STUDIES, "--output", name)
    assert (found.exit_code, found.stdout) == (2, "")
    assert ".svg, .pdf, .png" in found.stderr


@pytest.mark.parametrize("verb", OF_AN_OUTCOME)
def test_an_unknown_outcome_is_answered_with_the_nearest(verb: str) -> None:
    found = inside(verb, STUDIES, "--outcome", "pian")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "did you mean `pain`?" in found.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_a_file_that_cannot_be_written_is_said_so(verb: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    found = inside(verb, STUDIES, "--output", str(tmp_path / "file" / "x.svg"))
    assert (found.exit_code, found.stdout) == (2, "")
    assert "cannot be written" in found.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_evidence_with_errors_ends_with_1(verb: str, tmp_path: Path) -> None:
    found = inside(verb, str(tmp_path / "nowhere"))
    assert found.exit_code == 1
    assert "nothing was drawn" in found.stderr


def test_an_outcome_without_a_cohort_ends_with_3_and_says_what_was_left_out(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "one", {"smith": record("smith", scores("mean: 8, sd: not reported", "mean: 4, sd: not reported"))}
    )
    found = inside("forest", str(folder), "--outcome", "pain")
    assert (found.exit_code, found.stdout) == (3, "")
    assert "MS448" in found.stderr
    assert "Smith" in found.stderr


def test_an_unknown_column_is_answered_with_the_nearest() -> None:
    found = inside("forest", STUDIES, "--columns", "study,efect")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "did you mean `effect`?" in found.stderr


def test_the_columns_are_shown_in_their_order() -> None:
    head = inside("forest", STUDIES, "--columns", "weight, n").stdout
    assert head.index("weight") < head.index("  n ")
    assert "before" not in head.splitlines()[4]


def test_a_departure_from_the_protocol_is_marked() -> None:
    assert "MS449" in inside("forest", STUDIES, "--method", "DL").stdout


def test_the_help_of_the_program_has_two_lists() -> None:
    text = inside("--help").stdout
    assert text.index("Answers:") < text.index("pool") < text.index("Figures") < text.index("forest")


def test_a_terminal_without_unicode_still_reads() -> None:
    ended = run(["forest", "--columns", "effect"], PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert ended.out.isascii()
