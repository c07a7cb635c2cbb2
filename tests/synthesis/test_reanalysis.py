"""The index study beside the pool, against what was worked out from its tables beforehand and independently."""

import pytest

from metasacro import load
from metasacro.problems import Refusal
from metasacro.synthesis.reanalysis import ScaleRow, reanalyze
from metasacro.synthesis.rows import CountRow, LeftOut, ScoreRow
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


@pytest.mark.parametrize(
    ("instrument", "cohort", "time", "mean", "sd"),
    [
        ("VAS with faces", "all", "before", 9.000, 1.565),
        ("VAS with faces", "all", "after", 2.929, 4.540),
        ("Functional Mobility Scale (FMS)", "all", "before", 2.643, 0.783),
        ("Functional Mobility Scale (FMS)", "all", "after", 1.375, 1.996),
        ("Analgesic Scale (AS)", "all", "before", 3.357, 0.783),
        ("Analgesic Scale (AS)", "all", "after", 2.929, 1.409),
    ],
)
def test_means_and_sds_of_the_27_are_those_of_luo_and_wan(
    instrument: str, cohort: str, time: str, mean: float, sd: float
) -> None:
    score = getattr(scored(instrument, cohort), time)
    assert (score.mean, score.sd) == pytest.approx((mean, sd), abs=0.0006)  # two of them end in 5 in the 4th decimal


@pytest.mark.parametrize(
    ("cohort", "time", "mean", "sd"),
    [
        ("all", "before", 9.0000, 1.5654),
        ("all", "after", 2.9286, 4.5396),
        ("noncancer", "before", 9.1378, 1.6256),
        ("noncancer", "after", 1.4487, 3.2513),
        ("cancer", "before", 8.7355, 1.6965),
    ],
)
def test_converted_pain_agrees_with_an_own_computation_to_four_decimals(
    cohort: str, time: str, mean: float, sd: float
) -> None:
    score = getattr(scored("VAS with faces", cohort), time)
    assert (score.mean, score.sd) == pytest.approx((mean, sd), abs=0.00006)  # half a unit of the last decimal


def test_equal_quartiles_give_no_sd_instead_of_all_the_weight() -> None:
    row = scale("Analgesic Scale (AS)", "noncancer").row
    assert isinstance(row, LeftOut)
    assert row.reason.code == "MS303"


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


@pytest.mark.parametrize(
    ("instrument", "cohort", "skewed"),
    [
        ("VAS with faces", "all", False),
        ("VAS with faces", "noncancer", True),
        ("VAS with faces", "cancer", True),
        ("Functional Mobility Scale (FMS)", "all", True),
        ("Analgesic Scale (AS)", "all", True),
    ],
)
def test_shis_test_marks_the_skewed_cells(instrument: str, cohort: str, skewed: bool) -> None:
    assert ("MS301" in [told.code for told in scored(instrument, cohort).cautions]) == skewed


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
