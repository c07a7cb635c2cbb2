"""Where nothing can be written a loop is compiled for this process alone."""

from typing import Any

import numpy as np
import pytest

from metasacro.numerics import loops


def double(x: np.ndarray) -> None:
    for i in range(x.size):
        x[i] *= 2.0


def test_a_loop_is_compiled_without_a_place_to_keep_it(monkeypatch: pytest.MonkeyPatch) -> None:
    numba = pytest.importorskip("numba")
    plain, asked = numba.njit, []

    def njit(function: Any, **options: Any) -> Any:
        if function is double:
            asked.append(options.pop("cache", False))
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
