"""CSV that a spreadsheet opens without running anything."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.render.csv_text import FORMULA_STARTS, csv_text

HOSTILE = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "\x1b[2J"]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_and_no_header_begins_like_a_formula(text: str) -> None:
    header, row = read(csv_text([text], [{text: text}]))
    for cell in (header[0], row[0]):
        assert not cell.startswith(FORMULA_STARTS)
        assert "\x1b" not in cell


@given(st.text(max_size=20))
def test_any_text_stays_one_cell_of_one_line(text: str) -> None:
    found = read(csv_text(["a", "b"], [{"a": text, "b": "end"}]))
    assert len(found) == 2
    assert found[1][1] == "end"
    assert not found[1][0].startswith(FORMULA_STARTS)


@pytest.mark.parametrize("value", [-1, -0.1, 1e-300, 0.1 + 0.2, 123456789, -3.920582685268342])
def test_numbers_stay_numbers_to_ten_digits(value: float) -> None:
    assert float(read(csv_text(["a"], [{"a": value}]))[1][0]) == float(f"{value:.10g}")


def test_what_does_not_exist_is_an_empty_cell() -> None:
    assert csv_text(["a", "b", "c"], [{"a": None, "c": 0}]) == "a,b,c\n,,0\n"
