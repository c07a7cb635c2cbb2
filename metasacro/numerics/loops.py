"""Loops over rows, compiled by numba where it is installed (`metasacro[fast]`) and the batch is large enough to pay.

The array form of a formula is the reference and needs none of this; its loop stands beside it in the same file, and a
law holds the two equal. numba is loaded when the first large batch arrives, and keeps what it compiled on disk.
"""

from __future__ import annotations

from importlib.util import find_spec
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    F = TypeVar("F", bound=Callable[..., Any])

#: Numbers (analyses × cohorts) from which on a batch is given to a compiled loop. Loading numba and what it compiled
#: before takes about 0.5 s, and the array form about 0.5 µs a number.
LARGE = 200_000

#: Sums may be added in any order and multiplied and added at once; infinities and `nan` keep their meaning.
_SUMS = {"reassoc", "contract", "nsz"}

_INLINED: list[tuple[Callable[..., Any], set[str] | bool]] = []
_COMPILED: dict[Callable[..., Any], Callable[..., Any]] = {}


def inlined(function: F) -> F:
    """Mark a function that compiled loops call: plain arithmetic, no arguments by name."""
    _INLINED.append((function, _SUMS))
    return function


def in_step(function: F) -> F:
    """The same for loops over analyses side by side: each rounds as written, wherever among the others it stands.

    Such a loop reads all of which it then chooses, and counts in whole numbers: otherwise numbers are read, or added,
    one after the other.
    """
    _INLINED.append((function, False))
    return function


def worthwhile(numbers: int) -> bool:
    """Whether a batch of so many numbers goes to a compiled loop.

    >>> worthwhile(10)
    False
    """
    return numbers >= LARGE and find_spec("numba") is not None


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The loop as machine code: compiled once for each kind of arguments, and kept on disk where a place is found."""
    if function not in _COMPILED:
        import numba
        import numpy
        from numba.extending import register_jitable

        while _INLINED:
            part, fastmath = _INLINED.pop()
            part.__globals__["np"] = numpy  # numba reads the module itself, not what stands for it until then
            register_jitable(fastmath=fastmath)(part)
        function.__globals__["np"] = numpy
        loop = _named_by_its_sources(function)
        try:
            _COMPILED[function] = numba.njit(loop, cache=True, fastmath=_SUMS, error_model="numpy", nogil=True)
        except RuntimeError:  # neither the folder of this file nor the user's cache can be written to
            _COMPILED[function] = numba.njit(loop, fastmath=_SUMS, error_model="numpy", nogil=True)
    return _COMPILED[function]


def _named_by_its_sources(function: Callable[..., Any]) -> Callable[..., Any]:
    """A copy whose name changes with every module it is compiled from.

    numba keeps machine code by name, and takes it for outdated where the file of the loop itself was changed, not where
    that of a function was which the loop calls.
    """
    import sys
    from hashlib import blake2b
    from inspect import getsource

    parts: list[Any] = [function]
    for part in parts:
        called = (part.__globals__.get(name) for name in part.__code__.co_names)
        parts += [each for each in called if isinstance(each, FunctionType) and each not in parts]
    sources = [getsource(sys.modules[module]) for module in sorted({part.__module__ for part in parts})]
    copy = FunctionType(function.__code__, function.__globals__, function.__name__)
    copy.__qualname__ = f"{function.__name__}_{blake2b(''.join(sources).encode(), digest_size=6).hexdigest()}"
    return copy
