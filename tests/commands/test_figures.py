"""The verbs that draw, as a user types them: what they print where, what they write, and how they end."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from metasacro.commands.main import SECTIONS, metasacro
from tests.commands.running import CHECKOUT, run
from tests.synthesis.small_folder import PAIN, record, scores, write_folder

STUDIES = str(CHECKOUT / "studies")
VERBS = [verb for title, verbs in SECTIONS.items() if title.startswith("Figures") for verb in verbs]
#: Verbs that ask for an outcome.
OF_AN_OUTCOME = [verb for verb in VERBS if verb not in ("feasible", "risk-of-bias", "flow")]


def inside(*arguments: str) -> Result:
    """The command in this process, as wide as a pipe."""
    return CliRunner(env={"COLUMNS": "120"}).invoke(metasacro, [*arguments])


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
    assert (found.stdout, found.stderr) == ("", f"written: {file}, {file.name}.manifest.json\n")
    assert ElementTree.parse(file).getroot().tag.endswith("svg")
    assert sorted(path.name for path in file.parent.iterdir()) == [file.name, f"{file.name}.manifest.json"]


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
    broken = {"smith": record("smith", scores("mean: eight", "mean: 4"))}
    found = inside(verb, str(write_folder(tmp_path / "one", broken)))
    assert (found.exit_code, found.stdout) == (1, "")
    assert "smith.yaml:" in found.stderr
    assert "nothing was drawn" in found.stderr
    assert "--skip-invalid" in found.stderr


@pytest.mark.parametrize("verb", VERBS)
def test_a_folder_that_is_not_there_ends_with_1_and_offers_nothing_to_leave_out(verb: str, tmp_path: Path) -> None:
    found = inside(verb, str(tmp_path / "nowhere"))
    assert (found.exit_code, found.stdout) == (1, "")
    assert "MS134" in found.stderr
    assert "--skip-invalid" not in found.stderr


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


def test_lights_stand_beside_the_cohorts_that_were_appraised(tmp_path: Path) -> None:
    found = inside("forest", STUDIES, "--risk-of-bias", "--columns", "effect")
    assert "risk of bias, items 1–10" in found.stdout
    assert "Risk of bias was appraised in 1 of 5 studies." in " ".join(found.stdout.split())
    file = tmp_path / "lights.svg"
    assert inside("forest", STUDIES, "--risk-of-bias", "--output", str(file)).exit_code == 0
    assert file.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("funnel", "--outcome", "response"), "MS502"),
        (("baujat", "--outcome", "leak"), "MS502"),
        (("leave-one-out", "--outcome", "leak"), "MS502"),
        (("gosh", "--outcome", "leak"), "MS502"),
        (("specifications", "--outcome", "leak"), "MS602"),
        (("feasible", "--study", "kamel2009"), "MS604"),
        (("risk-of-bias", "--study-set", "extended"), "MS605"),
        (("forest", "--outcome", "leak", "--study-set", "extended", "--risk-of-bias"), ""),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_ends_with_3_and_a_code(arguments: tuple[str, ...], code: str) -> None:
    verb, *others = arguments
    found = inside(verb, STUDIES, *others)
    assert (found.exit_code, found.stdout) == (3, "")
    assert f"error[{code}" in found.stderr


def test_a_protocol_without_a_flow_ends_with_3(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one", {"smith": scores("mean: 8, sd: 2", "mean: 4, sd: 2")})
    found = inside("flow", str(folder))
    assert (found.exit_code, found.stdout) == (3, "")
    assert "error[MS606]" in found.stderr


@pytest.mark.parametrize("verb", ["funnel", "baujat", "leave-one-out", "cumulative", "gosh"])
def test_a_single_cohort_is_too_few(verb: str, tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "one", {"smith": scores("mean: 8, sd: 2", "mean: 4, sd: 2")})
    found = inside(verb, str(folder), "--outcome", "pain")
    assert (found.exit_code, found.stdout) == (3, "")
    assert "error[MS501]" in found.stderr


def test_cohorts_without_a_year_have_no_order_of_publication(tmp_path: Path) -> None:
    pair = scores("mean: 8, sd: 2", "mean: 4, sd: 2")
    folder = write_folder(tmp_path / "two", {"smith": pair, "jones": pair})
    found = inside("cumulative", str(folder), "--outcome", "pain")
    assert (found.exit_code, found.stdout) == (3, "")
    assert "error[MS603]: no year of publication for Smith, Jones" in found.stderr
    assert inside("cumulative", str(folder), "--outcome", "pain", "--order", "weight").exit_code == 0


def test_an_unknown_record_is_answered_with_the_nearest() -> None:
    found = inside("feasible", STUDIES, "--study", "gupta2041")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "did you mean `gupta2014`?" in found.stderr


def test_a_sample_of_subsets_says_its_seed() -> None:
    found = inside("gosh", STUDIES, "--subsets", "20", "--seed", "3")
    assert found.exit_code == 0
    assert "a random sample, seed 3" in " ".join(found.stdout.split())
    assert "MS551" in found.stdout


def test_a_terminal_without_unicode_still_reads() -> None:
    ended = run(["forest", "--columns", "effect"], PYTHONIOENCODING="ascii")
    assert ended.code == 0
    assert ended.out.isascii()


@pytest.mark.parametrize("better", ["lower", "higher"])
@pytest.mark.parametrize("unit", ["    unit: points\n", ""])
def test_estimates_that_are_all_the_same_have_a_curve(better: str, unit: str, tmp_path: Path) -> None:
    """Cohorts of one size and spread weigh the same under every choice, so that only intervals move."""
    outcome = PAIN.replace("better: lower", f"better: {better}").replace("    unit: points\n", unit)
    cohorts = {name: scores("mean: 8, sd: 2", f"mean: {mean}, sd: 2") for name, mean in [("a", 4), ("b", 5), ("c", 7)]}
    folder = str(write_folder(tmp_path, cohorts, outcomes=outcome))
    for verb in ("specifications", "gosh"):
        for output in ([], ["--output", str(tmp_path / f"{verb}.svg")]):
            found = inside(verb, folder, *output)
            assert found.exit_code == 0, found.output


def test_a_narrow_screen_cuts_the_words_of_the_flow_and_none_of_its_numbers() -> None:
    found = run(["flow", STUDIES], COLUMNS="80")
    assert found.code == 0, found.err
    lines = found.out.splitlines()
    assert all(len(line) <= 80 for line in lines)
    (cut,) = [line.split() for line in lines if "the abstract gives" in line]
    assert cut[:2] == ["Screening", "3"]
    assert cut[-1].endswith("…")
