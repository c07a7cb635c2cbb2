"""Nothing in a file can move the cursor, colour, link, hide or reorder what a terminal shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from metasacro.problems import problem
from metasacro.problems.printable import UNSAFE, printable

#: What may stand in printed output besides ordinary characters.
LINE_ENDS = "\n"

HOSTILE = {
    "clear screen": "\x1b[2J",
    "OSC 52 clipboard": "\x1b]52;c;aGk=\x07",
    "OSC 8 link": "\x1b]8;;https://example.org\x1b\\x\x1b]8;;\x1b\\",
    "C1 introducer": "\x9b2J",
    "backspaces": "9\b\b0",
    "carriage return": "9.0\r0.0",
    "bell": "\x07",
    "delete": "\x7f",
    "NUL": "\0",
    "next line": "\x85",
    "line separator": "\u2028",
    "right to left": "\u202e0.9",
    "isolate": "\u2066",
    "zero width": "1\u200b2",
    "soft hyphen": "\u00ad",
    "byte order mark inside": "\ufeff",
    "tag characters": "\U000e0041",
}


COUNT = "  - {{outcome: b, cohort: all, events: 1, of: 2, unit: lesions, where: x, "


def escaped(text: str) -> str:
    """The text as a double-quoted YAML scalar that holds only ASCII."""
    return '"' + "".join(f"\\U{ord(sign):08X}" for sign in text) + '"'


def unprintable(text: str) -> set[str]:
    return set(UNSAFE.findall(text)) - set(LINE_ENDS)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_raw_control_character_is_refused_and_not_printed(name: str, read: Callable[..., Any]) -> None:
    """One MS104 at its place; the printed problem holds no such character."""
    reading = read(label=f"Smith {HOSTILE[name]} 2020")
    assert reading.codes == ["MS104"]
    assert re.fullmatch(r"2:1[457]", reading.place)
    assert set() == unprintable(reading.printed)


@pytest.mark.parametrize("name", HOSTILE)
def test_an_escaped_control_character_is_refused_and_not_printed(name: str, read: Callable[..., Any]) -> None:
    """YAML's own escapes (`"\\0"`, `"\\x1b"`) are no way round."""
    reading = read(label=escaped(f"Smith {HOSTILE[name]} 2020"))
    assert reading.codes == ["MS104"]
    assert reading.place == "2:8"
    assert set() == unprintable(reading.printed)


@pytest.mark.parametrize(
    ("place", "more"),
    [
        ("a field's name", "{}: 1\n"),
        ("a field's name, twice", "{0}: 1\n{0}: 2\n"),
        ("a reason", "notes: [x]\ndiscrepancies: [{{about: x, says: {}}}]\n"),
        ("an assumption", COUNT + "assumed: {{of: {}}}}}\n"),
        ("an assumed field", COUNT + "assumed: {{{}: x}}}}\n"),
        ("a list", "notes: [{}]\n"),
        ("a value of another kind", "overlaps: [{{study: {}, reason: x}}]\n"),
        ("a tag", "design: !%1b%5b2J x\n"),
    ],
    ids=lambda text: text if "{" not in text and "%" not in text else "",
)
def test_no_place_of_a_record_lets_an_escape_through(place: str, more: str, read: Callable[..., Any]) -> None:
    """Names, reasons, lists and tags are refused or printed as U+FFFD."""
    reading = read(more=more.format(escaped("\x1b[2J")))
    assert len(reading.problems) == 1, place
    assert set() == unprintable(reading.printed)


def test_a_lone_surrogate_is_refused(read: Callable[..., Any]) -> None:
    """It would crash whatever writes it later."""
    reading = read(label='"\\uD800"')
    assert reading.codes in (["MS104"], ["MS105"])
    assert reading.place[:2] == "2:"


def test_a_lone_surrogate_is_refused_by_the_python_parser(
    read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python's parser builds it; the reader refuses it all the same."""
    import yaml

    from metasacro.records import yaml_text

    monkeypatch.setattr(yaml_text, "Loader", yaml.SafeLoader)
    assert read(label='"\\uD800"').codes == ["MS104"]


@pytest.mark.parametrize(
    "label",
    [
        "Kortman [/2013]",
        "Gupta [red]2010",
        "Gupta [link=https://example.org]2010[/link]",
        ":smile: 2020",
        "<script>alert(1)</script>",
        '"><svg onload=alert(1)>',
        "=HYPERLINK(1)",
        "\\input{/etc/passwd}",
        "$\\frac{1",
    ],
)
def test_markup_is_text(label: str, read: Callable[..., Any]) -> None:
    """A label is kept to the letter and printed to the letter."""
    quoted = "'" + label + "'"
    reading = read(label=quoted)
    assert label == reading.study.label
    assert quoted in read(label=quoted, citation="x", seen=quoted).printed


def test_a_newline_in_a_label_becomes_a_space(read: Callable[..., Any]) -> None:
    """A table row stays a row."""
    assert read(label='"Smith\\n\\n 2020"').study.label == "Smith 2020"


def test_a_tab_in_a_label_becomes_a_space(read: Callable[..., Any]) -> None:
    """Columns stay where they are."""
    assert read(label='"Smith\\t2020"').study.label == "Smith 2020"


@pytest.mark.parametrize("name", HOSTILE)
def test_every_problem_is_made_safe_where_it_is_made(name: str) -> None:
    """Whatever a caller puts into a message, a trail or a hint."""
    hostile = HOSTILE[name]
    made = problem("MS130", trail=hostile, hint=hostile, note=hostile, cohort=hostile)
    assert set() == unprintable(made.message + made.trail + made.hint + made.note)
    assert "\n" not in made.message + made.trail + made.hint + made.note


def test_printable_shortens_long_text() -> None:
    """The end is left out, and said to be."""
    assert printable("abcdefgh", 4) == "abc…"


@pytest.mark.parametrize(
    ("label", "cells"),
    [("漢字 #x", len("label: ") + 4 + 1), ("Müller #x", len("label: ") + 6 + 1)],
)
def test_the_caret_stands_below_wide_characters(label: str, cells: int, read: Callable[..., Any]) -> None:
    """A character that takes two cells moves the caret by two."""
    assert f"   | {' ' * cells}^" in read(label=label).printed.splitlines()


def test_a_long_line_is_shown_round_the_caret(read: Callable[..., Any]) -> None:
    """The caret of a problem far to the right still stands below it."""
    reading = read("{" + ", ".join(f"a{number}: 1" for number in range(90)) + "}")
    lines = reading.printed.splitlines()
    marked = [(line, lines[at + 1]) for at, line in enumerate(lines) if line.startswith(" 1 | ")]
    shown = [line[caret.index("^") : caret.rindex("^") + 1] for line, caret in marked]
    assert [f"a{number}" for number in range(90)] == shown[:90]
    assert max(len(line) for line, _ in marked) < 170
