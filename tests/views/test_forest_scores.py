"""Mean changes as a forest table."""

from pathlib import Path

import pytest

from metasacro.views.forest_scores import forest_scores
from metasacro.views.table import Kind, Row, Table
from tests.synthesis.shipped import analysis
from tests.synthesis.small_folder import HARM, PAIN, pooled, record, scores


def table() -> Table:
    return forest_scores(analysis("pain"), "1 month")


def named(found: Table, name: str) -> Row:
    return next(row for row in found.rows if row.cells and row.cells["study"].text.startswith(name))


def test_the_title_says_what_where_when_and_how_many() -> None:
    assert table().title == (
        "Pain reduction on 0–10 (points; more is better) · nearest to 1 month · 6 cohorts of 5 studies, 376 patients"
    )


def test_the_subtitle_says_measure_model_estimator_test_and_assumption() -> None:
    assert table().subtitle == (
        "mean change MC · random effects, REML · Hartung–Knapp never narrower than Wald · "
        "baseline–follow-up r = 0.5 assumed"
    )


def test_printed_values_stand_as_printed_and_the_change_in_its_own_column() -> None:
    row = named(table(), "Gupta 2014")
    texts = {key: cell.text for key, cell in row.cells.items()}
    assert texts["baseline"] == "9.0 [8.0–10.0]"
    assert texts["follow_up"] == "3.0 [0.0–5.8]"
    assert texts["effect"] == "5.4 [4.2, 6.7] ᵠ"


def test_converted_enrolled_and_undated_rows_are_marked_and_each_mark_is_explained() -> None:
    found = table()
    marks = {
        mark: [row.cells["study"].text for row in found.rows if any(mark in cell.text for cell in row.cells.values())]
        for mark in "ᵠⁿᵗ"
    }
    assert marks["ᵠ"] == ["Gupta 2014", "Dougherty 2014 · rest"]
    assert marks["ⁿ"] == ["Kortman 2013 · fracture", "Kortman 2013 · lesion", "Pereira 2013", "Kamel 2009"]
    assert marks["ᵗ"] == ["Kortman 2013 · fracture", "Kortman 2013 · lesion", "Pereira 2013"]
    assert [mark for mark in marks if not any(note.startswith(mark) for note in found.notes)] == []


def test_every_printed_and_computed_cell_of_a_cohort_knows_its_place_in_the_evidence() -> None:
    for row in table().rows:
        for key, cell in row.cells.items():
            if row.kind is Kind.COMPUTED and cell.kind is not Kind.HEADING and cell.text:
                assert cell.trace is not None, (row.cells["study"].text, key)
                assert cell.trace.grounded


def test_pain_reduction_is_turned_so_that_better_is_to_the_right() -> None:
    found = named(table(), "Pooled")
    assert found.cells["effect"].text == "5.3 [3.7, 6.9]"
    assert found.mark is not None
    assert found.mark.lower > 0


def test_the_prediction_row_has_an_interval_and_no_estimate() -> None:
    found = named(table(), "A new series")
    assert found.mark is not None
    assert found.mark.estimate is None
    assert found.cells["effect"].text.strip() == "[−0.7, 11.2]"


def test_the_heterogeneity_line_has_tau2_with_its_interval_i2_q_p_and_the_df_of_the_prediction() -> None:
    line = next(note for note in table().notes if note.startswith("τ²"))
    for part in (
        "τ² 2.14 [0.75, 13]",
        "I² 96 % (τ²-based)",
        "Q 234.7, 5 df, P < .001",
        "prediction over all τ² (Nagashima), t, 5 df",
    ):
        assert part in line


def test_the_grid_of_correlations_is_one_line() -> None:
    lines = [note for note in table().notes if "MS311" in note]
    assert lines == ["if the correlation were  .3 → 5.27   .5 → 5.26   .7 → 5.25   .9 → 5.24  (MS311)"]


def test_other_conversions_are_one_line_that_counts_impossible_pairs() -> None:
    lines = [note for note in table().notes if note.startswith("if converted by")]
    assert len(lines) == 1
    assert "luo/wan/shi 5.45×" in lines[0]
    assert lines[0].endswith("(× up to 3 of 4 pairs of mean and SD are impossible, MS312)")


def test_the_axis_carries_no_effect_and_the_minimal_important_difference() -> None:
    axis = table().axis
    assert axis is not None
    assert (axis.lower, axis.no_effect, axis.important, axis.upper) == (0, 0, 2, 10)


def test_the_heaviest_cohort_has_the_largest_marker() -> None:
    weights = {row.cells["study"].text: row.mark.weight for row in table().rows if row.mark and row.mark.weight}
    assert max(weights, key=lambda name: weights[name]) == "Kortman 2013 · fracture"
    assert max(weights.values()) == 1


def test_everything_left_out_is_named_with_its_reason() -> None:
    line = next(note for note in table().notes if note.startswith("not pooled"))
    assert "Dougherty 2014 · activity: another measure or part; its patients may be counted already (MS432)" in line
    assert "Trouvin 2012: standard deviation not reported (MS437)" in line


def test_an_outcome_where_more_is_better_keeps_its_sign(tmp_path: Path) -> None:
    higher = PAIN.replace("better: lower", "better: higher")
    found = pooled(tmp_path, "pain", {"smith": scores("mean: 2, sd: 2", "mean: 5, sd: 2")}, outcomes=higher + HARM)
    assert named(forest_scores(found, "30 days"), "Smith").cells["effect"].text.startswith("3.0 [")


def test_one_cohort_is_not_called_pooled(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores("mean: 8, sd: 2", "mean: 5, sd: 2")})
    names = [row.cells["study"].text for row in forest_scores(found, "30 days").rows if row.cells]
    assert names == ["Smith", "One cohort, not pooled"]


@pytest.mark.parametrize("after", ["mean: 8, sd: 2", "mean: 9, sd: 1"])
def test_no_change_and_worse_pain_are_drawn_too(tmp_path: Path, after: str) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores("mean: 8, sd: 2", after)})
    axis = forest_scores(found, "30 days").axis
    assert axis is not None
    row = found.rows[0]
    assert axis.lower <= -row.change - 1.96 * row.variance**0.5  # type: ignore[union-attr] # a row of scores


def test_a_printed_change_is_not_shown_as_a_score_after(tmp_path: Path) -> None:
    change = "change: [{time: 30 days, n: 20, mean: -5, sd: 1}], "
    results = scores("mean: 8, sd: 2", "mean: 3, sd: 2", more=change)
    row = named(forest_scores(pooled(tmp_path, "pain", {"smith": record("smith", results)}), "30 days"), "Smith")
    assert row.cells["follow_up"].text == ""
    assert row.cells["effect"].text.startswith("5.0 [")
