"""The nine definitions of a sample quantile against those of R's manual."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metasacro.moments.feasible.quantile_definitions import DEFINITIONS
from tests.moments.feasible.enumeration import quantile


@pytest.mark.parametrize("key", DEFINITIONS)
def test_a_quantile_lies_where_the_manual_of_r_puts_it(key: str) -> None:
    """Samples of squares, so that every place between two values shows."""
    definition = DEFINITIONS[key]
    for n in range(1, 25):
        sample = tuple(Fraction(at * at) for at in range(1, n + 1))
        for p in (Fraction(1, 10), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)):
            j, g = definition.position(n, p)
            assert 1 <= j <= n
            assert (1 - g) * sample[j - 1] + (g * sample[j] if g else 0) == quantile(sample, p, definition.type)
