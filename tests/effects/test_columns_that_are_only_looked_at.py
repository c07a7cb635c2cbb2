"""Columns that a formula does not compute with: 0 is a number like others, and what is no number makes a row undefined.

The means beside a logarithm of SDs, and the SD that is not the unit.
"""

from typing import Any

import numpy as np
import pytest

from metasacro.effects.effect_sizes import effect_sizes

CHANGES: list[tuple[str, str, dict[str, Any], float, float]] = [
    ("SMD1", "sd1i", {"m1i": 6, "n1i": 9, "m2i": 5, "sd2i": 2, "n2i": 9, "correct": False}, 0.5, 2 / 9 + 0.25 / 18),
    ("SMCR", "sd2i", {"m1i": 6, "sd1i": 2, "m2i": 5, "ni": 8, "ri": 0.5, "correct": False}, 0.5, 1 / 8 + 0.25 / 16),
    ("SDLN", "mi", {"sdi": 1, "ni": 9}, 1 / 16, 1 / 16),
    ("VR", "m1i", {"sd1i": 1, "n1i": 9, "m2i": 0, "sd2i": 1, "n2i": 5}, 1 / 16 - 1 / 8, 1 / 16 + 1 / 8),
    ("VRC", "m2i", {"m1i": 0, "sd1i": 1, "sd2i": 1, "ni": 9, "ri": 0.5}, 0.0, 0.75 / 8),
]


@pytest.mark.parametrize(("measure", "column", "others", "yi", "vi"), CHANGES, ids=[row[0] for row in CHANGES])
def test_0_is_a_number_and_a_missing_or_infinite_one_is_none(
    measure: str, column: str, others: dict[str, Any], yi: float, vi: float
) -> None:
    effects = effect_sizes(measure, undefined="keep", **{column: [0, np.nan, np.inf]}, **others)
    assert effects.yi.tolist() == pytest.approx([yi, np.nan, np.nan], rel=1e-14, nan_ok=True)
    assert effects.vi.tolist() == pytest.approx([vi, np.nan, np.nan], rel=1e-14, nan_ok=True)


def test_the_root_of_a_rate_exists_without_events() -> None:
    """Its variance is 1/(4t) whatever the rate."""
    effects = effect_sizes("IRS", xi=[0, 9], ti=25)
    assert effects.yi.tolist() == [0.0, 0.6]
    assert effects.vi.tolist() == [0.01, 0.01]
