"""The single-center cohort beside the pool."""

from pathlib import Path

import pytest

from metasacro import pool
from metasacro.synthesis.reanalysis import reanalyze
from metasacro.views.panel import panel_tables
from metasacro.views.table import Table
from tests.synthesis.shipped import evidence, panel
from tests.synthesis.small_folder import count, evidence_of, scores


def tables() -> dict[str, Table]:
    return {table.id: table for table in panel_tables(panel(), evidence().protocol)}


def column(table: Table, key: str) -> list[str]:
    return [row.cells[key].text for row in table.rows if key in row.cells]


def test_printed_medians_stand_as_printed() -> None:
    assert column(tables()["reanalysis"], "printed") == [
        "9.0 [8.0–10.0] → 3.0 [0.0–5.8]",
        "9.5 [8.0–10.0] → 0.0 [0.0–4.0]",
        "8.0 [8.0–10.0] → 4.0 [2.3–6.0]",
        "3.0 [2.0–3.0] → 1.0 [0.25–2.8]",
        "3.0 [1.5–3.0] → 1.0 [0.0–2.0]",
        "3.0 [2.3–3.8] → 2.0 [1.0–3.0]",
        "3.0 [3.0–4.0] → 3.0 [2.0–3.8]",
        "3.0 [3.0–3.0] → 3.0 [1.0–3.0]",
        "4.0 [3.0–4.0] → 4.0 [3.0–4.0]",
    ]


def test_every_cohort_has_a_change_or_the_code_that_says_why_not() -> None:
    changes = column(tables()["reanalysis"], "change")
    assert len(changes) == 9
    assert changes[0] == "−5.4 [−6.7, −4.1]"
    assert changes[7] == "−0.7 [−1.4, 0.1]"


def test_counts_stand_with_their_exact_intervals() -> None:
    table = tables()["reanalysis_counts"]
    assert column(table, "events") == ["42/45", "14/45", "0/53"]
    assert column(table, "rate") == ["93.3 [81.7, 98.6]", "31.1 [18.2, 46.6]", "0.0 [0.0, 6.7]"]


def test_the_pooled_answer_stands_with_and_without_this_cohort() -> None:
    table = tables()["with_without"]
    assert len(table.rows) == 3
    assert column(table, "with")[0] == "5.3 [3.7, 6.9]"
    assert column(table, "without")[0] == "5.2 [3.2, 7.3]"


@pytest.mark.parametrize(("events", "text"), [(0, "0.0 [0.0, 8.8]"), (20, "100.0 [91.2, 100.0]")])
def test_where_no_or_every_patient_had_the_event_the_share_is_what_was_seen(
    tmp_path: Path, events: int, text: str
) -> None:
    base = evidence_of(tmp_path, {"smith": count(events), "jones": count(events)})
    found = panel_tables(reanalyze(base, "smith", (pool(base, "harm"),)), base.protocol)
    assert column(next(table for table in found if table.id == "with_without"), "with") == [text]


def test_a_change_that_the_index_study_prints_itself_is_shown(tmp_path: Path) -> None:
    change = "change: [{time: 30 days, n: 20, mean: -5, sd: 1}], "
    base = evidence_of(tmp_path, {"smith": scores("mean: 8, sd: 2", "mean: 3, sd: 2", more=change)})
    found = panel_tables(reanalyze(base, "smith"), base.protocol)
    assert column(found[0], "change")[0].startswith("−5.0 [−5.5, −4.5]")
