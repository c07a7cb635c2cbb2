"""Two readings of a print: what a doubt must allow, and what the feasible sets hold."""

from __future__ import annotations

from fractions import Fraction

import pytest

from metasacro.integrity.rounding import rounded
from metasacro.moments.feasible.rounding import Unrounded


@pytest.mark.parametrize("text", ["5.8", "5.7", "0", "-2.5", "-2.4", "12", "0.25"])
def test_the_readings_differ_in_their_ends_only(text: str) -> None:
    """Between half a unit below and above, a doubt counts both ends; the sets drop one beyond an odd last digit."""
    doubt, exact = rounded(text), Unrounded.of(text)
    assert (doubt.lower, doubt.upper) == (exact.lower, exact.upper)
    outer = doubt.lower if Fraction(text) < 0 else doubt.upper
    odd = int(text[-1]) % 2 == 1
    assert (doubt.holds(outer), exact.contains(outer)) == (True, not odd)
