"""Bad input has an answer: a refusal with a code that names the rows, or a number and a caution; never a nan.

Every question of the public kernel is asked of every table that cannot be, and of every table that is only odd.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from metasacro.diagnostics.gosh import Gosh
from metasacro.diagnostics.refits import Refits
from metasacro.pooling.coefficients import CoefficientTable
from metasacro.problems import CATALOGUE, Refusal
from tests.laws.answers import COUNTS, EFFECTS, RATES, TABLES, Ask, nans

NAN, INF = float("nan"), float("inf")
Y, V = [0.1, 0.5, -0.2, 0.4], [0.04, 0.09, 0.02, 0.05]

#: What is wrong → (effects, variances, codes that may say so). The second row is the broken one.
BROKEN_EFFECTS: dict[str, tuple[list[Any], list[Any], set[str]]] = {
    "a negative variance": (Y, [0.04, -0.09, 0.02, 0.05], {"MS401"}),
    "a variance of 0": (Y, [0.04, 0.0, 0.02, 0.05], {"MS401"}),
    "a variance of nan": (Y, [0.04, NAN, 0.02, 0.05], {"MS401"}),
    "a variance without end": (Y, [0.04, INF, 0.02, 0.05], {"MS401"}),
    "an effect of nan": ([0.1, NAN, -0.2, 0.4], V, {"MS402"}),
    "an effect without end": ([0.1, INF, -0.2, 0.4], V, {"MS402"}),
    "an effect that is missing": ([0.1, None, -0.2, 0.4], V, {"MS402"}),
    "columns of different lengths": (Y, V[:3], {"MS406"}),
    "no rows": ([], [], {"MS403"}),
}

#: Tables that can be, but leave a method little or nothing to go on.
ODD_EFFECTS = {
    "one study": ([0.3], [0.04]),
    "two studies": ([0.1, 0.5], [0.04, 0.02]),
    "identical effects": ([0.3] * 4, V),
    "identical studies": ([0.3] * 4, [0.04] * 4),
    "effects of 0": ([0.0] * 4, V),
    "tiny units": ([1e-6, 3e-6, 2e-6], [1e-13, 2e-13, 1e-13]),
    "huge effects": ([1e8, -1e8, 3e8], [1.0, 1.0, 1.0]),
    "a very precise study": (Y, [1e-12, 0.09, 0.02, 0.05]),
    "duplicates": (Y * 2, V * 2),
}

X, N = [1, 4, 3], [20, 22, 24]

#: Codes that say that counts cannot be.
COUNT_CODES = {"MS353", "MS354", "MS355", "MS357", "MS368", "MS407"}

#: One group: what is wrong → (events, people). The second row is the broken one.
BROKEN_COUNTS: dict[str, tuple[list[Any], list[Any]]] = {
    "more events than people": ([1, 40, 3], N),
    "a group of nobody": ([1, 0, 3], [20, 0, 24]),
    "a negative count": ([1, -1, 3], N),
    "a count of nan": ([1, NAN, 3], N),
    "people without end": (X, [20, INF, 24]),
    "columns of different lengths": (X[:2], N),
}

ODD_COUNTS = {
    "one study": ([3], [10]),
    "one study without events": ([0], [10]),
    "one study of events only": ([10], [10]),
    "two studies": ([2, 5], [10, 12]),
    "no event anywhere": ([0, 0, 0], [10, 20, 30]),
    "events in everyone": ([10, 20, 30], [10, 20, 30]),
    "all or nothing": ([0, 20, 0], [10, 20, 30]),
    "identical studies": ([2, 2, 2], [10, 10, 10]),
    "one person": ([1, 0, 3], [1, 22, 24]),
}


def refusal(ask: Ask, *columns: Any, **named: Any) -> Refusal:
    """What the question is refused with."""
    with pytest.raises(Refusal) as caught:
        ask(*columns, **named)
    assert caught.value.code in CATALOGUE
    return caught.value


def says(found: Refusal, wrong: str, codes: set[str]) -> None:
    """One of the codes, and the second row where one row is broken."""
    assert found.code in codes, str(found)
    whole_table = wrong in ("columns of different lengths", "no rows")
    assert whole_table or re.search(r"rows? 2\b", str(found)), str(found)


def asked(ask: Ask, *columns: Any, **named: Any) -> Any:
    """The answer, or the refusal to give one."""
    try:
        return ask(*columns, **named)
    except Refusal as reason:
        return reason


def no_nan(answer: object) -> list[str]:
    """Nans of an answer, but those that stand for what a row of many refits does not have, and says in its manual."""
    if isinstance(answer, Refusal):
        return [] if answer.code in CATALOGUE else [answer.code]
    if isinstance(answer, (Refits, Gosh)):  # heterogeneity of a row with a single cohort; normal tests have no df
        alone = answer.k == 1
        found = []
        for name in ("estimate", "se", "lower", "upper", "p_value", "tau2", "q", "i2", "h2"):
            values = getattr(answer, name, None)
            if values is not None:
                may = alone if name in ("tau2", "q", "i2", "h2") else np.zeros_like(alone)
                found += [f"{name} of a row"] if np.isnan(values[~may]).any() else []
        return found
    found = list(nans(answer))
    table = getattr(answer, "coefficients", None)
    if isinstance(table, CoefficientTable):  # an infinite df is a normal distribution
        found = [each for each in found if not each.startswith(".coefficients.df holds [inf")]
    return found


@pytest.mark.parametrize("wrong", BROKEN_EFFECTS)
@pytest.mark.parametrize("question", EFFECTS)
def test_effects_that_cannot_be_are_refused_by_row(question: str, wrong: str) -> None:
    yi, vi, codes = BROKEN_EFFECTS[wrong]
    says(refusal(EFFECTS[question], yi, vi), wrong, codes)


@pytest.mark.parametrize("odd", ODD_EFFECTS)
@pytest.mark.parametrize("question", EFFECTS)
def test_odd_effects_have_an_answer_without_nan_or_a_reason_why_not(question: str, odd: str) -> None:
    answer = asked(EFFECTS[question], *ODD_EFFECTS[odd])
    assert no_nan(answer) == []


@pytest.mark.parametrize("wrong", BROKEN_COUNTS)
@pytest.mark.parametrize("question", COUNTS)
def test_counts_that_cannot_be_are_refused_by_row(question: str, wrong: str) -> None:
    says(refusal(COUNTS[question], *BROKEN_COUNTS[wrong]), wrong, COUNT_CODES | {"MS406"})


@pytest.mark.parametrize("odd", ODD_COUNTS)
@pytest.mark.parametrize("question", COUNTS)
def test_odd_counts_have_an_answer_without_nan_or_a_reason_why_not(question: str, odd: str) -> None:
    answer = asked(COUNTS[question], *ODD_COUNTS[odd])
    assert no_nan(answer) == []


@pytest.mark.parametrize("column", ["xi", "ni"])
@pytest.mark.parametrize("question", COUNTS)
def test_counts_that_are_not_whole_are_refused_or_pointed_at(question: str, column: str) -> None:
    """Models of counts know no fractions; effects can be computed from them, with a caution."""
    x, n = ([1, 2.5, 3], N) if column == "xi" else (X, [20, 22.5, 24])
    answer = asked(COUNTS[question], x, n)
    notes = [answer] if isinstance(answer, Refusal) else [note for note in answer.cautions if note.code == "MS365"]
    assert [note.code for note in notes] in (["MS407"], ["MS365"])
    assert "rows 2" in (str(answer) if isinstance(answer, Refusal) else notes[0].message)


def two_groups(question: str, a: list[Any], n1: list[Any], c: list[Any], n2: list[Any]) -> dict[str, Any]:
    """The table as the question takes it: people, or those without an event."""
    if not question.startswith("effect_sizes"):
        return {"ai": a, "n1i": n1, "ci": c, "n2i": n2}
    others = [[total - part for part, total in zip(x, n, strict=True)] for x, n in ((a, n1), (c, n2))]
    return {"ai": a, "bi": others[0], "ci": c, "di": others[1]}


@pytest.mark.parametrize("wrong", [name for name in BROKEN_COUNTS if "lengths" not in name])
@pytest.mark.parametrize("question", TABLES)
def test_tables_that_cannot_be_are_refused_by_row(question: str, wrong: str) -> None:
    table = two_groups(question, *BROKEN_COUNTS[wrong], [5, 6, 7], [21, 23, 25])
    says(refusal(TABLES[question], **table), wrong, COUNT_CODES)


@pytest.mark.parametrize("odd", ODD_COUNTS)
@pytest.mark.parametrize("other", ["events", "none", "the same"])
@pytest.mark.parametrize("question", TABLES)
def test_odd_tables_have_an_answer_without_nan_or_a_reason_why_not(question: str, odd: str, other: str) -> None:
    xi, ni = ODD_COUNTS[odd]
    events = {"events": [min(2, n) for n in ni], "none": [0] * len(ni), "the same": xi}[other]
    answer = asked(TABLES[question], **two_groups(question, xi, ni, events, ni))
    assert no_nan(answer) == []


@pytest.mark.parametrize("column", ["x1i", "t1i"])
@pytest.mark.parametrize("value", [-1.0, NAN, INF, 0.0])
@pytest.mark.parametrize("question", RATES)
def test_rates_that_cannot_be_are_refused_by_row(question: str, column: str, value: float) -> None:
    table = {"x1i": [1.0, 4.0, 3.0], "t1i": [20.0, 22.0, 24.0], "x2i": [5, 6, 7], "t2i": [21.0, 23.0, 25.0]}
    if column == "x1i" and value == 0.0:  # no event is a count
        return
    table[column] = [table[column][0], value, table[column][2]]
    assert re.search(r"rows? 2\b", str(refusal(RATES[question], **table)))


@pytest.mark.parametrize(
    "events", [([1], [5]), ([0], [0]), ([0, 0, 0], [0, 0, 0]), ([0, 0, 0], [5, 6, 7]), ([2] * 3,) * 2]
)
@pytest.mark.parametrize("question", RATES)
def test_odd_rates_have_an_answer_without_nan_or_a_reason_why_not(question: str, events: Any) -> None:
    time = [20.0, 22.0, 24.0][: len(events[0])]
    answer = asked(RATES[question], x1i=events[0], t1i=time, x2i=events[1], t2i=time)
    assert no_nan(answer) == []


def test_a_cluster_robust_variance_needs_residuals() -> None:
    """MS417: identical effects leave none, and an SE of 0 would claim certainty."""
    found = refusal(EFFECTS["robust_variance"], [0.3] * 4, V)
    assert found.code == "MS417"
    assert "`intercept`" in str(found)


def test_levels_cannot_be_told_apart_beyond_the_digits_of_a_number() -> None:
    """MS418: effects 300 million standard errors apart."""
    assert refusal(EFFECTS["multilevel"], *ODD_EFFECTS["huge effects"]).code == "MS418"


def test_powers_of_1_leave_one_count() -> None:
    """MS419: all are significant, as they must be, and that is no excess."""
    answer = EFFECTS["excess_significance"]([1e3, 1.1e3, 0.9e3], [1.0, 1.0, 1.0])
    assert (answer.observed, answer.expected, answer.p_value) == (3, 3.0, 1.0)
    assert "MS419" in [note.code for note in answer.cautions]
