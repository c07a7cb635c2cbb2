"""The families of distributions that are fitted to summaries: quantiles, densities, moments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from metasacro.moments.box_cox_normal import box_cox_density, box_cox_moments, box_cox_quantile
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family with parameters. All functions broadcast."""

    names: tuple[str, ...]
    quantile: Callable[..., Floats]  #: (p, *parameters)
    density: Callable[..., Floats]  #: (x, *parameters)
    moments: Callable[..., tuple[Floats, Floats]]  #: (*parameters) → mean, SD


def _normal_density(x: Floats, mu: Floats, sigma: Floats) -> Floats:
    density: Floats = np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (np.sqrt(2.0 * np.pi) * np.asarray(sigma))
    return density


def _log_normal_density(x: Floats, mu: Floats, sigma: Floats) -> Floats:
    return _normal_density(np.log(x), mu, sigma) / x


def _log_normal_moments(mu: Floats, sigma: Floats) -> tuple[Floats, Floats]:
    mean = np.exp(np.asarray(mu) + np.asarray(sigma) ** 2 / 2.0)
    return mean, mean * np.sqrt(np.expm1(np.asarray(sigma) ** 2))


def _gamma_quantile(p: Floats, shape: Floats, rate: Floats) -> Floats:
    from scipy.special import gammaincinv

    quantile: Floats = gammaincinv(shape, p) / rate
    return quantile


def _gamma_density(x: Floats, shape: Floats, rate: Floats) -> Floats:
    from scipy.special import gammaln, xlogy

    return np.exp(xlogy(shape, rate) + xlogy(np.asarray(shape) - 1.0, x) - np.asarray(rate) * x - gammaln(shape))


def _weibull_quantile(p: Floats, shape: Floats, scale: Floats) -> Floats:
    quantile: Floats = scale * (-np.log1p(-p)) ** (1.0 / np.asarray(shape))
    return quantile


def _weibull_density(x: Floats, shape: Floats, scale: Floats) -> Floats:
    ratio, shape = x / np.asarray(scale), np.asarray(shape)
    density: Floats = shape / np.asarray(scale) * ratio ** (shape - 1.0) * np.exp(-(ratio**shape))
    return density


def _weibull_moments(shape: Floats, scale: Floats) -> tuple[Floats, Floats]:
    from scipy.special import gamma

    first, second = gamma(1.0 + 1.0 / np.asarray(shape)), gamma(1.0 + 2.0 / np.asarray(shape))
    return scale * first, scale * np.sqrt(np.maximum(second - first**2, 0.0))


def _beta_quantile(p: Floats, a: Floats, b: Floats) -> Floats:
    from scipy.special import betaincinv

    return np.asarray(betaincinv(a, b, p), dtype=np.float64)


def _beta_density(x: Floats, a: Floats, b: Floats) -> Floats:
    from scipy.special import betaln, xlog1py, xlogy

    density: Floats = np.exp(xlogy(np.asarray(a) - 1.0, x) + xlog1py(np.asarray(b) - 1.0, -x) - betaln(a, b))
    return density


def _beta_moments(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    total = np.asarray(a, dtype=np.float64) + b
    mean = np.divide(a, total, dtype=np.float64)
    return mean, np.sqrt(mean * (1.0 - mean) / (total + 1.0))


#: Name → family, in the order in which ties are broken.
FAMILIES: dict[str, Family] = {
    "normal": Family(
        names=("mu", "sigma"),
        quantile=lambda p, mu, sigma: mu + sigma * normal_quantile(p),
        density=_normal_density,
        moments=lambda mu, sigma: (np.asarray(mu), np.asarray(sigma)),
    ),
    "log-normal": Family(
        names=("mu", "sigma"),
        quantile=lambda p, mu, sigma: np.exp(mu + sigma * normal_quantile(p)),
        density=_log_normal_density,
        moments=_log_normal_moments,
    ),
    "gamma": Family(
        names=("shape", "rate"),
        quantile=_gamma_quantile,
        density=_gamma_density,
        moments=lambda shape, rate: (np.asarray(shape) / rate, np.sqrt(shape) / np.asarray(rate)),
    ),
    "Weibull": Family(
        names=("shape", "scale"),
        quantile=_weibull_quantile,
        density=_weibull_density,
        moments=_weibull_moments,
    ),
    "beta": Family(names=("a", "b"), quantile=_beta_quantile, density=_beta_density, moments=_beta_moments),
    "Box–Cox": Family(
        names=("power", "location", "scale"),
        quantile=box_cox_quantile,
        density=box_cox_density,
        moments=box_cox_moments,
    ),
}
