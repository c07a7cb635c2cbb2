"""What a review of odd but legal evidence found, kept from coming back."""

from pathlib import Path

from click.testing import CliRunner

from metasacro.commands.main import metasacro
from tests.synthesis.small_folder import codes, count, pooled, record, scores, write_folder

PRINTED = ("mean: 8, sd: 2", "mean: 4, sd: 2")


def reasons(found: object) -> dict[str, str]:
    return {entry.label: entry.reason.code for entry in found.left_out}  # type: ignore[attr-defined] # an Analysis


def test_a_record_gives_way_only_to_one_that_is_in_the_same_pool(tmp_path: Path) -> None:
    """The record kept stands in the extended set, or reports nothing usable: the other one stays."""
    decision = "overlaps:\n  - {outcome: pain, keep: jones, leave_out: [smith], reason: the same centre}\n"
    both = {"smith": scores(*PRINTED), "jones": scores(*PRINTED)}
    elsewhere = pooled(tmp_path / "set", "pain", both, extended=("jones",), more=decision)
    assert [row.entry.label for row in elsewhere.rows] == ["Smith"]
    silent = both | {"jones": scores("mean: 8, sd: not reported", "mean: 4, sd: 2")}
    unusable = pooled(tmp_path / "unusable", "pain", silent, more=decision)
    assert [row.entry.label for row in unusable.rows] == ["Smith"]


def test_the_next_measure_enters_where_the_preferred_one_cannot_be_used(tmp_path: Path) -> None:
    results = f"{scores('mean: 8, sd: not reported', 'mean: 4, sd: 2')}\n{scores(*PRINTED, more='measure: rest, ')}"
    found = pooled(tmp_path, "pain", {"smith": results})
    assert [row.entry.label for row in found.rows] == ["Smith · rest"]


def test_a_measure_that_the_protocol_does_not_name_is_said_to_be_that(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED), "jones": scores(*PRINTED, more="measure: stairs, ")})
    assert reasons(found) == {"Jones · stairs": "MS445"}


def test_scores_on_an_unstated_scale_do_not_enter(tmp_path: Path) -> None:
    unstated = scores("mean: 80, sd: 20", "mean: 30, sd: 20").replace("scale: 0-10, ", "")
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED), "jones": unstated})
    assert reasons(found) == {"Jones": "MS437"}


def test_records_that_name_each_other_are_pointed_out_when_both_are_pooled(tmp_path: Path) -> None:
    named = record("jones", count(1)) + "overlaps:\n  - {study: smith, reason: the same centre}\n"
    assert "MS461" in codes(pooled(tmp_path, "harm", {"smith": count(1), "jones": named}))


def test_an_interval_of_no_width_leaves_its_row_out(tmp_path: Path) -> None:
    found = pooled(
        tmp_path, "pain", {"smith": scores(*PRINTED), "jones": scores("mean: 5, ci: [5, 5]", "mean: 4, sd: 2")}
    )
    assert reasons(found) == {"Jones": "MS354"}


def test_a_correlation_that_leaves_no_variance_leaves_its_row_out(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"smith": scores(*PRINTED), "jones": scores("mean: 8, sd: 1", "mean: 4, sd: 2")})
    found = CliRunner().invoke(metasacro, ["pool", str(folder), "--outcome", "pain", "--correlation", "1"])
    assert found.exit_code == 0
    assert "MS401" in found.stdout


def test_nan_is_refused_on_the_command_line() -> None:
    for option in ("--correlation", "--level"):
        assert CliRunner().invoke(metasacro, ["pool", option, "nan"]).exit_code == 2
