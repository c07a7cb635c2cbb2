"""How numbers are printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metasacro.numerics.interval import Interval
from metasacro.views.numbers import bracketed, count, fixed, level_name, p_value, percent, significant

FINITE = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)


@given(FINITE, st.integers(0, 4))
def test_zero_has_no_sign(value: float, decimals: int) -> None:
    text = fixed(value, decimals)
    assert "-" not in text
    assert text.startswith("−") == (float(text.replace("−", "-")) < 0)


@given(FINITE, st.integers(0, 4))
def test_a_printed_number_is_within_half_a_unit_of_its_last_decimal(value: float, decimals: int) -> None:
    printed = float(fixed(value, decimals).replace("−", "-"))
    assert abs(printed - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) + abs(value) * 1e-15


@given(st.floats(0, 1))
def test_a_p_value_is_never_printed_as_0(p: float) -> None:
    text = p_value(p)
    assert text.startswith(("P = ", "P < "))
    assert float(text[4:]) > 0


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_larger_p_value_is_never_printed_as_a_smaller_one(one: float, other: float) -> None:
    low, high = sorted((one, other))
    shown = [0.0009 if p_value(p).startswith("P <") else float(p_value(p)[4:]) for p in (low, high)]
    assert shown[0] <= shown[1]


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0, "P < .001"),
        (0.001, "P = .001"),
        (0.0499, "P = .050"),
        (0.05, "P = .050"),
        (0.999, "P = 1.00"),
        (1.0, "P = 1.00"),
    ],
)
def test_p_values_in_journal_style(p: float, text: str) -> None:
    assert p_value(p) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (1234.5, "1234"), (99999.6, "100000"), (-0.123456, "−0.123"), (0.000123, "0.000123"), (1e-7, "1e−07")],
)
def test_three_significant_digits(value: float, text: str) -> None:
    assert significant(value) == text


def test_a_count_has_a_thin_gap_in_thousands_from_ten_thousand_on() -> None:
    assert [count(n) for n in (9999, 10_000, 1_234_567)] == ["9999", "10\u202f000", "1\u202f234\u202f567"]


@pytest.mark.parametrize(("level", "name"), [(0.95, "95 %"), (0.999, "99.9 %"), (0.8, "80 %")])
def test_a_level_is_a_percentage(level: float, name: str) -> None:
    assert level_name(level) == name


def test_an_interval_stands_in_brackets_with_true_minus_signs() -> None:
    assert bracketed(Interval(lower=-1.25, upper=-0.04, level=0.95)) == "[−1.2, 0.0]"


def test_percentages_have_a_decimal() -> None:
    assert percent(1 / 3) == "33.3"
