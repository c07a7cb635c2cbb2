"""Every number opens where it comes from, by mouse, by keyboard, and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metasacro.render.html.page import report_html
from tests.render.html.hostile import hostile_report

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CELL = ".workbench td[data-column=effect] a.traced"


def test_a_click_opens_the_chain_down_to_the_lines_of_the_record(visit: Any) -> None:
    """Cell → step → file:line → the place in the paper, with the YAML line shown."""
    page = visit().page
    asked = page.locator(CELL).first
    text = " ".join(asked.text_content().split())
    asked.click()
    dialog = page.locator("dialog[open]")
    assert " ".join(dialog.locator(".asked").text_content().split()) == text
    shown = dialog.locator(".chain").inner_text()
    assert "studies/gupta2014.yaml:" in shown
    assert "Table 4" in shown
    assert "median: 9.0" in dialog.locator("pre").all_inner_texts()[0]
    assert page.evaluate("document.querySelectorAll('#trace [id]').length") == 1  # the title: nothing is there twice


def test_the_keyboard_opens_it_walks_it_and_comes_back(visit: Any) -> None:
    """Enter opens, Tab stays inside, Enter folds a step open, Esc closes, and the focus is where it was."""
    page = visit().page
    page.locator(".workbench tr.r-answer td[data-column=effect] a.traced").focus()
    before = page.evaluate("document.activeElement.dataset.trace")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    folded = page.locator("dialog details.branch:not([open]) > summary").first
    folded.focus()
    page.keyboard.press("Enter")
    page.locator("dialog details[open] > .body").first.wait_for()
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0
    assert page.evaluate("document.activeElement.dataset.trace") == before


def test_every_trace_that_the_page_names_is_in_the_list(visit: Any) -> None:
    """Each link leads somewhere, no id is there twice, and no number stands outside every trace."""
    page = visit().page
    lost = page.evaluate(
        """() => [...document.querySelectorAll('a[href^="#"], [data-trace]')]
        .map((each) => each.dataset.trace || each.hash.slice(1)).filter((id) => !document.getElementById(id))"""
    )
    twice = page.evaluate(
        """() => [...document.querySelectorAll('[id]')].map((each) => each.id)
        .filter((id, i, all) => all.indexOf(id) !== i)"""
    )
    bare = page.evaluate(
        r"""() => { const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
        while (walker.nextNode()) { const at = walker.currentNode.parentElement;
          if (/\d/.test(walker.currentNode.data) && !at.closest('[data-trace]')) found.push(walker.currentNode.data) }
        return found }"""
    )
    assert (lost, twice, bare) == ([], [], [])


def test_a_heading_opens_the_source_of_its_text(visit: Any) -> None:
    """Numbers of notes have no link of their own: the button beside their table's title has it."""
    page = visit().page
    page.locator(".workbench > .heading .source").click()
    assert "τ²" in page.locator("dialog[open] .chain").inner_text()
    page.locator("[data-close]").click()
    assert page.locator("dialog[open]").count() == 0


def test_a_sentence_has_its_source_behind_it(visit: Any) -> None:
    """In a cell and in the text: the link says what it is, and opens the chain."""
    page = visit().page
    for place in ("#judgements td a.at", "#judgements > p a.at"):
        page.locator(place).click()
        assert "number of records" in page.locator("dialog[open] .chain").inner_text()
        page.keyboard.press("Escape")


def test_the_dialog_leads_to_the_list_of_all_steps(visit: Any) -> None:
    """The step is unfolded and in view."""
    page = visit().page
    page.locator(CELL).first.click()
    page.locator("[data-whole]").click()
    name = page.evaluate("location.hash.slice(1)")
    assert page.locator(f"#{name}").is_visible()
    assert page.locator("dialog[open]").count() == 0


def test_without_scripts_links_lead_to_the_list(visit: Any) -> None:
    """And no control is shown that could do nothing."""
    page = visit(java_script_enabled=False).page
    name = page.locator(CELL).first.get_attribute("href")
    page.locator(CELL).first.click()
    assert page.url.endswith(name)
    assert page.locator(name).is_visible()
    assert [page.locator(each).first.is_visible() for each in (".controls", "td.switch", ".pooled")] == [False] * 3


def test_hostile_text_does_nothing_in_a_browser(visit: Any, tmp_path: Path) -> None:
    """It is read in the page, in the dialog and from the plot's data, and neither runs nor asks for anything."""
    written = tmp_path / "hostile.html"
    written.write_text(report_html(hostile_report(), {}), encoding="utf-8")
    page = visit(written.as_uri(), viewport={"width": 390, "height": 844}).page
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator(".workbench td[data-column=effect] a.traced").first.click()
    assert "window.stolen" in page.locator("dialog[open]").inner_text()
    page.keyboard.press("Escape")
    page.locator(".workbench td.switch input").first.click()
    assert "window.stolen" in page.locator(".departs").inner_text()
    assert page.evaluate("window.stolen === undefined")
