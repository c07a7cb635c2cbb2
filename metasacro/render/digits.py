"""To how many digits numbers are written for other programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: A float holds 15 to 17, but the last ones are the processor's and the mathematical library's and not the evidence's:
#: they round `exp`, `log` and long sums each in their own way. What is written is the same on all of them.
DIGITS = 10


def settled(value: Any) -> Any:
    """A number, or every number inside lists and mappings, to `DIGITS` significant digits.

    >>> settled({"estimate": 0.1 + 0.2, "k": 3})
    {'estimate': 0.3, 'k': 3}
    """
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, Mapping):
        return {name: settled(inner) for name, inner in value.items()}
    return [settled(inner) for inner in value] if isinstance(value, list | tuple) else value
