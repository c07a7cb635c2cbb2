"""Tails and quantiles keep their digits where a table would end."""

import numpy as np
import pytest
from scipy import stats

from metasacro.numerics.beta import beta_quantile
from metasacro.numerics.chi_square import chi_square_quantile, chi_square_upper
from metasacro.numerics.normal import normal_cdf, normal_quantile, normal_two_sided
from metasacro.numerics.student import student_quantile, student_two_sided
from tests.tolerances import TAIL


def test_far_normal_tails_keep_their_digits() -> None:
    assert float(normal_two_sided(30.0)) == pytest.approx(9.813427854297e-198, rel=1e-12)
    assert float(normal_two_sided(-30.0)) == float(normal_two_sided(30.0))
    assert float(normal_cdf(-8.0)) == pytest.approx(6.22096057427178e-16, rel=TAIL)
    assert float(normal_quantile(0.975)) == pytest.approx(1.959963984540054, rel=TAIL)


@pytest.mark.parametrize("df", [1, 2, 3, 11, 200, 1e6])
def test_student_agrees_with_scipy_stats_near_0_and_far_out(df: float) -> None:
    t = np.array([0.0, 1e-7, 0.3, 2.0, 9.0, 40.0])
    assert student_two_sided(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9, abs=0)
    for p in (0.5, 0.9, 0.975, 0.9995):
        assert float(student_quantile(p, df)) == pytest.approx(stats.t.ppf(p, df), rel=TAIL, abs=1e-15)


def test_a_tiny_t_on_4_df_has_the_p_value_of_its_density() -> None:
    density = 3 / 8  # of t on 4 df at 0
    assert 1 - float(student_two_sided(1e-6, 4)) == pytest.approx(2e-6 * density, rel=1e-9)


def test_infinite_degrees_of_freedom_are_normal() -> None:
    assert float(student_quantile(0.975, np.inf)) == float(normal_quantile(0.975))
    assert float(student_two_sided(2.0, np.inf)) == float(normal_two_sided(2.0))
    assert float(student_two_sided(np.inf, 3)) == 0.0


def test_chi_square_agrees_with_published_values() -> None:
    assert float(chi_square_upper(152.2330080823733, 12)) == pytest.approx(1.9967645908459738e-26, rel=TAIL)  # metafor
    assert float(chi_square_upper(5.0, 0)) == 1.0
    for p in (1e-6, 0.025, 0.5, 0.975, 1 - 1e-6):
        assert float(chi_square_quantile(p, 7)) == pytest.approx(stats.chi2.ppf(p, 7), rel=1e-9)


def test_beta_quantile_inverts_the_beta_distribution() -> None:
    for p in (1e-5, 0.025, 0.5, 0.975):
        assert stats.beta.cdf(float(beta_quantile(p, 3, 40)), 3, 40) == pytest.approx(p, rel=TAIL)
