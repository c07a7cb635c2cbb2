"""Bind the parts of numpy that nobody asked for lazily, so that loading scipy.special does not load them all.

While it is imported, scipy.special takes in numpy's whole public namespace, and with it numpy's testing, f2py, random
and other subpackages, which cost more than scipy.special itself and which the command line never uses. With the
standard library's LazyLoader each is bound now and loaded at its first attribute, as if it had been imported then.
"""

from __future__ import annotations

import importlib.util
import sys

#: Subpackages of numpy that loading scipy.special would load and that pooling never uses.
UNUSED = ("ctypeslib", "f2py", "fft", "ma", "random", "testing", "typing")


def defer_unused_numpy() -> None:
    """Called once by a command before it computes; the library itself never calls it."""
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
