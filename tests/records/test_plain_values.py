"""The short way of reading a value says what the long way says, or nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.problems import Problem
from metasacro.records import shape
from metasacro.records.nodes import Document, Scalar, Sequence
from metasacro.records.scalars import plain_value, read_scalar

KINDS = (
    shape.Text(),
    shape.Text(most=5),
    shape.Choice(options=("full text", "abstract")),
    shape.Identifier(),
    shape.Number(),
    shape.Number(above=0.0, most=10.0),
    shape.Number(least=1.0, whole=True),
    shape.Period(),
)
WORDS = st.sampled_from(["full text", "not reported", "~", "smith2020", "con", "4 weeks", "a\nb", "é", "\x1b[2J", " "])
NUMBERS = st.from_regex(r"-?[0-9]{0,3}\.?[0-9]{0,2}", fullmatch=True)


def read_both(kind: shape.Kind, text: str) -> tuple[object, object]:
    node = Scalar(text, plain=True, line=0, column=0, length=len(text))
    document = Document("made-up.yaml", (text,), node)
    return plain_value(kind, node, document), read_scalar(kind, text, document.locate(node), "field", "")


@given(st.sampled_from(KINDS), WORDS | NUMBERS | st.text(max_size=8))
def test_what_the_short_way_reads_the_long_way_reads(kind: shape.Kind, text: str) -> None:
    soon, value = read_both(kind, text)
    assert soon in {None, value}
    assert not isinstance(soon, Problem)


@pytest.mark.parametrize(
    ("kind", "text"), list(zip(KINDS, ("ab c", "ab", "abstract", "a-1", ".25", "10", "1"), strict=False))
)
def test_it_reads_what_most_fields_hold(kind: shape.Kind, text: str) -> None:
    soon, value = read_both(kind, text)
    assert soon == value


def test_of_a_list_it_says_nothing() -> None:
    node = Sequence((), 0, 0)
    assert plain_value(shape.Text(), node, Document("made-up.yaml", (), node)) is None
