"""Printed dates: the first and the last day that they can mean."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

#: A year, a month or a day; everything else is prose and is not computed with.
_DATE = re.compile(r"((?:19|20)[0-9]{2})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def days_meant(text: str) -> tuple[date, date] | None:
    """The first and the last day that a printed date can mean.

    >>> [str(day) for day in days_meant("2004-02")], days_meant("winter 2004")
    (['2004-02-01', '2004-02-29'], None)
    """
    match = _DATE.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None, "the pattern begins with a year"
    longest = monthrange(year, month or 12)[1]
    return (
        date(year, month or 1, min(day or 1, monthrange(year, month or 1)[1])),
        date(year, month or 12, min(day or longest, longest)),
    )
