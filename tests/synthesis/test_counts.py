"""A result with a count becomes events, a denominator and an exact interval, or the reason why it cannot."""

from pathlib import Path

import pytest
from scipy import stats

from metasacro.synthesis.rows import CountRow
from tests.synthesis.shipped import analyses, analysis
from tests.synthesis.small_folder import codes, count, labels, pooled, reasons
from tests.tolerances import TAIL


def test_events_and_denominator_are_those_of_the_record(tmp_path: Path) -> None:
    row = pooled(tmp_path, "harm", {"smith": count(3, 20)}).rows[0]
    assert isinstance(row, CountRow)
    assert (row.events, row.n, row.recounted) == (3, 20, False)


@pytest.mark.parametrize(("events", "n"), [(0, 20), (3, 20), (20, 20)])
def test_the_interval_is_that_of_clopper_and_pearson(tmp_path: Path, events: int, n: int) -> None:
    row = pooled(tmp_path, "harm", {"smith": count(events, n)}).rows[0]
    assert isinstance(row, CountRow)
    lower = stats.beta.ppf(0.025, events, n - events + 1) if events else 0.0
    upper = stats.beta.ppf(0.975, events + 1, n - events) if events < n else 1.0
    assert (row.interval.lower, row.interval.upper) == pytest.approx((lower, upper), rel=TAIL)


def test_a_count_that_is_not_reported_is_no_zero(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(1), "jones": count("not reported")})
    assert labels(found) == ["Smith"]
    assert reasons(found) == {"Jones": "MS437"}


def test_an_unreported_denominator_is_not_guessed(tmp_path: Path) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(1), "jones": count(1, "not reported")})  # type: ignore[arg-type] # as written in a record
    assert reasons(found) == {"Jones": "MS437"}


@pytest.mark.parametrize("unit", ["procedures", "fractures", "lesions"])
def test_another_unit_than_patients_is_never_mixed_in(tmp_path: Path, unit: str) -> None:
    found = pooled(tmp_path, "harm", {"smith": count(1), "jones": count(1, 20, unit=unit)})
    assert reasons(found) == {"Jones": "MS434"}


def test_the_counted_number_is_used_beside_the_printed_one(tmp_path: Path) -> None:
    counted = "counted: {events: 1, reason: it needed surgery}, "
    found = pooled(tmp_path, "harm", {"smith": count(0, 20, counted)})
    row = found.rows[0]
    assert isinstance(row, CountRow)
    assert (str(row.printed.events), row.events, row.recounted) == ("0", 1, True)
    assert "MS442" in codes(found)


def test_the_leak_that_was_decompressed_counts_as_a_major_complication() -> None:
    """The abstract of kortman2013 prints no major complication; the record counts one of 243."""
    found = analysis("major_complication")
    row = next(row for row in found.rows if row.entry.study.id == "kortman2013")
    assert isinstance(row, CountRow)
    assert (str(row.printed.events), row.events, row.n) == ("0", 1, 243)
    assert "surgical decompression" in row.printed.counted_reason
    assert "MS442" in codes(found)


def test_every_shipped_count_is_of_patients() -> None:
    for found in analyses("all"):
        for row in found.rows:
            if isinstance(row, CountRow):
                assert row.printed.unit == "patients", row.entry.label
