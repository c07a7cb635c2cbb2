"""How numbers are printed, for every table and every target."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.numerics.interval import Interval

MINUS = "−"


def fixed(value: float, decimals: int = 1) -> str:
    """A number with fixed decimals and a true minus sign; zero has no sign.

    >>> fixed(-5.96), fixed(-0.01)
    ('−6.0', '0.0')
    """
    text = f"{value:.{decimals}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("-", MINUS)


def signed(value: float, decimals: int = 1) -> str:
    """A difference: as `fixed`, with a plus where it is more than zero.

    >>> signed(0.31, 2), signed(-0.2), signed(0.001, 2)
    ('+0.31', '−0.2', '0.00')
    """
    text = fixed(value, decimals)
    return f"+{text}" if value > 0 and float(text) != 0 else text


def percent(share: float, decimals: int = 1) -> str:
    """A fraction on the percentage scale, without the sign.

    >>> percent(42 / 45)
    '93.3'
    """
    return fixed(100 * share, decimals)


def significant(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, never in exponents below a million.

    >>> significant(1.8834), significant(312.41), significant(0.00321)
    ('1.88', '312', '0.00321')
    """
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.0f}" if 1 <= abs(value) < 1e6 else text
    return text.replace("-", MINUS)


def p_value(p: float) -> str:
    """A P value in journal style, never 0.

    >>> p_value(0.0004), p_value(0.0123), p_value(0.4)
    ('P < .001', 'P = .012', 'P = .40')
    """
    if p < 0.001:
        return "P < .001"
    text = f"{p:.3f}" if p < 0.095 else f"{p:.2f}"
    return "P = " + (text.lstrip("0") if p < 1 else text)


def bracketed(interval: Interval, decimals: int = 1) -> str:
    """An interval in brackets.

    >>> from metasacro.numerics.interval import Interval
    >>> bracketed(Interval(lower=-1.04, upper=2.5, level=0.95))
    '[−1.0, 2.5]'
    """
    return f"[{fixed(interval.lower, decimals)}, {fixed(interval.upper, decimals)}]"


def count(n: int) -> str:
    """A count, with a thin gap in thousands.

    >>> count(12345)
    '12\\u202f345'
    """
    return f"{n:,}".replace(",", "\u202f") if n >= 10_000 else str(n)


def many(number: int, what: str) -> str:
    """A count of things, one of which has no s.

    >>> many(1, "record"), many(0, "cohort"), many(12345, "study")
    ('1 record', '0 cohorts', '12\\u202f345 studies')
    """
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{count(number)} {what if number == 1 else plural}"


def level_name(level: float) -> str:
    """A level as a percentage: `95 %`."""
    return f"{100 * level:g} %"
