"""A problem of the user's evidence, as a value that accumulates instead of an exception that hides the next one."""

from metasacro.problems.severity import Severity
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A place in a text file. Lines and columns count from 1."""

    file: str
    line: int
    column: int = 1
    length: int = 1  #: how many characters the caret underlines
    text: str = ""  #: the whole line, as it stands in the file

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong, where, why, and what would mend it."""

    code: str
    severity: Severity
    message: str
    location: Location | None = None
    note: str = ""  #: a few words beside the caret
    trail: str = ""  #: "smith2020 · pain · follow-up"
    hint: str = ""
    decision: str = ""  #: why it stands, where a person has resolved it


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """A sentence that travels with a number: how far to trust it."""

    code: str
    message: str
