"""Mantel–Haenszel and Peto: laws, empty cells, and what is refused."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metasacro.pooling.mantel_haenszel import mantel_haenszel, mantel_haenszel_batch
from metasacro.pooling.mantel_haenszel_tests import implied_events
from metasacro.pooling.peto import peto, peto_batch
from metasacro.pooling.pooled_counts import PooledCounts
from metasacro.problems import Refusal
from tests.tolerances import CLOSED

#: ai, n1i, ci, n2i; the fourth and sixth cohort have no event at all.
TABLES = np.array([[0, 53, 1, 51], [1, 81, 0, 82], [2, 59, 4, 59], [0, 110, 0, 108], [3, 61, 6, 66], [0, 20, 0, 21]])

MEASURES = ("OR", "RR", "RD", "PETO")


def pool(measure: str, tables: Any, **options: Any) -> PooledCounts:
    a, n1, c, n2 = np.array(tables, dtype=float).T
    columns = {"ai": a, "n1i": n1, "ci": c, "n2i": n2}
    return peto(**columns, **options) if measure == "PETO" else mantel_haenszel(measure, **columns, **options)


def codes(pooled: PooledCounts) -> list[str]:
    return [caution.code for caution in pooled.cautions]


GROUP = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ROWS = st.lists(st.tuples(GROUP, GROUP).map(lambda g: (*g[0], *g[1])), min_size=1, max_size=7).filter(
    lambda rows: (
        any(r[0] for r in rows)
        and any(r[2] for r in rows)
        and any(r[0] < r[1] for r in rows)
        and any(r[2] < r[3] for r in rows)
    )
)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(MEASURES), st.randoms(use_true_random=False))
def test_the_order_of_cohorts_does_not_matter(rows: list[Any], measure: str, random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    a, b = pool(measure, rows), pool(measure, shuffled)
    assert (a.estimate is None) == (b.estimate is None)
    if a.estimate is not None:
        assert b.estimate == pytest.approx(a.estimate, rel=CLOSED, abs=1e-13)
        assert b.se == pytest.approx(a.se, rel=1e-10)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(MEASURES))
def test_swapping_the_groups_changes_the_sign(rows: list[Any], measure: str) -> None:
    a, b = pool(measure, rows), pool(measure, [(c, n2, x, n1) for x, n1, c, n2 in rows])
    if a.estimate is None:
        assert b.estimate is None
    else:
        assert b.estimate == pytest.approx(-a.estimate, rel=1e-10, abs=1e-12)
        assert b.se == pytest.approx(a.se, rel=1e-10)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(("OR", "PETO", "RD")))
def test_swapping_events_and_non_events_changes_the_sign(rows: list[Any], measure: str) -> None:
    a, b = pool(measure, rows), pool(measure, [(n1 - x, n1, n2 - c, n2) for x, n1, c, n2 in rows])
    if a.estimate is not None and b.estimate is not None:
        assert b.estimate == pytest.approx(-a.estimate, rel=1e-10, abs=1e-12)
        assert b.se == pytest.approx(a.se, rel=1e-9)


@pytest.mark.parametrize("measure", MEASURES)
def test_each_cohort_twice_halves_the_variance(measure: str) -> None:
    once, twice = pool(measure, TABLES), pool(measure, np.concatenate([TABLES, TABLES]))
    assert twice.estimate == pytest.approx(once.estimate, rel=CLOSED)
    assert twice.se == pytest.approx(once.se / np.sqrt(2), rel=CLOSED)


def test_one_cohort_is_its_own_answer() -> None:
    pooled = pool("OR", [[3, 61, 6, 66]])
    assert pooled.estimate == pytest.approx(np.log(3 * 60 / (58 * 6)), rel=CLOSED)
    assert pooled.se == pytest.approx(np.sqrt(1 / 3 + 1 / 58 + 1 / 6 + 1 / 60), rel=CLOSED)
    assert (pooled.q, pooled.i2, pooled.q_df) == (None, None, None)
    assert codes(pooled) == ["MS420"]


@pytest.mark.parametrize("measure", MEASURES)
def test_leaving_out_by_the_mask_is_leaving_out(measure: str) -> None:
    a, n1, c, n2 = TABLES.T
    keep = ~np.eye(6, dtype=bool)
    if measure == "PETO":
        estimate, se = peto_batch(a, n1, c, n2, keep=keep)
    else:
        estimate, se = mantel_haenszel_batch(measure, a, n1, c, n2, keep=keep)
    for i in range(6):
        alone = pool(measure, np.delete(TABLES, i, axis=0))
        assert (float(estimate[i]), float(se[i])) == pytest.approx((alone.estimate, alone.se), rel=CLOSED)


@pytest.mark.parametrize("measure", ["OR", "RR", "PETO"])
def test_cohorts_without_events_keep_their_row_and_are_named(measure: str) -> None:
    """Others drop such a row without a word (labels no longer line up), crash, or print NaN."""
    pooled, without = pool(measure, TABLES), pool(measure, TABLES[[0, 1, 2, 4]])
    assert pooled.weights is not None
    assert pooled.weights.size == 6
    assert pooled.weights[[3, 5]].tolist() == [0, 0]
    assert (pooled.estimate, pooled.se, pooled.q) == pytest.approx((without.estimate, without.se, without.q))
    assert "MS450" in codes(pooled)
    assert "rows 4, 6" in next(c.message for c in pooled.cautions if c.code == "MS450")


def test_cohorts_without_events_count_in_a_difference_unless_dropped() -> None:
    kept, dropped = pool("RD", TABLES), pool("RD", TABLES, drop00=(True, True))
    assert kept.estimate is not None
    assert dropped.estimate is not None
    assert abs(kept.estimate) < abs(dropped.estimate)
    assert (kept.k, dropped.k) == (6, 4)
    for pooled in (kept, dropped):
        assert "rows 4, 6" in next(c.message for c in pooled.cautions if c.code == "MS451")


def test_cohorts_without_events_enter_q_where_they_are_kept_for_it() -> None:
    """With a half added to each of their cells they have a log odds ratio of their own, near 0, and a wide variance."""
    tables = TABLES[[0, 1, 3]].astype(float)
    pooled = pool("OR", tables, drop00=(False, False))
    assert pooled.estimate is not None
    assert not tables[2, [0, 2]].any()
    q = 0.0
    for a, n1, c, n2 in tables:
        cells = np.array([a, n1 - a, c, n2 - c])
        cells += 0.5 * (cells == 0.0).any()
        log_odds_ratio = np.log(cells[0] * cells[3] / (cells[1] * cells[2]))
        q += (log_odds_ratio - pooled.estimate) ** 2 / (1.0 / cells).sum()
    assert pooled.q == pytest.approx(q, rel=CLOSED)
    assert pooled.q_df == 2.0
    assert pool("OR", tables).q_df == 1.0


@pytest.mark.parametrize("measure", ["OR", "RR"])
@pytest.mark.parametrize("column", [0, 2])
def test_a_group_without_any_event_has_no_ratio_and_says_so(measure: str, column: int) -> None:
    tables = TABLES.copy()
    tables[:, column] = 0
    pooled = pool(measure, tables)
    assert (pooled.estimate, pooled.se, pooled.interval, pooled.q, pooled.tau2, pooled.weights) == (None,) * 6
    assert "MS453" in codes(pooled)
    assert f"group {1 if column == 0 else 2} has no event" in pooled.cautions[-1].message
    assert pool("PETO", tables).estimate is not None  # nor is it an obstacle for Peto
    assert pool("RD", tables).estimate is not None


def test_no_event_anywhere() -> None:
    tables = TABLES.copy()
    tables[:, [0, 2]] = 0
    for measure in ("OR", "RR", "PETO"):
        assert pool(measure, tables).estimate is None
    difference = pool("RD", tables)  # 0 with a variance of 0 is no estimate of anything
    assert difference.estimate is None
    assert "MS453" in codes(difference)


def test_adding_to_the_pooled_tables_is_said() -> None:
    assert "MS452" in codes(pool("OR", TABLES, add=(0.5, 0.5), to=("only0", "only0")))
    assert "MS452" not in codes(pool("OR", TABLES))


def test_fractions_of_people_are_pointed_at() -> None:
    assert "MS454" in codes(pool("OR", [[1.5, 20, 3, 20], [2, 20, 3, 20]]))


def test_the_continuity_correction_never_passes_zero() -> None:
    pooled = pool("OR", [[5, 20, 5, 20], [4, 20, 4, 20]])
    assert pooled.mantel_haenszel is not None
    assert (pooled.mantel_haenszel.statistic, pooled.mantel_haenszel.p_value) == (0.0, 1.0)


@pytest.mark.parametrize("ratio", [1e-6, 0.2, 1.0, 1.0 + 1e-12, 3.0, 1e6])
def test_implied_events_have_the_odds_ratio_asked_for(ratio: float) -> None:
    m, n1, n2 = (np.array([x]) for x in (7.0, 30.0, 45.0))
    a = implied_events(m, n1, n2, ratio)
    assert 0 < a < 7
    assert float((a * (n2 - m + a) / ((n1 - a) * (m - a)))[0]) == pytest.approx(ratio, rel=1e-9)


def test_rates_do_not_change_with_the_unit_of_time() -> None:
    x1, t1, x2, t2 = np.array([[0, 100.5, 0, 110], [5, 220, 0, 200], [10, 1000, 12, 900], [0, 50, 4, 60]]).T
    a = mantel_haenszel("IRR", x1i=x1, t1i=t1, x2i=x2, t2i=t2)
    b = mantel_haenszel("IRR", x1i=x1, t1i=365 * t1, x2i=x2, t2i=365 * t2)
    assert (b.estimate, b.se, b.q) == pytest.approx((a.estimate, a.se, a.q), rel=CLOSED)
    a = mantel_haenszel("IRD", x1i=x1, t1i=t1, x2i=x2, t2i=t2)
    b = mantel_haenszel("IRD", x1i=x1, t1i=365 * t1, x2i=x2, t2i=365 * t2)
    assert (365 * b.estimate, 365 * b.se, b.q) == pytest.approx((a.estimate, a.se, a.q), rel=CLOSED)


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("MS351", {"ai": [1], "ci": [1], "di": [2]}),
        ("MS357", {"ai": [1, 2], "bi": [3], "ci": [1], "di": [2]}),
        ("MS403", {"ai": [], "bi": [], "ci": [], "di": []}),
        ("MS353", {"ai": [np.nan], "bi": [3], "ci": [1], "di": [2]}),
        ("MS354", {"ai": [0], "bi": [0], "ci": [1], "di": [2]}),
        ("MS355", {"ai": [4], "n1i": [3], "ci": [1], "n2i": [2]}),
        ("MS355", {"ai": [-1], "bi": [3], "ci": [1], "di": [2]}),
    ],
)
def test_tables_that_cannot_be_are_refused(code: str, columns: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        mantel_haenszel("OR", **columns)
    with pytest.raises(Refusal, match=code):
        peto(**columns)


@pytest.mark.parametrize(
    ("code", "options"),
    [
        ("MS404", {"measure": "or"}),
        ("MS404", {"to": ("some", "none")}),
        ("MS455", {"add": (-1.0, 0.0)}),
        ("MS405", {"level": 95}),
    ],
)
def test_choices_that_do_not_exist_are_refused(code: str, options: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match=code):
        mantel_haenszel(**{"measure": "OR", "ai": [1], "bi": [3], "ci": [1], "di": [2], **options})
