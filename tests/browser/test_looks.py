"""Light and dark, narrow and wide, on paper, for everybody."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
LUMINANCE = """(selector) => { const rgb = getComputedStyle(document.querySelector(selector)).backgroundColor
    .match(/[\\d.]+/g).map(Number); return (rgb[0] + rgb[1] + rgb[2]) / 765 }"""


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Any, viewport: dict[str, int], scheme: str) -> None:
    """Neither in the page at rest, nor with the protocol left, nor in an open dialog, nor with all steps shown."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page = visit(viewport=viewport, color_scheme=scheme).page
    found = [*serious(axe, page)]
    page.locator(".workbench td.switch input").first.click()
    page.locator("details.steps > summary").click()
    found += serious(axe, page, ".workbench", ".entries > li:nth-child(-n+20)")
    page.locator(".workbench tr.r-answer button.traced").first.click()
    page.locator("dialog details > summary").first.click()
    found += serious(axe, page, "dialog")
    assert found == []


def serious(axe: Any, page: Any, *parts: str) -> list[str]:
    """What axe finds in the page, or in these parts of it (of the steps, which are all made alike, twenty)."""
    where = {"include": [[part] for part in parts]} if parts else {"exclude": [[".entries"]]}
    violations = axe.run(page, where).response["violations"]
    return [
        f"{each['id']}: {each['nodes'][0]['html'][:200]} ({len(each['nodes'])}) {each['nodes'][0]['failureSummary']}"
        for each in violations
        if each["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize(("scheme", "light"), [("light", True), ("dark", False)])
def test_the_page_follows_the_reader(visit: Any, scheme: str, light: bool) -> None:
    """A dark page where that is asked for; pictures keep the white they were drawn on."""
    page = visit(color_scheme=scheme).page
    assert (page.evaluate(LUMINANCE, "html") > 0.5) is light
    assert page.evaluate(LUMINANCE, "figure.picture img") == 1


def test_only_tables_scroll_sideways(visit: Any) -> None:
    """The page itself fits; what does not fit can be reached with the keyboard."""
    page = visit().page
    page.locator("details.steps > summary").click()
    widths = {}
    for width in (320, 390, 600, 768, 1024, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        widths[width] = page.evaluate("document.documentElement.scrollWidth")
    assert {width: found for width, found in widths.items() if found > width} == {}
    focusable = page.evaluate("[...document.querySelectorAll('.scroll')].every((each) => each.tabIndex === 0)")
    assert focusable


def test_a_phone_drops_the_columns_that_may_go(visit: Any) -> None:
    """Those with the highest number first; the answer and its drawing stay."""
    shown = {}
    for width in (390, 700, 1280):
        page = visit(viewport={"width": width, "height": 800}).page
        heads = page.locator(".workbench thead th:visible").evaluate_all(
            "(heads) => heads.map((head) => head.dataset.column ?? head.className)"
        )
        shown[width] = [head for head in heads if "switch" not in head]
    assert shown[390] == ["study", "n", "effect", "plot"]
    assert shown[700] == ["study", "n", "effect", "weight", "plot"]
    assert shown[1280] == ["study", "n", "baseline", "follow_up", "effect", "weight", "plot"]


def test_it_prints(visit: Any) -> None:
    """As pages, in light, without controls, with what departs from the protocol; the steps stay away."""
    page = visit(color_scheme="dark").page
    page.locator(".workbench td.switch input").first.click()
    pdf = page.pdf(format="A4")
    page.emulate_media(media="print")
    assert pdf.startswith(b"%PDF")
    assert 1 < len(re.findall(rb"/Type\s*/Page\b", pdf)) < 12
    hidden = (".controls", ".contents", "#traces", ".source", "td.switch", "dialog")
    assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    assert page.locator(".departs").is_visible()
    assert page.evaluate(LUMINANCE, "html") > 0.9
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"
    assert page.evaluate("getComputedStyle(document.querySelector('tbody tr')).breakInside") == "avoid"


def test_headings_come_in_order_and_landmarks_are_there(visit: Any) -> None:
    """One h1, no level skipped; and the first Tab offers to skip to the report."""
    page = visit().page
    levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((each) => Number(each.tagName[1]))")
    assert levels.count(1) == 1
    assert [b for a, b in pairwise(levels) if b > a + 1] == []
    assert [page.locator(each).count() for each in ("header", "nav", "main")] == [1, 1, 1]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.hash") == "#main"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
