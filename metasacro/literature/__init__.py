"""Where formulas come from: methodological papers, and the record that ties a method to them."""

from metasacro.literature.method import Method
from metasacro.literature.paper import Paper
from metasacro.literature.papers import PAPERS
from metasacro.literature.registry import Registry

__all__ = ["PAPERS", "Method", "Paper", "Registry"]
