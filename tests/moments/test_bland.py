"""Bland's formula for columns as they come."""

import numpy as np

from metasacro.moments.bland import bland


def test_columns_in_single_precision_are_converted_in_double() -> None:
    """What single precision holds is exact in double; sums in single precision would not be."""
    printed = {"median": 5.7, "min": 1.1, "q1": 3.3, "q3": 9.7, "max": 31.3}
    single = {name: np.array([value, 1.3 * value], dtype=np.float32) for name, value in printed.items()}
    double = {name: array.astype(np.float64) for name, array in single.items()}
    for found, expected in zip(bland(**single), bland(**double), strict=True):
        assert found.dtype == np.float64
        assert found.tolist() == expected.tolist()
