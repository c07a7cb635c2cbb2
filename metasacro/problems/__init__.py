"""Every problem the tool can name: what it means and how to mend it. Used by every floor."""

from metasacro.problems.catalogue import CATALOGUE
from metasacro.problems.code import Code
from metasacro.problems.make import caution, problem
from metasacro.problems.problem import Caution, Location, Problem
from metasacro.problems.refusal import Refusal
from metasacro.problems.severity import Severity

__all__ = ["CATALOGUE", "Caution", "Code", "Location", "Problem", "Refusal", "Severity", "caution", "problem"]
