"""A result with scores becomes a mean change with its variance, or the reason why it cannot."""

from math import sqrt
from pathlib import Path

import pytest
from scipy import stats

from metasacro.synthesis.rows import ScoreRow
from tests.synthesis.small_folder import PAIN, codes, pooled, reasons, record, scores
from tests.tolerances import CLOSED, TAIL

BEFORE = "mean: 8, sd: 2"
#: The outcome of scores, on any scale.
WITHOUT_SCALE = PAIN.replace("    scale: 0-10\n", "")


def row_of(folder: Path, result: str, **choices: object) -> ScoreRow:
    """The one row of the one record."""
    found = pooled(folder, "pain", {"smith": result}, **choices)
    assert len(found.rows) == 1, found.left_out
    row = found.rows[0]
    assert isinstance(row, ScoreRow)
    return row


def reason_of(folder: Path, result: str, **choices: object) -> str:
    """Why the one record is left out."""
    found = pooled(folder, "pain", {"smith": result}, **choices)
    assert found.rows == ()
    return reasons(found)["Smith"]


def variance(sd_before: float, sd_after: float, n: int, r: float = 0.5) -> float:
    return (sd_before**2 + sd_after**2 - 2 * r * sd_before * sd_after) / n


def test_the_change_is_follow_up_minus_baseline_and_less_pain_is_negative(tmp_path: Path) -> None:
    row = row_of(tmp_path, scores(BEFORE, "mean: 3, sd: 1"))
    assert row.change == -5.0
    assert row.variance == pytest.approx(variance(2, 1, 20), rel=CLOSED)


def test_a_standard_error_becomes_an_sd_by_the_root_of_n(tmp_path: Path) -> None:
    row = row_of(tmp_path, scores(BEFORE, "mean: 3, se: 0.3"))
    assert row.after is not None
    assert row.after.sd == pytest.approx(0.3 * sqrt(20), rel=CLOSED)
    assert row.after.how == "SD from the standard error"


def test_a_confidence_interval_becomes_an_sd_by_the_t_quantile(tmp_path: Path) -> None:
    row = row_of(tmp_path, scores(BEFORE, "mean: 3, ci: [2.4, 3.6]"))
    assert row.after is not None
    assert row.after.sd == pytest.approx(0.6 / stats.t.ppf(0.975, 19) * sqrt(20), rel=TAIL)


def test_a_median_with_quartiles_is_converted_by_luo_and_wan(tmp_path: Path) -> None:
    """The example of metafor's manual of `conv.fivenum`, (4, 6, 10) with n = 20, on a scale that has room for it."""
    result = scores(BEFORE, "median: 6, q1: 4, q3: 10").replace("scale: 0-10", "scale: 0-100")
    row = row_of(tmp_path, result, outcomes=WITHOUT_SCALE)
    assert row.after is not None
    assert row.converted
    assert row.after.mean == pytest.approx(6.719500, abs=5e-7)
    assert row.after.sd == pytest.approx(4.787076, abs=5e-7)


def test_a_mean_and_sd_that_no_sample_has_are_refused(tmp_path: Path) -> None:
    """The same quartiles on 0–10, where the values above 10 that the formula counts on do not exist."""
    assert reason_of(tmp_path, scores(BEFORE, "median: 6, q1: 4, q3: 10")) == "MS312"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("median: 6, q1: 4, q3: 10", ""),
        ("median: 3, q1: 3, q3: 3", ""),  # quartiles that coincide leave an SD all the same
        ("median: 3, q1: 2.5, q3: 3.6", "MS315"),  # not quartiles of whole numbers: read in steps of a tenth
        ("median: 3, q1: 2.55, q3: 3.07", "MS314"),  # of no sample in tenths either
    ],
)
def test_the_exact_set_converts_what_agrees_with_the_scale(tmp_path: Path, printed: str, code: str) -> None:
    row = row_of(tmp_path, scores(BEFORE, printed), conversion="exact-set")
    assert row.after is not None
    assert row.after.how == ("luo/wan" if code == "MS314" else "exact-set")
    assert (row.after.reconstruction > 0) == (code != "MS314")
    assert [told.code for told in row.cautions if told.code != "MS301"] == [code] * bool(code)


def test_without_a_scale_the_formula_for_normal_samples_converts_and_says_so(tmp_path: Path) -> None:
    result = scores(BEFORE, "median: 6, q1: 4, q3: 10").replace("scale: 0-10, ", "")
    row = row_of(tmp_path, result, conversion="exact-set", outcomes=WITHOUT_SCALE)
    assert [told.code for told in row.cautions] == ["MS313"]


def test_a_printed_sd_beyond_what_the_scale_allows_is_refused(tmp_path: Path) -> None:
    """With mean 1 on 0–10 nobody can vary by 4; the reader's own bound is for the middle of the scale."""
    assert reason_of(tmp_path, scores(BEFORE, "mean: 1, sd: 4")) == "MS305"


@pytest.mark.parametrize(
    ("after", "code"),
    [
        ("mean: 3, sd: not reported", "MS437"),
        ("mean: 3, plus_minus: 0.4", "MS436"),
        ("median: 3, q1: 3, q3: 3", "MS303"),
    ],
)
def test_a_summary_without_a_usable_spread_is_left_out_with_a_reason(tmp_path: Path, after: str, code: str) -> None:
    assert code == reason_of(tmp_path, scores(BEFORE, after))


def test_fewer_than_five_patients_are_not_converted(tmp_path: Path) -> None:
    assert reason_of(tmp_path, scores(BEFORE, "median: 3, q1: 2, q3: 4", n=4)) == "MS302"


