"""The batches that the package hands out, each loaded when it is asked for."""

import pytest

from metasacro import pooling


@pytest.mark.parametrize("name", pooling.__all__)
def test_a_batch_is_the_function_of_its_module(name: str) -> None:
    found = getattr(pooling, name)
    assert (found.__name__, found.__module__) == (name, f"metasacro.pooling.{pooling._HOMES[name]}")


def test_what_is_none_of_them_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match=r"module 'metasacro.pooling' has no attribute 'nothing'"):
        _ = pooling.nothing
