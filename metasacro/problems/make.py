"""Problems and cautions made from the catalogue, so that each message is written once."""

from metasacro.problems.catalogue import CATALOGUE
from metasacro.problems.printable import printable
from metasacro.problems.problem import Caution, Location, Problem


def caution(code: str, **values: object) -> Caution:
    """A caution with the catalogue's message, filled in.

    >>> caution("MS421", k=3).code
    'MS421'
    """
    return Caution(code=code, message=CATALOGUE[code].message.format(**values))


def problem(
    code: str,
    location: Location | None = None,
    *,
    note: str = "",
    trail: str = "",
    hint: str = "",
    **values: object,
) -> Problem:
    """A problem with the catalogue's message and severity, filled in, and safe to print whatever a file says."""
    entry = CATALOGUE[code]
    return Problem(
        code=code,
        severity=entry.severity,
        message=printable(entry.message.format(**values)),
        location=location,
        note=printable(note),
        trail=printable(trail),
        hint=printable(hint),
    )
