"""What a printed P says about which side of the convention it lies on."""

from __future__ import annotations

import pytest

from metasacro.evidence.study import PValue
from metasacro.integrity.rules.subgroups import is_significant


@pytest.mark.parametrize(
    ("relation", "value", "expected"),
    [
        ("<", 0.001, True),
        ("<", 0.05, True),
        ("≤", 0.049, True),
        ("≤", 0.05, None),
        ("<", 0.1, None),
        ("=", 0.049, True),
        ("=", 0.05, False),
        ("=", 0.11, False),
        (">", 0.03, None),
        ("≥", 0.03, None),
        (">", 0.05, False),
        ("≥", 0.05, False),
    ],
)
def test_a_bound_decides_only_on_its_own_side(relation: str, value: float, expected: bool | None) -> None:
    """P > .03 can be .04 as well as .4, so nobody called the part improved or not by it."""
    assert is_significant(PValue(text=f"{relation}{value}", relation=relation, value=value)) is expected
