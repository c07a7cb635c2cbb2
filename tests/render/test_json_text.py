"""JSON with the same bytes every time."""

import json

import pytest

from metasacro.render.json_text import json_text


def test_numbers_keep_ten_digits() -> None:
    """The digits that every processor gives alike; whole numbers keep all."""
    values = {"a": 0.1 + 0.2, "b": [-3.920582685268342, (1e-300,)], "d": 1234567890123456}
    assert json.loads(json_text(values)) == {"a": 0.3, "b": [-3.920582685, [1e-300]], "d": 1234567890123456}


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_not_finite_never_leaves(value: float) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_text({"a": value})


def test_keys_stay_in_the_order_of_the_document_and_the_text_ends_with_a_newline() -> None:
    assert json_text({"b": 1, "a": "Hartung–Knapp"}) == '{\n  "b": 1,\n  "a": "Hartung–Knapp"\n}\n'
