"""Leave out of numpy and scipy.special what the command line never uses; both cost more to load than they work.

Loading scipy.special takes in numpy's whole public namespace, and with it numpy's testing, f2py, random and other
subpackages. With the standard library's LazyLoader each is bound now and loaded at its first attribute, as if it had
been imported then.

scipy.special itself then writes tables about other array libraries into the docstrings of its functions, which takes
longer than loading them. The functions are those of its module of ufuncs all the same, so a name is looked up there
first; whatever else is asked for loads the whole package.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

#: Subpackages of numpy that loading scipy.special would load and that pooling never uses.
UNUSED = ("ctypeslib", "f2py", "fft", "ma", "random", "testing", "typing")

SPECIAL = "scipy.special"


def defer_unused() -> None:
    """Called once by a command before it computes; the library itself never calls it."""
    _defer_numpy()
    # Where this is set, the package's functions are not the ufuncs themselves.
    if SPECIAL not in sys.modules and not os.environ.get("SCIPY_ARRAY_API"):
        _defer_special()


def _defer_numpy() -> None:
    import numpy

    for child in UNUSED:
        name = f"numpy.{child}"
        spec = importlib.util.find_spec(name)
        if name in sys.modules or spec is None or spec.loader is None:
            continue
        loader = importlib.util.LazyLoader(spec.loader)
        spec.loader = loader
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        loader.exec_module(module)
        setattr(numpy, child, module)


class _Special(ModuleType):
    """scipy.special before it is loaded: its ufuncs, and the whole package at the first other name."""

    def __getattr__(self, name: str) -> Any:
        spec = self.__spec__
        if (name.startswith("_") and name != "__all__") or spec is None or spec.loader is None:
            raise AttributeError(f"module {SPECIAL!r} has no attribute {name!r}")
        # What stands here already was put here by the package while it loads itself.
        ufuncs = import_module(f"{SPECIAL}._ufuncs")
        if name in ufuncs.__all__:
            found = getattr(ufuncs, name)
            setattr(self, name, found)
            return found
        self.__class__ = ModuleType  # type: ignore[assignment]  # mypy: a module is told its class only here
        spec.loader.exec_module(self)
        return getattr(self, name)


def _defer_special() -> None:
    import scipy

    spec = importlib.util.find_spec(SPECIAL)
    if spec is None or spec.loader is None:
        return
    plain = importlib.util.module_from_spec(spec)
    module = _Special(SPECIAL)
    module.__dict__.update(plain.__dict__)
    sys.modules[SPECIAL] = module
    scipy.special = module
