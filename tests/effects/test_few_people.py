"""Variances at the smallest samples for which they exist, and just below them, and with no event at all."""

import numpy as np
import pytest

from metasacro.effects.alpha import raw_alpha
from metasacro.effects.alpha_log import bonett_transformation
from metasacro.effects.fisher_z import z_of_correlation
from metasacro.effects.freeman_tukey_rate import double_root
from tests.tolerances import CLOSED


def test_alpha_has_a_variance_from_three_people_on() -> None:
    """bonett2002: 2 m/((m − 1)(n − 2)) of the logarithm, times (1 − alpha)² of alpha itself."""
    columns = np.full(4, 0.75), np.full(4, 5.0), np.array([1.5, 2.0, 3.0, 4.5])
    for function, unit in ((bonett_transformation, 1.0), (raw_alpha, 0.25**2)):
        _, vi = function(*columns)
        assert vi.dtype == np.float64
        assert vi.tolist() == pytest.approx([np.nan, np.nan, unit * 2.5, unit], rel=CLOSED, nan_ok=True)


def test_fishers_z_has_a_variance_above_three_people() -> None:
    with np.errstate(divide="ignore"):  # as `effect_sizes` calls it
        yi, vi = z_of_correlation(np.full(4, 0.5), np.array([2.0, 3.0, 3.5, 4.0]))
    assert vi.dtype == np.float64
    assert vi.tolist() == pytest.approx([np.nan, np.nan, 2.0, 1.0], rel=CLOSED, nan_ok=True)
    assert yi.tolist() == pytest.approx([0.5 * np.log(3.0)] * 4, rel=CLOSED)


def test_a_rate_without_events_has_a_freeman_tukey_root() -> None:
    yi, vi = double_root(np.array([0.0, 3.0]), np.array([25.0, 4.0]))
    assert yi.tolist() == pytest.approx([0.1, 0.5 * (np.sqrt(0.75) + 1.0)], rel=CLOSED)
    assert vi.tolist() == pytest.approx([0.01, 0.0625], rel=CLOSED)
