"""Leave out of bibtexparser what reading entries never uses: with the package of its steps it loads a LaTeX parser.

That package is bound without being run. The one step that is asked for by the package's name is loaded from its own
file; whatever else is asked for runs the package, as if it had been imported then.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from types import ModuleType
from typing import Any

STEPS = "bibtexparser.middlewares"

#: Name → the file of the package where it stands.
USED = {"ResolveStringReferencesMiddleware": "interpolate"}


class _Steps(ModuleType):
    """The package before it is run."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if name.startswith("_") or spec is None or spec.loader is None:
            raise AttributeError(f"module {STEPS!r} has no attribute {name!r}")
        if name in USED:
            return getattr(import_module(f"{STEPS}.{USED[name]}"), name)
        self.__class__ = ModuleType  # type: ignore[assignment]  # mypy: a module is told its class only here
        spec.loader.exec_module(self)
        return getattr(self, name)


def defer_steps() -> None:
    """Called before the parser is loaded; afterwards it does nothing."""
    parent = find_spec("bibtexparser") if STEPS not in sys.modules else None
    if parent is None:
        return
    spec = PathFinder.find_spec(STEPS, parent.submodule_search_locations)
    if spec is None or spec.loader is None:
        return
    package = _Steps(STEPS)
    package.__dict__.update(module_from_spec(spec).__dict__)
    sys.modules[STEPS] = package
    import_module("bibtexparser").middlewares = package  # type: ignore[attr-defined]  # as an import would
