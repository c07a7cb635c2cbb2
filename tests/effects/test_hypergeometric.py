"""The hypergeometric function and the unbiased correlation against closed forms."""

import numpy as np
import pytest
from scipy import integrate

from metasacro.effects.effect_sizes import effect_sizes
from metasacro.effects.hypergeometric import gauss_series
from tests.tolerances import CLOSED


@pytest.mark.parametrize("c", [1.5, 2.0, 3.0, 7.5, 8.0, 40.0, 163.0, 5000.0])
@pytest.mark.parametrize("z", [0.0, 0.1, 0.75, 0.9975])
def test_the_series_is_eulers_integral(c: float, z: float) -> None:
    """F(½, ½; c; z) = Γ(c)/(√π Γ(c − ½)) ∫ 2 cos²ᶜ⁻²θ/√(1 − z sin²θ) dθ over 0 … π/2."""
    top, _ = integrate.quad(
        lambda a: np.cos(a) ** (2 * c - 2) / np.sqrt(1 - z * np.sin(a) ** 2), 0, np.pi / 2, epsabs=0
    )
    bottom, _ = integrate.quad(lambda a: np.cos(a) ** (2 * c - 2), 0, np.pi / 2, epsabs=0)
    assert float(gauss_series(0.5, 0.5, c, z)) == pytest.approx(top / bottom, rel=1e-8)  # quad's own tolerance


@pytest.mark.parametrize("n", [10, 30, 116, 1000])
def test_the_unbiased_variance_of_no_correlation(n: int) -> None:
    """Gauss's sum at 1 gives 1/(n − 4) … metafor is off by 7e-12 at n = 116."""
    effects = effect_sizes("UCOR", ri=[0.0], ni=[n], vtype="UB")
    assert float(effects.vi[0]) == pytest.approx(1 / (n - 4), rel=1e-11)  # two numbers near 1 are subtracted


def test_the_sum_does_not_exist_at_small_c() -> None:
    assert np.isnan(gauss_series(0.5, 0.5, [0.5, 1.0], 0.3)).all()


def test_the_series_and_scipy_meet() -> None:
    from scipy.special import hyp2f1

    for z in (0.2, 0.9, 0.999):
        assert float(gauss_series(0.5, 0.5, 9.0, z)) == pytest.approx(float(hyp2f1(0.5, 0.5, 9.0, z)), rel=CLOSED)


def test_the_series_is_summed_in_double_precision() -> None:
    single = np.array([9.3, 40.7], dtype=np.float32)
    assert gauss_series(0.5, 0.5, single, 0.7).tolist() == gauss_series(0.5, 0.5, single.astype(float), 0.7).tolist()
