"""The page that `metasacro report` writes of the shipped evidence, as its readers open it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metasacro.pooling.random_effects import random_effects
from metasacro.views.numbers import fixed
from tests.browser.test_looks import DESK, PHONE, serious
from tests.browser.test_pool_agrees import CLOSE
from tests.views.report.shipped import benches, page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Its address; the fixture `visit` sees to it that nothing is complained about and nothing asked of a network."""
    written = tmp_path_factory.mktemp("shipped") / "report.html"
    written.write_text(page(), encoding="utf-8")
    return Path(written).as_uri()


def test_axe_finds_nothing_serious(visit: Any, shipped: str) -> None:
    """In the whole page at rest: schemes, widths and dialogs are those of the sample, which is a tenth of its size."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    assert serious(axe, visit(shipped).page) == []


def test_it_fits_and_every_picture_is_drawn(visit: Any, shipped: str) -> None:
    """The page itself never scrolls sideways; every picture has words for who cannot see it."""
    opened = visit(shipped).page
    for viewport in (PHONE, DESK):
        opened.set_viewport_size(viewport)
        assert opened.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    drawn = "[...document.images].map((each) => each.complete && each.naturalWidth > 0 && each.alt.length > 0)"
    assert opened.evaluate(drawn) == [True] * opened.locator("figure.picture img").count()


def test_the_page_pools_as_python_does(visit: Any, shipped: str) -> None:
    """Every set and subgroup of every forest, by the data and the quantiles in the page; and what it then shows."""
    opened = visit(shipped).page
    forests = benches()
    assert opened.locator(".workbench").count() == len(forests) > 0
    for place, bench in enumerate(forests):
        data, here = bench.data, opened.locator(".workbench").nth(place)
        for name, keys in data["members"].items():
            yi, vi = ([data["rows"][key][each] for key in keys] for each in ("yi", "vi"))
            there = random_effects(yi, vi, method=data["method"], test=data["test"], level=data["level"])
            assert there.interval is not None
            assert there.estimate is not None
            got = opened.evaluate(
                "([yi, vi, test, quantiles]) => metasacro.pool(yi, vi, test, quantiles)",
                [yi, vi, data["test"], data["quantiles"]],
            )
            told = [there.estimate, there.interval.lower, there.interval.upper, there.tau2]
            assert [got[key] for key in ("estimate", "lower", "upper", "tau2")] == [
                None if value is None else pytest.approx(value, rel=CLOSE, abs=CLOSE) for value in told
            ], name
            chosen, _, group = name.partition("|")
            here.locator("[data-choose=set]").select_option(chosen)
            here.locator("[data-choose=group]").select_option(group)
            sign = data["sign"]
            ends = sorted((sign * there.interval.lower, sign * there.interval.upper))
            shown = " ".join(here.locator("tr.r-answer td[data-column=effect]").text_content().split())
            assert shown == f"{fixed(sign * there.estimate)} [{fixed(ends[0])}, {fixed(ends[1])}]", name
        here.locator("[data-reset]").click()
