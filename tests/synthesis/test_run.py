"""One outcome from evidence to answer: the pool, with and without the index study, the grid and the subtotals."""

import math
from pathlib import Path

import pytest
from scipy import stats

from metasacro import pool, random_effects
from metasacro.pooling.pooled import Pooled
from metasacro.synthesis.rows import ScoreRow
from tests.synthesis.shipped import analyses, analysis, evidence
from tests.synthesis.small_folder import codes, count, labels, pooled, record, scores
from tests.tolerances import CLOSED, ITERATED, TAIL

PRINTED = ("mean: 8, sd: 2", "mean: 4, sd: 2")


def changes(found: object, keep: object = None) -> tuple[list[float], list[float]]:
    rows = [row for row in found.rows if isinstance(row, ScoreRow)]  # type: ignore[attr-defined] # an analysis
    return [row.change for row in rows], [row.variance for row in rows]


def answer(pooled: Pooled | None) -> tuple[float, float, float]:
    """Estimate and interval of an answer that exists."""
    assert pooled is not None
    assert pooled.estimate is not None
    assert pooled.interval is not None
    return pooled.estimate, pooled.interval.lower, pooled.interval.upper


def test_the_pool_is_that_of_its_rows() -> None:
    yi, vi = changes(analysis("pain"))
    assert answer(analysis("pain").pooled) == answer(random_effects(yi, vi))


def test_the_pool_without_the_index_study_is_that_of_the_other_rows() -> None:
    found = analysis("pain")
    yi, vi = changes(found)
    assert [row.entry.study.id for row in found.index_rows] == ["gupta2014"]
    assert answer(found.without_index) == answer(random_effects(yi[1:], vi[1:]))


def test_an_outcome_without_the_index_study_has_no_pool_without_it() -> None:
    assert analysis("leak").index_rows == ()
    assert analysis("leak").without_index is None


def test_the_grid_of_correlations_pools_anew_at_each(tmp_path: Path) -> None:
    found = analysis("pain")
    assert [point.correlation for point in found.grid] == [0.3, 0.5, 0.7, 0.9]
    for point in found.grid:
        again = pool(evidence(), "pain", correlation=point.correlation).pooled
        expected = pytest.approx(answer(again), rel=ITERATED)
        assert (point.estimate, point.interval.lower, point.interval.upper) == expected


def test_the_grid_leaves_reported_correlations_alone(tmp_path: Path) -> None:
    reported = scores("mean: 8, sd: 2", "mean: 4, sd: 1, r: 0.8")
    found = pooled(tmp_path, "pain", {"smith": reported, "jones": scores("mean: 9, sd: 2", "mean: 3, sd: 1")})
    at_03 = random_effects([-4, -6], [(4 + 1 - 2 * 0.8 * 2) / 20, (4 + 1 - 2 * 0.3 * 2) / 20])
    assert found.grid[0].estimate == pytest.approx(at_03.estimate, rel=ITERATED)


def test_subtotals_split_each_record_as_finely_as_it_reports() -> None:
    found = analysis("pain")
    cohorts = {
        part.name: [(row.entry.study.id, row.entry.cohort.id, row.n) for row in part.rows] for part in found.subtotals
    }
    assert cohorts["noncancer"] == [
        ("gupta2014", "noncancer", 16),
        ("kortman2013", "fracture", 204),
        ("dougherty2014", "rest", 29),
        ("kamel2009", "all", 19),
    ]
    assert cohorts["cancer"] == [("gupta2014", "cancer", 11), ("kortman2013", "lesion", 39)]
    assert cohorts["mixed"] == [("pereira2013", "all", 58)]


def test_subtotals_count_every_patient_of_the_pool_once() -> None:
    found = analysis("pain")
    assert sum(row.n for part in found.subtotals for row in part.rows) == found.n


def test_a_subtotal_is_the_pool_of_its_rows() -> None:
    for part in analysis("pain").subtotals:
        yi, vi = changes(part)
        assert answer(part.pooled) == answer(random_effects(yi, vi))


