"""Whatever a record holds, it can be reanalysed; what it lacks is empty."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest

from metasacro.moments.feasible.reading import STEPS
from metasacro.problems import Caution, Refusal
from metasacro.render.json_text import json_text
from metasacro.synthesis.single_center.changes import Change
from metasacro.synthesis.single_center.document import flat_values, series_document
from metasacro.synthesis.single_center.exact_scores import steps_tried
from metasacro.synthesis.single_center.series import SeriesReanalysis, reanalyze_series
from tests.synthesis.shipped import evidence
from tests.synthesis.single_center.series import series
from tests.synthesis.small_folder import count, evidence_of, record, scores

EVERY = sorted(evidence().studies)
NESTED = """\
- {cohort: all, n: 9, where: Table 1}
- {cohort: one, part_of: all, n: 5, where: Table 1}
- {cohort: two, part_of: all, n: 4, where: Table 1}
"""


@pytest.mark.parametrize("study", EVERY)
def test_the_document_is_json_in_full_precision(study: str) -> None:
    document = series_document(series(study), evidence())
    assert json.loads(json_text(document))["study"] == study
    paths = [row["path"] for row in flat_values(document)]
    assert len(paths) == len(set(paths))


def test_every_printed_number_of_the_document_has_its_line() -> None:
    document = series_document(series(), evidence())
    places = [cohort[when]["printed"]["source"] for section in document["scores"] for cohort in section["cohorts"]
              for when in ("before", "after")]  # fmt: skip
    places += [count_["source"] for count_ in (*document["counts"], *document["characteristics"])]
    assert {place["file"] for place in places} == {"studies/gupta2014.yaml"}
    assert all(place["line"] > 0 and place["where"] for place in places)


@pytest.mark.parametrize("study", EVERY)
def test_every_range_is_in_order(study: str) -> None:
    found = series(study)
    for section in found.scores:
        for change in section.changes:
            if isinstance(change, Change):
                assert change.widest.lower <= change.interval.lower <= change.estimate <= change.interval.upper
                assert -1 <= change.correlation.lower <= change.assumed <= change.correlation.upper <= 1
            else:
                assert isinstance(change, Caution)
    for count_ in (*found.counts, *found.characteristics):
        assert count_.exact.lower <= count_.share <= count_.exact.upper


@pytest.mark.parametrize("study", EVERY)
def test_nothing_is_not_a_number(study: str) -> None:
    for row in flat_values(series_document(series(study), evidence())):
        assert not (isinstance(row["value"], float) and not math.isfinite(row["value"])), row


def of(folder: Path, results: str, cohorts: str | None = None, **choices: Any) -> SeriesReanalysis:
    """One small record beside another."""
    own = record("one", results, cohorts) if cohorts else results
    records = {"one": own, "two": scores("mean: 8, sd: 2", "mean: 4, sd: 2")}
    return reanalyze_series(evidence_of(folder, records), "one", **choices)


def test_an_unknown_record_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        reanalyze_series(evidence(), "gupta")
    assert refused.value.code == "MS133"


def test_half_points_are_tried_where_whole_points_do_not_fit(tmp_path: Path) -> None:
    """Seven values whose median, one of them, is 6.5."""
    found = of(tmp_path, scores("median: 6.5, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7))
    exact = found.scores[0].exact
    assert (exact.step, exact.step_assumed, exact.contradicted) == ("0.5", True, False)
    assert exact.scores[0][0].feasible is not None


def test_tenths_are_tried_as_pooling_tries_them(tmp_path: Path) -> None:
    """Seven values whose median is 6.3: the step is the one that the pool converts the same medians with."""
    printed = scores("median: 6.3, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7)
    exact = of(tmp_path, printed).scores[0].exact
    assert (exact.step, exact.step_assumed, exact.contradicted) == ("0.1", True, False)
    assert exact.scores[0][0].feasible is not None
    assert steps_tried(exact.group) == STEPS


def test_a_scale_too_fine_to_look_at_in_smaller_steps_is_not_said_to_fit_them(tmp_path: Path) -> None:
    """From 0 to 60 only whole points are few enough; a finer step that nobody can look at would fit anything."""
    printed = scores("median: 6.3, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7).replace("0-10", "0-60")
    exact = of(tmp_path, printed).scores[0].exact
    assert steps_tried(exact.group) == ("1",)
    assert (exact.step, exact.contradicted) == (None, True)


def test_a_print_that_no_sample_has_contradicts_itself(tmp_path: Path) -> None:
    """Seven values whose median is 6.25: neither whole nor half points nor tenths (MS384)."""
    found = of(tmp_path, scores("median: 6.25, q1: 5.0, q3: 8.0", "median: 2.5, q1: 1.0, q3: 3.0", n=7))
    exact = found.scores[0].exact
    assert exact.contradicted
    assert exact.step is None
    assert exact.scores[0][0].feasible is None


def test_parts_that_add_up_are_solved_together(tmp_path: Path) -> None:
    results = "\n".join(
        scores("median: 8, q1: 7, q3: 9", "median: 3, q1: 2, q3: 4", cohort=cohort, n=n)
        for cohort, n in (("all", 9), ("one", 5), ("two", 4))
    )
    (section,) = of(tmp_path, results, NESTED).scores
    assert section.exact.joint
    assert section.exact.group.name_of(section.exact.group.pairs[0]) == "all"
    assert section.difference is not None


def test_parts_that_do_not_add_up_are_solved_alone(tmp_path: Path) -> None:
    results = "\n".join(
        scores("median: 8, q1: 7, q3: 9", "median: 3, q1: 2, q3: 4", cohort=cohort, n=n)
        for cohort, n in (("all", 9), ("one", 5))
    )
    (section,) = of(tmp_path, results, NESTED).scores
    assert not section.exact.joint
    assert section.difference is None
    assert all(scored[0].feasible is not None for scored in section.exact.scores)


def test_a_t_test_that_no_correlation_gives_leaves_no_interval(tmp_path: Path) -> None:
    """MS390: a change of 0.1 with SDs of 1 and 3 has no P below .001."""
    follow_up = "mean: 4.9, sd: 3.0, p: <.001, test: paired t test"
    (section,) = of(tmp_path, scores("mean: 5.0, sd: 1.0", follow_up, n=10)).scores
    assert [change.code for change in section.changes if isinstance(change, Caution)] == ["MS390"]
    assert section.p_values.pairs[0].agrees is False


def test_a_t_test_narrows_the_correlation(tmp_path: Path) -> None:
    follow_up = "mean: 7.0, sd: 1.4, p: <.001, test: paired t test"
    (section,) = of(tmp_path, scores("mean: 8.0, sd: 1.9", follow_up, n=19)).scores
    (change,) = section.changes
    assert isinstance(change, Change)
    assert change.correlation.lower == pytest.approx(0.7505, abs=0.0001)
    assert change.assumed == change.correlation.lower


def test_a_p_too_small_for_so_few_is_not_attainable(tmp_path: Path) -> None:
    follow_up = "median: 2, q1: 1, q3: 3, p: .001, test: Wilcoxon signed rank"
    (section,) = of(tmp_path, scores("median: 8, q1: 7, q3: 9", follow_up, n=6)).scores
    (checked,) = section.p_values.pairs
    assert checked.smallest == 1 / 32
    assert checked.attainable is False
    assert checked.agrees is False


def test_a_correlation_that_the_user_asks_for_is_used(tmp_path: Path) -> None:
    found = of(tmp_path, scores("mean: 8, sd: 2", "mean: 4, sd: 2"), correlation=0.8, level=0.9)
    (change,) = found.scores[0].changes
    assert isinstance(change, Change)
    assert (change.assumed, change.interval.level) == (0.8, 0.9)


def test_disjoint_scored_parts_leave_nobody_unscored(tmp_path: Path) -> None:
    results = "\n".join(
        scores("mean: 8, sd: 2", "mean: 4, sd: 2", cohort=cohort, n=n) for cohort, n in (("one", 5), ("two", 4))
    )
    (section,) = of(tmp_path, results, NESTED).scores
    assert section.unscored == ()


def test_a_record_of_counts_alone_has_no_scores(tmp_path: Path) -> None:
    found = of(tmp_path, count(0))
    assert found.scores == ()
    assert [counted.one_sided for counted in found.counts] == [pytest.approx(1 - 0.05 ** (1 / 20))]
    assert [place.analysis.outcome.id for place in found.places] == ["harm"]


def test_one_patient_has_no_change(tmp_path: Path) -> None:
    (section,) = of(tmp_path, scores("mean: 8, sd: 2", "mean: 4, sd: 2", n=1)).scores
    assert all(isinstance(change, Caution) for change in section.changes)


def test_the_difference_of_two_changes_has_welchs_interval(tmp_path: Path) -> None:
    stats = pytest.importorskip("scipy.stats")
    results = "\n".join(
        scores(before, after, cohort=cohort, n=n)
        for cohort, n, before, after in (
            ("all", 9, "mean: 8, sd: 2", "mean: 4, sd: 2"),
            ("one", 5, "mean: 8, sd: 1", "mean: 3, sd: 2"),
            ("two", 4, "mean: 8, sd: 2", "mean: 5, sd: 3"),
        )
    )
    (section,) = of(tmp_path, results, NESTED).scores
    assert section.difference is not None
    wanted = stats.ttest_ind_from_stats(-5, (1 + 4 - 2) ** 0.5, 5, -3, (4 + 9 - 6) ** 0.5, 4, equal_var=False)
    df = (3 / 5 + 7 / 4) ** 2 / ((3 / 5) ** 2 / 4 + (7 / 4) ** 2 / 3)
    half = stats.t.ppf(0.975, df) * (3 / 5 + 7 / 4) ** 0.5
    assert section.difference.estimate == pytest.approx(-2)
    assert section.difference.interval.upper == pytest.approx(-2 + half, rel=1e-10)
    assert wanted.statistic == pytest.approx(-2 / (3 / 5 + 7 / 4) ** 0.5)
