"""How many problems of one file are worth printing."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from metasacro.problems import Problem, problem

#: More problems than this are one problem: the file is not a record, or one slip repeats on every line.
MOST_PROBLEMS = 100


def first_problems(found: Iterable[Problem]) -> list[Problem]:
    """The first hundred problems; where there are more, the last says so and stands where the next one would."""
    problems = list(islice(found, MOST_PROBLEMS + 1))
    if len(problems) > MOST_PROBLEMS:
        problems[-1] = problem("MS141", problems[-1].location, most=MOST_PROBLEMS)
    return problems
