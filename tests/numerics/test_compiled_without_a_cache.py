"""How loops are compiled: with which liberties, and where nothing can be written for this process alone."""

from types import FunctionType
from typing import Any

import numpy
import numpy as np
import pytest

from metasacro.numerics import loops


def double(x: np.ndarray) -> None:
    for i in range(x.size):
        x[i] *= 2.0


#: Sums in any order, products added at once, and no sign of 0; infinities and nan keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}


def test_a_loop_is_compiled_without_a_place_to_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    numba = pytest.importorskip("numba")
    plain, asked = numba.njit, []

    def njit(function: Any, **options: Any) -> Any:
        if function is double:
            assert options.pop("fastmath") == SUMS
            asked.append(options.pop("cache", False))
            assert options == {"error_model": "numpy", "nogil": True}
            if asked[-1]:
                raise RuntimeError("cannot cache function: no locator available")
        return plain(function, **options)

    monkeypatch.setattr(numba, "njit", njit)
    monkeypatch.setattr(loops, "_COMPILED", {})
    monkeypatch.setattr(loops, "_INLINED", [])
    numbers = np.array([1.0, 2.5])
    loops.compiled(double)(numbers)
    loops.compiled(double)(numbers)
    assert numbers.tolist() == [4.0, 10.0]
    assert asked == [True, False]  # and compiled once


def test_parts_are_compiled_with_the_loop_that_is_asked_for_first(monkeypatch: pytest.MonkeyPatch) -> None:
    extending = pytest.importorskip("numba.extending")
    marked: dict[object, object] = {}
    monkeypatch.setattr(extending, "register_jitable", lambda fastmath: lambda part: marked.update({part: fastmath}))
    monkeypatch.setattr(loops, "_COMPILED", {})
    monkeypatch.setattr(loops, "_INLINED", [])
    monkeypatch.setitem(globals(), "np", None)  # as what stands for numpy is of no use to numba
    part, other = (FunctionType(double.__code__, {"np": None}) for _ in range(2))  # of other modules
    assert loops.inlined(part) is part
    assert loops.in_step(other) is other
    loops.compiled(double)(numbers := numpy.array([1.0]))
    assert marked == {part: SUMS, other: False}
    assert [np, part.__globals__["np"], other.__globals__["np"]] == [numpy] * 3
    assert numbers.tolist() == [2.0]
    loops.compiled(double)
    assert len(marked) == 2


def test_a_loop_pays_from_so_many_numbers_on(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("numba")
    assert loops.worthwhile(200_000)
    assert not loops.worthwhile(199_999)
    monkeypatch.setattr(loops, "find_spec", lambda name: None if name == "numba" else name)
    assert not loops.worthwhile(200_000)  # without a compiler never
