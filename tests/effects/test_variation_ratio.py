"""The ratio of coefficients of variation."""

import math

import numpy as np
import pytest

from metasacro.effects.variation_ratio import log_variation_ratio


def test_the_ratio_is_corrected_unless_it_is_asked_not_to() -> None:
    """By hand: c = 2/10 and 4/8, with 5 and 11 people."""
    columns = [np.array([value]) for value in (10.0, 2.0, 5.0, 8.0, 4.0, 11.0)]
    plain, bias = math.log(0.2 / 0.5), (1 / 4 - 1 / 10) / 2 - (0.04 / 5 - 0.25 / 11) / 2
    assert log_variation_ratio(*columns)[0] == pytest.approx(plain + bias, rel=1e-14)
    assert log_variation_ratio(*columns, correct=False)[0] == pytest.approx(plain, rel=1e-14)
