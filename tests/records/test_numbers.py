"""A number is what a paper prints: digits and a point. Nothing else is guessed into one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from metasacro.records import yaml_text

#: What YAML 1.1 readers turn into numbers or words into something else → the code that refuses it.
NOT_NUMBERS = {
    "012": "MS114",  # 10 in YAML 1.1
    "08": "MS114",  # text in YAML 1.1
    "0o14": "MS114",
    "0x1F": "MS114",  # 31
    "0b11": "MS114",  # 3
    "1_000": "MS114",  # 1000
    "1,000": "MS114",
    "12:30": "MS114",  # 750
    "5:1": "MS114",  # 301
    "1e-3": "MS114",  # text in YAML 1.1, a number in 1.2
    "1.0e+400": "MS114",  # infinity
    ".nan": "MS114",
    ".inf": "MS114",
    "-.inf": "MS114",
    "nan": "MS114",
    "Infinity": "MS114",
    "2014-13-01": "MS114",  # ValueError in PyYAML
    "2014-01-01": "MS114",
    "=": "MS114",  # ConstructorError in PyYAML
    "yes": "MS114",
    "no": "MS114",
    "on": "MS114",
    "+5.8": "MS114",
    "5.": "MS114",
    "−5.8": "MS114",  # the minus sign of typesetters
    "–5.8": "MS114",
    "8–10": "MS114",
    "8-10": "MS114",
    "5,8": "MS114",
    "25%": "MS114",
    "76.4 ± 2.8": "MS114",
    "<.001": "MS114",
    "≤3": "MS114",
    "٣": "MS114",  # a digit of another script
    "½": "MS114",
    "3 points": "MS114",
    "NR": "MS114",
    "'-'": "MS114",
    "-": "MS105",
    "~": "MS126",
    "null": "MS126",
    '""': "MS126",
    "[3.1]": "MS115",
    "{a: 3.1}": "MS115",
    "!!float 3.1": "MS109",
    "&n 3.1": "MS107",
    "*n": "MS107",
    "1" * 16: "MS114",
    "9" * 5_000: "MS114",  # ValueError in Python's int
    "1" + "0" * 308: "MS114",
    "0." + "0" * 299 + "1": "MS114",
    "1e308": "MS114",
}


@pytest.mark.parametrize("parser", ["C parser", "Python parser"])
@pytest.mark.parametrize("text", NOT_NUMBERS, ids=lambda text: text[:20])
def test_what_is_not_a_number_is_refused_where_it_stands(
    text: str, parser: str, read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One problem, on the line of the value, by both parsers alike."""
    if parser == "Python parser":
        monkeypatch.setattr(yaml_text, "Loader", yaml.SafeLoader)
    reading = read(mean=text)
    assert [NOT_NUMBERS[text]] == reading.codes
    assert reading.place.startswith("17:")
    assert len(reading.message) < 200


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("−5.8", "ASCII hyphen"),
        ("8–10", "this is a range"),
        ("5,8", "a point for decimals"),
        ("25%", "percent sign"),
        ("76.4 ± 2.8", "`plus_minus`"),
        ("<.001", "P values go into `p`"),
        ("012", "leading zeros"),
        ("1_000", "without `_`"),
        ("1e-3", "in digits"),
        ("5:1", "a ratio or a time"),
        (".nan", "finite"),
        ("NR", "`not reported`; it is not 0"),
        ("|\n          3.1", "on the same line"),
    ],
)
def test_a_usual_slip_is_told_how_to_mend_it(text: str, words: str, read: Callable[..., Any]) -> None:
    """The hint says how to write what was meant."""
    assert words in read(mean=text).hint


@pytest.mark.parametrize("text", ["9", "9.0", "9.00", ".5", "0.5", "0", "-0.0", "1.10", "123456789012345", "'9.0'"])
def test_a_number_keeps_its_characters(text: str, read: Callable[..., Any]) -> None:
    """`1.10` is not `1.1`: the printed decimals are evidence."""
    reading = read(scale="0-999999999999999", mean=text)
    assert reading.codes == []
    assert text.strip("'") == reading.study.results[0].follow_ups[0].summary.mean.text


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": "0"}, "MS118"),
        ({"size": "-0"}, "MS118"),
        ({"size": "-27"}, "MS118"),
        ({"size": "2.5"}, "MS118"),
        ({"size": "27.0"}, "MS118"),
        ({"size": "999999999"}, "MS118"),
        ({"n": "1e308"}, "MS114"),
        ({"n": "0"}, "MS118"),
        ({"sd": "0"}, "MS112"),
        ({"sd": "-3.1"}, "MS112"),
        ({"sd": "0.00"}, "MS112"),
        ({"sd": "24"}, "MS210"),
        ({"mean": "31"}, "MS203"),
        ({"mean": "-1"}, "MS203"),
        ({"n": "28"}, "MS205"),
        ({"time": "9" * 400 + " days"}, "MS120"),
        ({"time": "007 days"}, "MS120"),
        ({"time": "-1 day"}, "MS120"),
        ({"time": "1 fortnight"}, "MS120"),
        ({"time": "0.0001 days"}, "MS120"),
        ({"scale": "10-0"}, "MS121"),
        ({"scale": "5-5"}, "MS121"),
        ({"scale": "10"}, "MS121"),
        ({"p": "1.5"}, "MS122"),
        ({"p": "0.05.1"}, "MS122"),
        ({"p": "ns"}, "MS122"),
        ({"p": "-0.01"}, "MS122"),
    ],
    ids=lambda value: "-".join(f"{name}={text[:9]}" for name, text in value.items()) if isinstance(value, dict) else "",
)
def test_a_number_outside_its_bounds_is_refused(changes: dict[str, str], code: str, read: Callable[..., Any]) -> None:
    """No value that a field cannot hold gets through, and each gives one problem."""
    assert [code] == read(**changes).codes


@pytest.mark.parametrize(
    ("events", "of", "codes"),
    [
        ("54", "53", ["MS201"]),
        ("0", "0", ["MS118"]),
        ("2.5", "53", ["MS118"]),
        ("0", "53", []),
        ("53", "53", []),
        ("not reported", "53", []),
    ],
)
def test_a_count_fits_its_denominator(events: str, of: str, codes: list[str], read: Callable[..., Any]) -> None:
    """Events are whole, at least 0 and at most the denominator, which is at least 1."""
    more = f"  - {{outcome: leak, cohort: all, events: {events}, of: {of}, unit: procedures, where: Table 3}}\n"
    assert codes == read(more=more).codes


def test_not_reported_is_never_zero(read: Callable[..., Any]) -> None:
    """A value that the paper does not give is `None`, and its absence is written."""
    reading = read(sd="not reported")
    assert reading.study.results[0].follow_ups[0].summary.sd is None


@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "012", "1_000", "12:30", "2014-13-01", "=", "1.10"])
def test_words_stay_words(word: str, read: Callable[..., Any]) -> None:
    """`no` is not `False`, `012` is not 10 and `12:30` is not 750 where text is expected."""
    reading = read(label=word)
    assert word == reading.study.label


@pytest.mark.parametrize("key", ["1", "'1'", "1.0", "yes", "~"])
def test_names_of_fields_stay_text(key: str, read: Callable[..., Any]) -> None:
    """A key is never a number: `1` and `1.0` are two unknown fields."""
    assert read(more=f"{key}: 1\n").codes == ["MS111"]


def test_one_and_quoted_one_are_one_name(read: Callable[..., Any]) -> None:
    """`1` and `'1'` are the same text, so the second stands twice."""
    assert read(more="1: 1\n'1': 2\n").codes == ["MS110"]