def test_an_unreported_number_of_patients_is_not_guessed(tmp_path: Path) -> None:
    result = scores(BEFORE, "mean: 3, sd: 1").replace("n: 20, mean: 3", "n: not reported, mean: 3")
    assert reason_of(tmp_path, result) == "MS437"


def test_another_scale_is_not_mixed_in(tmp_path: Path) -> None:
    assert reason_of(tmp_path, scores(BEFORE, "mean: 3, sd: 1").replace("0-10", "0-100")) == "MS438"


def test_another_unit_than_patients_is_not_mixed_in(tmp_path: Path) -> None:
    assert reason_of(tmp_path, scores(BEFORE, "mean: 3, sd: 1", more="unit: procedures, ")) == "MS434"


def test_a_skewed_summary_is_pooled_and_says_so(tmp_path: Path) -> None:
    result = scores(BEFORE, "median: 0, q1: 0, q3: 4").replace("scale: 0-10, ", "")
    found = pooled(tmp_path, "pain", {"smith": result}, outcomes=WITHOUT_SCALE)
    assert "MS301" in codes(found)
    assert any(told.message.startswith("Smith: skewed") for told in found.cautions)


def test_a_reported_correlation_beats_the_assumed_one(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores(BEFORE, "mean: 3, sd: 1, r: 0.9")})
    row = found.rows[0]
    assert isinstance(row, ScoreRow)
    assert (row.correlation, row.correlation_assumed) == (0.9, False)
    assert row.variance == pytest.approx(variance(2, 1, 20, 0.9), rel=CLOSED)
    assert "MS311" not in codes(found)
    assert found.grid == ()


def test_a_printed_change_needs_no_correlation(tmp_path: Path) -> None:
    row = row_of(
        tmp_path,
        "- {outcome: pain, cohort: all, scale: 0-10, where: Table 2, "
        "change: [{time: 30 days, n: 20, mean: -5, sd: 2}]}",
    )
    assert (row.change, row.correlation) == (-5.0, None)
    assert row.variance == pytest.approx(4 / 20, rel=CLOSED)


@pytest.mark.parametrize("sd", ["sd: 2", "sd: not reported"])
def test_a_printed_change_with_its_sd_beats_scores_that_need_an_assumed_correlation(tmp_path: Path, sd: str) -> None:
    result = scores(f"mean: 8, {sd}", f"mean: 3, {sd}", more="change: [{time: 30 days, n: 20, mean: -5, sd: 1}], ")
    row = row_of(tmp_path, result)
    assert row.variance == pytest.approx(1 / 20, rel=CLOSED)
    assert not row.correlation_assumed


def test_a_printed_change_without_its_sd_gives_way_to_the_scores(tmp_path: Path) -> None:
    change = "change: [{time: 30 days, n: 20, mean: -5, sd: not reported}], "
    row = row_of(tmp_path, scores(BEFORE, "mean: 3, sd: 2", more=change))
    assert row.variance == pytest.approx(variance(2, 2, 20), rel=CLOSED)


def test_the_smaller_number_measured_counts(tmp_path: Path) -> None:
    result = scores(BEFORE, "mean: 3, sd: 1").replace("n: 20, mean: 3", "n: 15, mean: 3")
    assert row_of(tmp_path, result).n == 15


def at(*times: str) -> str:
    """A result whose mean after treatment tells which time was taken: 1 for the first, 2 for the second …"""
    entries = ", ".join(f"{{time: {time}, n: 20, mean: {1 + i}, sd: 1}}" for i, time in enumerate(times))
    return (
        "- {outcome: pain, cohort: all, scale: 0-10, where: Table 2, "
        f"baseline: {{n: 20, mean: 8, sd: 2}}, follow_up: [{entries}]}}"
    )


@pytest.mark.parametrize(
    ("times", "taken"),
    [
        (("1 week", "4 weeks", "12 weeks"), 2),
        (("not reported", "90 days"), 2),
        (("101 days", "not reported"), 2),
        (("40 days", "20 days"), 2),
        (("20 days", "40 days"), 1),
        (("1 day",), 1),
        (("100 days",), 1),
    ],
    ids=["nearest", "stated first", "unstated last", "tie: earlier", "tie: earlier again", "first day", "last day"],
)
def test_the_time_nearest_to_the_target_is_taken(tmp_path: Path, times: tuple[str, ...], taken: int) -> None:
    row = row_of(tmp_path, at(*times))
    assert row.after is not None
    assert taken == row.after.mean


@pytest.mark.parametrize("time", ["101 days", "12 hours"])
def test_a_time_outside_the_window_is_left_out(tmp_path: Path, time: str) -> None:
    assert reason_of(tmp_path, at("101 days")) == "MS439"


def test_an_unstated_time_is_left_out_where_the_protocol_says_so(tmp_path: Path) -> None:
    assert reason_of(tmp_path, at("not reported"), unstated="leave out") == "MS439"


def test_an_unstated_time_is_pointed_out(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": at("not reported")})
    assert "MS440" in codes(found)


def test_a_record_with_two_kinds_of_summary_pools_by_what_each_time_prints(tmp_path: Path) -> None:
    whole = record("smith", scores("median: 8, q1: 7, q3: 9", "mean: 3, sd: 1"))
    found = pooled(tmp_path, "pain", {"smith": whole})
    row = found.rows[0]
    assert isinstance(row, ScoreRow)
    assert row.before is not None
    assert row.after is not None
    assert (row.before.converted, row.after.converted) == (True, False)
