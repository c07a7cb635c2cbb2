"""Ranges and P values in a few characters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.views.numbers import fixed, p_value

if TYPE_CHECKING:
    from metasacro.integrity.recomputed_p import PRange


def span(lower: float, upper: float, decimals: int = 2) -> str:
    """`7.48–9.07`; with `to` where a minus sign would stand beside the dash.

    >>> span(7.481, 9.074), span(-6.5185, -3.8148), span(0, 0)
    ('7.48–9.07', '−6.52 to −3.81', '0.00')
    """
    low, high = fixed(lower, decimals), fixed(upper, decimals)
    if low == high:
        return low
    return f"{low} to {high}" if lower < 0 or upper < 0 else f"{low}–{high}"


def p_text(p: float) -> str:
    """`.031`, `<.001`.

    >>> p_text(0.0312), p_text(1e-8), p_text(1.0)
    ('.031', '<.001', '1.00')
    """
    return p_value(p).removeprefix("P ").removeprefix("= ").replace("< ", "<")


def p_span(found: PRange) -> str:
    """`<.001–.031`."""
    low, high = p_text(found.lower), p_text(found.upper)
    return low if low == high else f"{low}–{high}"
