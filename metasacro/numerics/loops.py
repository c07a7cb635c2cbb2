"""Loops over rows, compiled by numba where it is installed (`metasacro[fast]`) and the batch is large enough to pay.

The array form of a formula is the reference and needs none of this; its loop stands beside it in the same file, and a
law holds the two equal. numba is loaded when the first large batch arrives, and keeps what it compiled on disk.
"""

from __future__ import annotations

from importlib.util import find_spec
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
    """The same for loops over analyses side by side: each rounds as written, wherever among the others it stands."""
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
        try:
            _COMPILED[function] = numba.njit(function, cache=True, fastmath=_SUMS, error_model="numpy", nogil=True)
        except RuntimeError:  # neither the folder of this file nor the user's cache can be written to
            _COMPILED[function] = numba.njit(function, fastmath=_SUMS, error_model="numpy", nogil=True)
    return _COMPILED[function]