def test_one_cohort_is_its_own_answer_and_no_synthesis(tmp_path: Path) -> None:
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED)})
    half = stats.norm.ppf(0.975) * math.sqrt(4 / 20)
    assert answer(found.pooled) == pytest.approx((-4, -4 - half, -4 + half), rel=TAIL)
    assert found.pooled is not None
    assert found.pooled.prediction is None
    assert found.without_index is None
    assert "MS420" in codes(found)


def test_two_cohorts_have_an_interval_on_one_degree_of_freedom(tmp_path: Path) -> None:
    other = scores("mean: 8, sd: 2", "mean: 2, sd: 2")
    found = pooled(tmp_path, "pain", {"smith": scores(*PRINTED), "jones": other})
    assert found.pooled is not None
    assert found.pooled.df == 1
    assert found.pooled.prediction is None
    assert "MS422" in codes(found)


def test_nothing_to_pool_is_said_and_not_raised(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count("not reported")})
    assert (found.rows, found.pooled, found.grid, found.subtotals) == ((), None, (), ())
    assert "MS448" in codes(found)


def test_no_event_anywhere_gives_the_exact_upper_bound_and_no_tau2(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(0, 20), "jones": count(0, 20)})
    answered = found.pooled
    assert answered is not None
    assert (answered.estimate, answered.tau2, answered.prediction) == (None, None, None)
    assert answered.exact is not None
    assert (answered.exact.lower, answered.exact.upper) == pytest.approx((0.0, 1 - 0.025 ** (1 / 40)), rel=TAIL)
    assert "MS426" in codes(found)


def test_cohorts_without_events_stay_in_the_pool() -> None:
    found = analysis("major_complication")
    assert [(row.entry.study.id, row.events, row.n) for row in found.rows] == [  # type: ignore[union-attr] # rows of counts
        ("gupta2014", 0, 53),
        ("kortman2013", 1, 243),
        ("pereira2013", 2, 58),
        ("trouvin2012", 0, 6),
    ]


def test_the_answer_does_not_depend_on_the_order_of_the_records(tmp_path: Path) -> None:
    records = {
        "smith": scores(*PRINTED),
        "jones": scores("mean: 9, sd: 1", "mean: 2, sd: 2"),
        "brown": scores("mean: 7, sd: 1", "mean: 5, sd: 2"),
    }
    turned = dict(reversed(records.items()))
    one, other = (pooled(tmp_path / str(i), "pain", given) for i, given in enumerate((records, turned)))
    assert labels(one) == labels(other)[::-1]
    assert answer(one.pooled) == pytest.approx(answer(other.pooled), rel=ITERATED)


def test_to_frame_has_a_row_a_cohort_with_the_values_of_the_analysis() -> None:
    for found in analyses():
        frame = found.to_frame()
        assert len(frame) == len(found.rows)
        assert list(frame["n"]) == [row.n for row in found.rows]
    yi, vi = changes(analysis("pain"))
    frame = analysis("pain").to_frame()
    assert (list(frame["yi"]), list(frame["vi"])) == (yi, vi)


def test_weights_are_shares_of_the_whole() -> None:
    for found in analyses():
        assert found.pooled is not None
        assert found.pooled.weights is not None
        assert float(found.pooled.weights.sum()) == pytest.approx(1.0, rel=CLOSED)


def test_a_record_skipped_for_its_errors_is_named(tmp_path: Path) -> None:
    from metasacro.records.folder import read_folder
    from tests.synthesis.small_folder import write_folder

    folder = write_folder(tmp_path, {"smith": scores(*PRINTED), "jones": record("jones", "- nonsense")})
    base, _ = read_folder(folder, "here", skip_invalid=True)
    assert base is not None
    found = pool(base, "pain")
    assert labels(found) == ["Smith"]
    assert [told.message for told in found.cautions if told.code == "MS447"] == [
        "left out because of errors, as you asked: jones"
    ]
