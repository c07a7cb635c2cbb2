"""1xx: what a record or the protocol may say."""

from metasacro.problems.code import Code

RECORDS: tuple[Code, ...] = ()
