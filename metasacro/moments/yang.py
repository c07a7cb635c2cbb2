"""Yang's best linear unbiased mean and SD from normal order statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.summary import five_numbers, order_ranks
from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_quantile
from metasacro.numerics.products import product, solved

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats


def yang(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Best linear unbiased mean and SD from the printed order statistics of a normal sample (Yang).

    x = mean + SD α + error with covariance SD² V, by generalized least squares; α and V are the expectations and
    covariances of the normal order statistics of ranks 1, ⌊n/4⌋ + 1, ⌊n/2⌋ + 1, ⌊3n/4⌋ + 1, n, in David and Johnson's
    series to 1/(n + 2)².

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    Derived for normal samples (MS301 where skewed). The weights follow from the model, so the standard error of the
    mean does too: `mean_sd` gives it as "plug-in". For even n the ranks are not symmetric, and neither is the answer: a
    symmetric summary gets a mean a little beside its median.

    References
    ----------
    yang2022; david1954 (the series). Agrees with metaBLUE 1.0.0 and metamedian 1.2.1 to 1e-12.

    >>> mean, sd = yang(21, 6, q1=4, q3=10)
    >>> round(float(mean[0]), 4), round(float(sd[0]), 4)
    (6.7187, 4.7638)
    """
    return yang_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def yang_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns."""
    weights, _ = _weights(numbers)
    estimates = product(numbers.values, weights.T)
    return estimates[:, 0], estimates[:, 1]


def yang_errors(numbers: FiveNumbers, sd: Floats) -> Floats:
    """Standard errors of the means: SD times the root of their variance in a standard normal sample."""
    _, covariance = _weights(numbers)
    return sd * float(np.sqrt(covariance[0, 0]))


def _weights(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """Rows of weights for mean and SD, (2, c), and their covariance in units of the variance, (2, 2)."""
    expectation, covariance = normal_order_statistics(order_ranks(numbers.n, numbers.scenario), numbers.n)
    design = np.column_stack([np.ones_like(expectation), expectation])
    weighted = solved(covariance, design)
    of_estimates = solved(product(design.T, weighted), np.eye(2))
    return product(of_estimates, weighted.T), of_estimates


def normal_order_statistics(ranks: Floats, n: int) -> tuple[Floats, Floats]:
    """Expectations and covariances of standard normal order statistics, in David and Johnson's series.

    >>> expectation, covariance = normal_order_statistics(np.array([1.0, 5.0]), 5)
    >>> expectation.round(2).tolist(), covariance.round(2).tolist()
    ([-1.16, 1.16], [[0.42, 0.07], [0.07, 0.42]])
    """
    p = ranks / (n + 1.0)
    q = 1.0 - p
    x = normal_quantile(p)
    density = np.exp(-0.5 * x * x) / np.sqrt(2.0 * np.pi)
    first, second = 1.0 / density, x / density**2  # derivatives of the quantile function at p
    third, fourth = (1.0 + 2.0 * x * x) / density**3, x * (7.0 + 6.0 * x * x) / density**4
    step = 1.0 / (n + 2.0)
    expectation = x + 0.5 * step * p * q * second + step**2 * p * q * ((q - p) * third / 3.0 + p * q * fourth / 8.0)
    skew, spread = (q - p) * second + 0.5 * p * q * third, np.triu(np.outer(p, q))
    correction = np.outer(skew, first) + np.outer(first, skew) + 0.5 * np.outer(p * second, q * second)
    upper = spread * (step * np.outer(first, first) + step**2 * np.triu(correction))
    return expectation, upper + np.triu(upper, 1).T


YANG = Conversion(
    key="yang",
    name="Yang's best linear unbiased mean and SD",
    function=yang,
    references=("yang2022", "david1954"),
    oracle="metaBLUE 1.0.0 and metamedian 1.2.1, to 1e-12",
    moments=yang_moments,
    normal=True,
    plug_in=yang_errors,
)
