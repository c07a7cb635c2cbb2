"""Where formulas come from: methodological papers, and the record that ties a method to them.

The papers are loaded where they are asked for: computing asks for none.
"""

from typing import TYPE_CHECKING, Any

from metasacro.literature.method import Method
from metasacro.literature.registry import Registry

if TYPE_CHECKING:
    from metasacro.literature.paper import Paper
    from metasacro.literature.papers import PAPERS

__all__ = ["PAPERS", "Method", "Paper", "Registry"]


def __getattr__(name: str) -> Any:
    if name == "PAPERS":
        from metasacro.literature.papers import PAPERS

        return PAPERS
    if name == "Paper":
        from metasacro.literature.paper import Paper

        return Paper
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
