"""The index study beside the pool, against what was worked out from its tables beforehand and independently."""

import pytest

from metasacro import load
from metasacro.evidence.summary import MedianSummary
from metasacro.problems import Refusal
from metasacro.synthesis.medians import feasible_set_of, reading_of
from metasacro.synthesis.reanalysis import ScaleRow, reanalyze
from metasacro.synthesis.rows import CountRow, LeftOut, ScoreRow
from metasacro.synthesis.settings import Overrides
from tests.synthesis.shipped import evidence, panel

SCALES = ("VAS with faces", "Functional Mobility Scale (FMS)", "Analgesic Scale (AS)")
COHORTS = ("all", "noncancer", "cancer")


def scale(instrument: str, cohort: str) -> ScaleRow:
    return next(row for row in panel().scales if (row.instrument, row.cohort) == (instrument, cohort))


def scored(instrument: str, cohort: str) -> ScoreRow:
    row = scale(instrument, cohort).row
    assert isinstance(row, ScoreRow)
    return row


def test_every_scale_is_shown_for_all_noncancer_and_cancer() -> None:
    assert [(row.instrument, row.cohort) for row in panel().scales] == [(s, c) for s in SCALES for c in COHORTS]
    assert [row.n for row in panel().scales] == [27, 16, 11] * 3


@pytest.mark.parametrize(("instrument", "cohort"), [(s, c) for s in SCALES for c in COHORTS])
def test_converted_means_and_sds_are_possible(instrument: str, cohort: str) -> None:
    """Each lies inside the exact set of its own print, the cell with equal quartiles too."""
    found = scale(instrument, cohort)
    assert isinstance(found.row, ScoreRow)
    bounds = found.row.entry.result.scale
    for summary, score in ((found.baseline, found.row.before), (found.follow_up.summary, found.row.after)):
        assert isinstance(summary, MedianSummary)
        reading = reading_of(summary, found.row.n, bounds)
        assert score is not None
        assert bounds is not None
        assert reading is not None
        samples = feasible_set_of(summary, found.row.n, bounds, reading)
        assert samples.sd is not None
        assert samples.mean.lower < score.mean < samples.mean.upper
        assert samples.sd.lower < score.sd < samples.sd.upper
        assert score.reconstruction > 0


def test_the_published_formulas_are_refused_in_every_cohort_whose_pair_is_impossible() -> None:
    """Luo and Wan, 18 cells: only the Analgesic Scale of the whole group before treatment has a possible pair."""
    asked = reanalyze(evidence(), "gupta2014", overrides=Overrides(conversion="luo/wan/shi"))
    reasons = [row.row.reason.code if isinstance(row.row, LeftOut) else "" for row in asked.scales]
    assert set(reasons) <= {"MS312", "MS303", ""}
    assert reasons.count("MS312") >= 6


@pytest.mark.parametrize(
    ("outcome", "events", "n", "lower", "upper"),
    [
        ("response", 42, 45, 81.7, 98.6),
        ("complete_response", 14, 45, 18.2, 46.6),
        ("major_complication", 0, 53, 0.0, 6.72),
    ],
)
def test_counts_have_their_exact_intervals(outcome: str, events: int, n: int, lower: float, upper: float) -> None:
    row = next(row for row in panel().counts if isinstance(row, CountRow) and row.entry.result.outcome == outcome)
    assert (row.events, row.n) == (events, n)
    assert (100 * row.interval.lower, 100 * row.interval.upper) == pytest.approx((lower, upper), abs=0.05)


@pytest.mark.parametrize(("instrument", "cohort"), [(s, c) for s in SCALES for c in COHORTS])
def test_the_interval_of_a_change_is_t_on_n_less_one(instrument: str, cohort: str) -> None:
    from scipy import stats

    found = scale(instrument, cohort)
    if isinstance(found.row, LeftOut):
        assert found.interval is None
        return
    assert found.interval is not None
    half = stats.t.ppf(0.975, found.row.n - 1) * found.row.variance**0.5
    expected = (found.row.change - half, found.row.change + half)
    assert (found.interval.lower, found.interval.upper) == pytest.approx(expected, rel=1e-10)


def test_the_pools_that_hold_the_index_study_are_shown_with_and_without_it() -> None:
    found = [entry.outcome.id for entry in panel().analyses]
    assert found == ["pain", "major_complication", "response"]
    assert all(entry.without_index is not None for entry in panel().analyses)


def test_an_unknown_study_is_refused() -> None:
    with pytest.raises(Refusal, match="MS133"):
        reanalyze(evidence(), "smith2020")


def test_any_record_can_be_reanalysed() -> None:
    base = load()
    for study in base.studies:
        assert reanalyze(base, study).study.id == study
