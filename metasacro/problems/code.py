"""One entry of the catalogue: what can be wrong, why it matters, what mends it."""

from metasacro.problems.severity import Severity
from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A numbered kind of problem.

    1xx records · 2xx evidence contradicts itself · 3xx moments and effects · 4xx estimation ·
    5xx diagnostics · 6xx output · 9xx our own fault. A code is never reused.
    """

    code: str  #: "MS112"
    severity: Severity
    message: str  #: one line, a `str.format` template; backticks round anything typed
    why: str  #: why it matters, in a sentence or three
    fix: str  #: what the reader can do
    example: str = ""  #: input that triggers it
    instead: str = ""  #: the same input, mended
    references: tuple[str, ...] = ()  #: keys of `literature.PAPERS`
