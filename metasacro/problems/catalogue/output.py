"""6xx: writing results."""

from metasacro.problems.code import Code

OUTPUT: tuple[Code, ...] = ()
