"""How loops are compiled: with which liberties, and kept under which name, or for this process alone."""

import inspect
from types import FunctionType, ModuleType
from typing import Any

import numpy
import numpy as np
import pytest

from metasacro.numerics import loops
from metasacro.tau2 import lane_search, row_fits, score_bounds


def double(x: np.ndarray) -> None:
    for i in range(x.size):
        x[i] *= 2.0


#: Sums in any order, products added at once, and no sign of 0; infinities and nan keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}


def test_a_loop_is_compiled_without_a_place_to_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    numba = pytest.importorskip("numba")
    plain, asked = numba.njit, []

    def njit(function: Any, **options: Any) -> Any:
        if function.__name__ == "double":
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


@pytest.mark.parametrize(
    ("changed", "anew"),
    [(row_fits, True), (lane_search, True), (score_bounds, True), (loops, False)],
    ids=["its own", "a part's", "a part's part's", "another"],
)
def test_what_is_kept_of_a_loop_is_named_by_all_that_it_is_compiled_from(
    monkeypatch: pytest.MonkeyPatch, changed: ModuleType, anew: bool
) -> None:
    """numba alone would look at the file of the loop, and take the old machine code of a part that was changed."""
    numba = pytest.importorskip("numba")
    names: list[str] = []
    monkeypatch.setattr(numba, "njit", lambda function, **_: names.append(function.__qualname__) or function)
    monkeypatch.setattr(loops, "_INLINED", [])
    sources = inspect.getsource
    for more in ("", "", "# more"):
        monkeypatch.setattr(loops, "_COMPILED", {})
        monkeypatch.setattr(
            inspect, "getsource", lambda module, more=more: sources(module) + (more if module is changed else "")
        )
        copy = loops.compiled(row_fits.fit_rows)
        assert (copy.__code__, copy.__globals__) == (row_fits.fit_rows.__code__, row_fits.fit_rows.__globals__)
    assert [name.partition("_")[0] for name in names] == ["fit"] * 3
    assert (names[0] == names[1], names[1] == names[2]) == (True, not anew)
