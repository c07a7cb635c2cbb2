"""2xx: evidence that contradicts itself."""

from metasacro.problems.code import Code

CONTRADICTIONS: tuple[Code, ...] = ()
