"""The signs that a terminal can show."""

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from metasacro.problems import CATALOGUE
from metasacro.render.terminal.glyphs import ASCII, UNICODE


@given(st.text())
def test_ascii_is_ascii_whatever_the_words(words: str) -> None:
    assert ASCII.text(words).isascii()


@given(st.text())
@pytest.mark.parametrize("glyphs", [ASCII, UNICODE], ids=["ascii", "unicode"])
def test_no_words_can_steer_the_terminal(glyphs: object, words: str) -> None:
    shown = (ASCII if glyphs is ASCII else UNICODE).text(words)
    assert [sign for sign in shown if ord(sign) < 32 or 127 <= ord(sign) < 160] == []


def test_our_own_words_have_an_ascii_spelling() -> None:
    """A question mark would stand where a sign of ours has none."""
    spelled = {code: ASCII.text(entry.message) for code, entry in CATALOGUE.items()}
    assert [code for code, text in spelled.items() if text.count("?") > CATALOGUE[code].message.count("?")] == []


@pytest.mark.parametrize("glyphs", [ASCII, UNICODE], ids=["ascii", "unicode"])
def test_every_sign_of_the_plot_is_one_cell_wide(glyphs: object) -> None:
    for field in fields(UNICODE):
        value = getattr(glyphs, field.name)
        if field.name not in ("ascii", "more"):
            assert [sign for sign in value if cell_len(sign) != 1] == [], field.name
