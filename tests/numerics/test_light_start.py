"""What a command leaves unloaded is loaded when it is asked for, and is the same."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy
import pytest
import scipy.special

from metasacro.numerics import light_start


@pytest.fixture
def unloaded(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """As in a process that has loaded neither of them."""
    monkeypatch.setattr(scipy, "special", scipy.special)  # put back at the end
    monkeypatch.setattr(numpy, "ma", numpy.ma)
    monkeypatch.delenv("SCIPY_ARRAY_API", raising=False)
    monkeypatch.delitem(sys.modules, "scipy.special")
    monkeypatch.delitem(sys.modules, "numpy.ma")
    return monkeypatch


def test_a_subpackage_of_numpy_waits_for_its_first_attribute(unloaded: pytest.MonkeyPatch) -> None:
    before = sys.modules["numpy.fft"]
    light_start.defer_unused()
    deferred = sys.modules["numpy.ma"]
    assert type(deferred).__name__ == "_LazyModule"
    assert numpy.ma is deferred
    assert deferred.masked_array is not None
    assert type(deferred) is ModuleType
    assert sys.modules["numpy.fft"] is before  # what was loaded stays


def test_a_function_of_scipy_special_is_the_ufunc(unloaded: pytest.MonkeyPatch) -> None:
    real = scipy.special.gammaln
    light_start.defer_unused()
    light = sys.modules["scipy.special"]
    assert scipy.special is light
    assert type(light) is light_start._Special
    assert light.gammaln is real
    assert vars(light)["gammaln"] is real  # found once
    with pytest.raises(AttributeError, match="has no attribute '_nothing'"):
        _ = light._nothing
    assert type(light) is light_start._Special


def test_another_name_loads_the_whole_package(unloaded: pytest.MonkeyPatch) -> None:
    light_start.defer_unused()
    light = sys.modules["scipy.special"]
    assert float(light.logsumexp([0.0, 0.0])) == pytest.approx(numpy.log(2.0), rel=1e-15)
    assert type(light) is not light_start._Special


def test_what_a_star_imports_is_that_of_the_whole_package(unloaded: pytest.MonkeyPatch) -> None:
    names = scipy.special.__all__
    light_start.defer_unused()
    assert sys.modules["scipy.special"].__all__ == names


def test_with_other_array_libraries_scipy_special_is_left_alone(unloaded: pytest.MonkeyPatch) -> None:
    unloaded.setenv("SCIPY_ARRAY_API", "1")
    light_start.defer_unused()
    assert "scipy.special" not in sys.modules


def test_a_module_without_a_loader_is_left_alone(unloaded: pytest.MonkeyPatch) -> None:
    unloaded.setattr(light_start.importlib.util, "find_spec", lambda _: None)
    light_start.defer_unused()
    assert "scipy.special" not in sys.modules
    assert "numpy.ma" not in sys.modules
    with pytest.raises(AttributeError, match="has no attribute 'gammaln'"):
        _ = light_start._Special("scipy.special").gammaln
