"""Text that Markdown cannot take for anything else, read back by another's parser."""

import pytest
from hypothesis import given

from metasacro.problems.printable import UNSAFE, one_line
from metasacro.render.markdown.text import code, line, link, markdown_text, slug, strong
from tests.render.hostile import HOSTILE, texts
from tests.render.markdown.parsed import inlines, kinds, marks, targets, words


def seen(text: str) -> str:
    """What a reader has to see of a text."""
    return one_line(text).strip()


@given(texts)
def test_a_line_of_text_stays_a_line_of_text(text: str) -> None:
    marked = line(markdown_text(text))
    assert UNSAFE.search(marked) is None
    if not seen(text):
        assert marked == ""
        return
    assert kinds(marked) == ["paragraph_open", "inline"]
    (token,) = inlines(marked)
    assert (words(token), marks(token)) == (seen(text), [])


@given(texts)
def test_a_point_of_a_list_holds_the_text_alone(text: str) -> None:
    marked = f"- {line(markdown_text(text))}"
    if seen(text):
        assert kinds(marked) == ["bullet_list_open", "list_item_open", "paragraph_open", "inline"]
        (token,) = inlines(marked)
        assert (words(token), marks(token)) == (seen(text), [])


@given(texts)
def test_a_heading_holds_the_text_alone(text: str) -> None:
    marked = f"## {markdown_text(text).strip()}"
    assert kinds(marked)[0] == "heading_open"
    assert [(words(token), marks(token)) for token in inlines(marked)] in ([(seen(text), [])], [("", [])])


@given(texts)
def test_the_text_of_a_link_is_the_text(text: str) -> None:
    marked = "see " + link(markdown_text(text).strip(), "#t1")
    (token,) = inlines(marked)
    assert words(token) == f"see {seen(text)}".strip()
    assert marks(token) == ["link_open"] * bool(seen(text))
    assert targets(marked) == ["#t1"] * bool(seen(text))


@given(texts, texts)
def test_text_before_a_link_makes_no_picture_of_it(before: str, after: str) -> None:
    marked = line(markdown_text(before) + link("5", "#t1") + markdown_text(after))
    (token,) = inlines(marked)
    assert marks(token) == ["link_open"]
    assert words(token) == (one_line(before) + "5" + one_line(after)).strip()


@given(texts)
def test_code_is_printed_to_the_letter(text: str) -> None:
    marked = code(text)
    if seen(text):
        (token,) = inlines(f"x {marked} y")
        assert marks(token) == ["code_inline"]
        assert words(token) == f"x {seen(text)} y"


@given(texts, texts)
def test_heavy_text_is_heavy_whatever_stands_beside_it(text: str, beside: str) -> None:
    marked = "x" + strong(markdown_text(text)) + markdown_text(beside).replace(" ", "")
    (token,) = inlines(marked)
    assert words(token).startswith(("x" + one_line(text)).rstrip())
    assert set(marks(token)) <= {"strong_open", "html_inline"}
    assert bool(marks(token)) == bool(seen(text))


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JaVaScRiPt:x", "data:text/html,x", "//evil.example", "http://a b", "http://a)b", "x", ""],
)
def test_an_address_of_no_known_kind_is_no_link(address: str) -> None:
    assert link("text", address) == "text"


def test_addresses_of_papers_are_links() -> None:
    assert targets(link("paper", "https://doi.org/10.1186/s12874-015-0091-1")) == [
        "https://doi.org/10.1186/s12874-015-0091-1"
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_of_a_place_leaves_no_attribute(text: str) -> None:
    assert not set(slug(text)) & set("\"'<> &")


def test_numbers_stay_readable() -> None:
    """No more backslashes than brackets need."""
    assert (
        markdown_text("5.4 [4.2, 6.7], P = .01 (n = 27) −3–5 ± 2 %")
        == "5.4 \\[4.2, 6.7\\], P = .01 (n = 27) −3–5 ± 2 %"
    )
    assert markdown_text("12\u202f345") == "12\u202f345"
