"""Text from files is printed on one line, and nothing in it is obeyed."""

from __future__ import annotations

import pytest

from metasacro.problems.printable import is_plain, one_line, printable


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" mean\r\n\t9.0 ", " mean 9.0 "),
        ("9.0\u202f±\u00a01.1", "9.0\u202f±\u00a01.1"),
        ("a\x1b[2Jb\u202ec", "a�[2Jb�c"),
        ("a\u2028\x85b", "a b"),
    ],
)
def test_a_typeset_line_keeps_its_outer_and_its_thin_spaces(text: str, line: str) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    ("text", "most", "line"),
    [(" a  b\n", None, "a b"), ("abcdef", 6, "abcdef"), ("abcdefg", 6, "abcde…"), ("\x07é", 6, "�é")],
)
def test_a_long_text_loses_its_end(text: str, most: int | None, line: str) -> None:
    assert printable(text, most) == line


@pytest.mark.parametrize(("text", "plain"), [("mean 9.0", True), ("", True), ("9\n", False), ("é", False)])
def test_only_visible_ascii_is_plain(text: str, plain: bool) -> None:
    assert is_plain(text) is plain
