"""What stands for numpy is numpy."""

import sys

import numpy
import pytest

from metasacro.numerics.arrays import np


def test_an_attribute_is_that_of_numpy_and_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stands_for_numpy = type(np)()
    assert stands_for_numpy.float64 is numpy.float64
    monkeypatch.setitem(sys.modules, "numpy", None)
    assert stands_for_numpy.float64 is numpy.float64
    with pytest.raises(ImportError):
        _ = stands_for_numpy.int64
