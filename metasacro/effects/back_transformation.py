"""From the scale on which effects are pooled back to the scale on which they are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Floats


def unchanged(y: ArrayLike) -> Floats:
    """The number itself.

    >>> float(unchanged(1.5))
    1.5
    """
    return np.asarray(y, dtype=np.float64)


def ratio(y: ArrayLike) -> Floats:
    """A ratio, a mean or a rate from its natural logarithm.

    >>> float(ratio(0.0))
    1.0
    """
    return np.asarray(np.exp(unchanged(y)), dtype=np.float64)


def share_of_log_odds(y: ArrayLike) -> Floats:
    """A proportion from its logit, 1/(1 + exp(−y)), without loss in either tail.

    >>> [float(x) for x in share_of_log_odds([0.0, -800.0, 800.0])]
    [0.5, 0.0, 1.0]
    """
    value = unchanged(y)
    small = np.exp(-np.abs(value))
    return np.asarray(np.where(value < 0, small, 1.0) / (1.0 + small), dtype=np.float64)


def share_of_probit(y: ArrayLike) -> Floats:
    """A proportion from its normal quantile.

    >>> float(share_of_probit(0.0))
    0.5
    """
    return normal_cdf(unchanged(y))


def share_of_arcsine(y: ArrayLike) -> Floats:
    """A proportion from the arcsine of its root: sin² y; outside 0 to π/2 it is 0 or 1.

    >>> [float(x) for x in share_of_arcsine([-1.0, 0.0, 2.0])]
    [0.0, 0.0, 1.0]
    """
    return np.asarray(np.sin(np.clip(unchanged(y), 0.0, np.pi / 2.0)) ** 2, dtype=np.float64)


def rate_of_root(y: ArrayLike) -> Floats:
    """A rate from its square root; below 0 it is 0.

    >>> [float(x) for x in rate_of_root([-1.0, 3.0])]
    [0.0, 9.0]
    """
    return np.asarray(np.maximum(unchanged(y), 0.0) ** 2, dtype=np.float64)


def correlation_of_z(y: ArrayLike) -> Floats:
    """A correlation from Fisher's z.

    >>> float(correlation_of_z(0.0))
    0.0
    """
    return np.asarray(np.tanh(unchanged(y)), dtype=np.float64)


def squared_correlation_of_z(y: ArrayLike) -> Floats:
    """The share of variance explained, r², from Fisher's z of r.

    >>> float(squared_correlation_of_z(0.0))
    0.0
    """
    return np.asarray(np.tanh(unchanged(y)) ** 2, dtype=np.float64)


def z_of_squared_correlation(r2: ArrayLike) -> Floats:
    """Fisher's z of the positive correlation behind a share of variance explained.

    >>> round(float(z_of_squared_correlation(0.25)), 6)
    0.549306
    """
    return np.asarray(np.arctanh(np.sqrt(unchanged(r2))), dtype=np.float64)


def log_odds_of_share(p: ArrayLike) -> Floats:
    """The logit of a proportion.

    >>> [round(float(x), 6) for x in log_odds_of_share([0.25, 0.75])]
    [-1.098612, 1.098612]
    """
    share = unchanged(p)
    return np.asarray(np.log(share) - np.log1p(-share), dtype=np.float64)


def alpha_of_logarithm(y: ArrayLike) -> Floats:
    """Cronbach's alpha from −ln(1 − alpha); below 0 it is 0.

    >>> [round(float(x), 6) for x in alpha_of_logarithm([-1.0, 2.302585093])]
    [0.0, 0.9]
    """
    return np.asarray(-np.expm1(-np.maximum(unchanged(y), 0.0)), dtype=np.float64)


def alpha_of_cube_root(y: ArrayLike) -> Floats:
    """Cronbach's alpha from 1 − ∛(1 − alpha).

    >>> round(float(alpha_of_cube_root(0.5)), 6)
    0.875
    """
    return np.asarray(1.0 - (1.0 - unchanged(y)) ** 3, dtype=np.float64)


def superiority(d: ArrayLike) -> Floats:
    """Probability that a treated person scores higher than a control, from a standardised mean difference: Φ(d/√2).

    >>> float(superiority(0.0))
    0.5
    """
    return normal_cdf(unchanged(d) / np.sqrt(2.0))


def point_biserial_of_difference(d: ArrayLike) -> Floats:
    """Point-biserial correlation of two equally large groups, from a standardised mean difference: d/√(d² + 4).

    >>> float(point_biserial_of_difference(0.0))
    0.0
    """
    value = unchanged(d)
    return np.asarray(value / np.sqrt(value**2 + 4.0), dtype=np.float64)


def nonoverlap(d: ArrayLike) -> Floats:
    """Cohen's U1, the share of two normal populations that does not overlap: (2u − 1)/u with u = Φ(|d|/2).

    >>> float(nonoverlap(0.0))
    0.0
    """
    u = normal_cdf(np.abs(unchanged(d)) / 2.0)
    return np.asarray((2.0 * u - 1.0) / u, dtype=np.float64)


#: Measure → the way back to the scale on which people read it. PFT is missing on purpose: see `freeman_tukey_back`.
BACK: Mapping[str, Callable[[ArrayLike], Floats]] = MappingProxyType(
    {
        **dict.fromkeys(["MNLN", "SDLN", "CVLN", "PLN", "IRLN", "ROM", "CVR", "VR", "ROMC", "VRC", "CVRC"], ratio),
        **dict.fromkeys(["RR", "OR", "PETO", "IRR", "D2OR", "D2ORL", "D2ORN"], ratio),
        "PLO": share_of_log_odds,
        "PRZ": share_of_probit,
        "PAS": share_of_arcsine,
        "IRS": rate_of_root,
        "ZCOR": correlation_of_z,
        "ZPB": correlation_of_z,
        "AHW": alpha_of_cube_root,
        "ABT": alpha_of_logarithm,
    }
)
