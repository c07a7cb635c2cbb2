"""The forest plot that can be sorted, filtered, and pooled again."""

from __future__ import annotations

from typing import Any

import pytest

from metasacro.pooling.random_effects import random_effects
from metasacro.views.numbers import fixed
from tests.render.html.sample import workbench

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

ROWS = ".workbench tbody:first-of-type tr[data-key]:visible"
EFFECT = ".workbench tr.r-answer td[data-column=effect]"


def texts(page: Any, column: str) -> list[str]:
    found = page.locator(f"{ROWS} [data-column={column}]").all_text_contents()
    return [" ".join(text.split()) for text in found]


def answer(page: Any) -> str:
    return " ".join(page.locator(EFFECT).text_content().split())


def expected(keys: list[str]) -> str:
    """What Python says of these rows, better to the right."""
    rows = [workbench().data["rows"][key] for key in keys]
    found = random_effects([row["yi"] for row in rows], [row["vi"] for row in rows])
    assert found.estimate is not None
    assert found.interval is not None
    return f"{fixed(-found.estimate)} [{fixed(-found.interval.upper)}, {fixed(-found.interval.lower)}]"


def test_it_starts_with_the_answer_of_the_protocol(visit: Any) -> None:
    """No line says otherwise, and the sentence below repeats the table's numbers."""
    page = visit().page
    planned = workbench().data["members"]["main|"]
    assert answer(page) == expected(planned)
    assert page.locator(".departs").is_hidden()
    assert page.locator("[data-reset]").is_disabled()
    assert f"Pooled as the protocol asks: {expected(planned)} points" in page.locator(".pooled").inner_text()


@pytest.mark.parametrize(
    ("column", "first"), [("study", "ascending"), ("n", "descending"), ("effect", "descending"),
                          ("weight", "descending")]
)  # fmt: skip
def test_a_column_sorts_both_ways_and_back(visit: Any, column: str, first: str) -> None:
    """By the keyboard; the direction is named on the head and announced."""
    page = visit().page
    start = texts(page, "study")
    button = page.locator(f".workbench thead th[data-column={column}] button")
    orders, directions = [], []
    for _ in range(3):
        button.focus()
        page.keyboard.press("Enter")
        orders.append(texts(page, column))
        directions.append(page.locator(f".workbench thead th[data-column={column}]").get_attribute("aria-sort"))
    second = "descending" if first == "ascending" else "ascending"
    assert directions == [first, second, "none"]
    assert orders[1] == orders[0][::-1]
    if column != "study":
        values = [float(text.split()[0].strip("ⁿ").replace("−", "-")) for text in orders[0]]
        assert values == sorted(values, reverse=True)
    assert texts(page, "study") == start
    assert page.locator("#told").text_content() == "order of the protocol"


def test_a_study_switched_off_leaves_the_answer(visit: Any) -> None:
    """By the space bar: the answer is that of the others, a line says what it is, and one button brings all back."""
    page = visit().page
    planned = workbench().data["members"]["main|"]
    before = page.locator(EFFECT).inner_html()
    page.locator(f"{ROWS} input").first.focus()
    page.keyboard.press("Space")
    assert answer(page) == expected(planned[1:])
    assert "Without Gupta 2014" in page.locator(".departs").inner_text()
    assert "Pooled in this page: " + expected(planned[1:]) in page.locator(".pooled[role=status]").inner_text()
    assert page.locator(".workbench tr.r-prediction").is_hidden()
    assert page.locator(".workbench tr.r-subtotal").first.is_hidden()
    page.locator("[data-reset]").click()
    assert page.locator(EFFECT).inner_html() == before
    assert page.locator(".departs").is_hidden()
    assert page.locator(".workbench tr.r-prediction").is_visible()


def test_sets_and_subgroups_bring_their_rows(visit: Any) -> None:
    """Each choice shows its members and pools them."""
    page = visit().page
    data = workbench().data
    for name, keys in data["members"].items():
        chosen, _, group = name.partition("|")
        page.select_option("[data-choose=set]", chosen)
        page.select_option("[data-choose=group]", group)
        shown = page.locator(ROWS).evaluate_all("(rows) => rows.map((row) => row.dataset.key)")
        assert sorted(shown) == sorted(keys), name
        assert answer(page) == (expected(keys) if keys else ""), name


def test_a_recomputed_number_opens_the_rows_that_it_was_computed_from(visit: Any) -> None:
    """Its chain begins in the page and ends in the records."""
    page = visit().page
    page.locator(f"{ROWS} input").first.click()
    page.locator(f"{EFFECT} button").click()
    dialog = page.locator("dialog[open]")
    assert "computed in this page" in dialog.inner_text()
    assert dialog.locator(".tree > li").count() == len(workbench().data["members"]["main|"]) - 1
    dialog.locator("summary").first.click()
    assert "mean change, Kortman 2013" in dialog.inner_text()


def test_with_every_study_off_nothing_is_pooled(visit: Any) -> None:
    """And with one, its own interval stands."""
    page = visit().page
    boxes = page.locator(f"{ROWS} input")
    for place in range(1, boxes.count()):
        boxes.nth(place).click()
    assert answer(page) == expected(workbench().data["members"]["main|"][:1])
    assert "one cohort, not pooled" in page.locator(".pooled").inner_text()
    boxes.first.click()
    assert answer(page) == ""
    assert "nothing is pooled" in page.locator(".pooled").inner_text()
