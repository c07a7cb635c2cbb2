"""Cai's method for unknown non-normal distributions: likeliest power, then likeliest location and scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.box_cox_method import box_cox_fitted, location_and_scale
from metasacro.moments.box_cox_normal import box_cox, box_cox_moments
from metasacro.moments.conversion_method import Conversion
from metasacro.moments.order_statistics import likeliest, log_likelihood
from metasacro.moments.summary import five_numbers, order_ranks
from metasacro.numerics.arrays import np
from metasacro.numerics.lowest_point import lowest_points
from metasacro.problems import Caution, caution

if TYPE_CHECKING:
    from metasacro.moments.fitted import Fitted
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: The powers that are searched: from 0, which is the log-normal distribution.
POWERS = (0.0, 10.0, 101)


def mln(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean and SD of a sample that is normal after the likeliest Box–Cox transformation (MLN, Cai).

    y(x) = (x^λ − 1)/λ, ln x for λ = 0, 0 ≤ λ ≤ 10. First λ, at which the transformed numbers, as order statistics of a
    normal sample with Luo's mean and Wan's SD, are likeliest; then, with that λ, the likeliest location and scale; then
    mean and SD of x by an integral. Ranks: 1, ⌊n/4⌋ + 1, ⌊n/2⌋ + 1, ⌊3n/4⌋ + 1, n.

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, greater than 0

    Returns
    -------
    (mean, SD), each (...), in the units of the scale. `mean_sd` also gives power, location and scale.

    Domain
    ------
    Every number greater than 0 (MS321), and no two equal (MS322): with a share of the sample between equal numbers the
    likelihood is 0. As published, the likelihood is that of the transformed numbers, without the slope of the
    transformation. λ then depends on the unit of measurement, and tends to 0 (MS325); "mln-jacobian" has the slope, and
    gives the same answer in every unit.

    References
    ----------
    cai2021; luo2018; wan2014. Agrees with estmeansd 1.0.1: same λ, or a likelihood no lower; location and scale within
    2e-4 of the scale at its λ; mean and SD with the exact integral there.

    >>> mean, sd = mln(100, 4, min=2, max=9)
    >>> round(float(mean[0]), 2), round(float(sd[0]), 2)
    (4.2, 1.3)
    """
    return mln_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def mln_jacobian(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean and SD by MLN with the likelihood of the printed numbers themselves.

    As "mln", but λ maximizes the likelihood of x, which has the slope of the transformation in it: Σ (λ − 1) ln x more.

    Parameters
    ----------
    n : sample size, 5 or more
    median, min, q1, q3, max : (...) as printed, greater than 0

    Returns
    -------
    (mean, SD), each (...), in the units of the scale

    Domain
    ------
    As for "mln". The answer in centimetres is that in millimetres divided by 10, which "mln" does not promise. Not
    among the methods whose performance the papers report.

    References
    ----------
    cai2021 (the method); box1964 (the slope of the transformation in its likelihood).

    >>> (cm, _), (mm, _) = mln_jacobian(100, 5, min=2.2, max=8), mln_jacobian(100, 50, min=22, max=80)
    >>> round(float(mm[0] / cm[0]), 6)
    10.0
    """
    return _moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max), slope=True)


def mln_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """MLN from columns."""
    return _moments(numbers, slope=False)


def mln_parameters(numbers: FiveNumbers, *, slope: bool) -> tuple[Floats, Floats, Floats]:
    """Power, location and scale of each group."""
    ranks = order_ranks(numbers.n, numbers.scenario)
    power, _, _ = lowest_points(
        lambda powers: -profile(numbers, powers, slope=slope), np.linspace(POWERS[0], POWERS[1], POWERS[2])
    )
    transformed = box_cox(numbers.values, power[:, None])
    start = location_and_scale(numbers.with_values(transformed))
    return power, *likeliest(transformed, *start, ranks, numbers.n)


def profile(numbers: FiveNumbers, powers: Floats, *, slope: bool) -> Floats:
    """Logarithm of the likelihood at Luo's location and Wan's scale, for powers (m, j) or (1, j)."""
    ranks = order_ranks(numbers.n, numbers.scenario)
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):  # a power too far away is no candidate
        transformed = box_cox(numbers.values[:, None, :], powers[..., None])  # (m, j, c)
        shape = transformed.shape[:-1]
        transformed = transformed.reshape(-1, transformed.shape[-1])
        location, scale = location_and_scale(numbers.with_values(transformed))
        heights = log_likelihood(transformed, location, scale, ranks, numbers.n).reshape(shape)
    if slope:
        heights += (powers - 1.0) * np.log(numbers.values).sum(axis=1, keepdims=True)
    return heights


def _moments(numbers: FiveNumbers, *, slope: bool) -> tuple[Floats, Floats]:
    return box_cox_moments(*mln_parameters(numbers, slope=slope))


def _fit(numbers: FiveNumbers, *, slope: bool) -> Fitted:
    parameters = mln_parameters(numbers, slope=slope)
    return box_cox_fitted(parameters, -float(profile(numbers, parameters[0][:, None], slope=slope)[0, 0]))


def _cautions(numbers: FiveNumbers) -> tuple[Caution, ...]:
    """Where the power is not that of the printed numbers' own likelihood, it would be another in another unit."""
    here, there = (float(_moments(numbers, slope=slope)[0][0]) for slope in (False, True))
    return (caution("MS325", here=here, there=there),) if abs(there - here) > 1e-3 * here else ()


MLN = Conversion(
    key="mln",
    name="Cai's method for unknown non-normal distributions",
    function=mln,
    references=("cai2021", "luo2018", "wan2014"),
    oracle="estmeansd 1.0.1: power by likelihood, location and scale to 2e-4, moments with the exact integral",
    moments=mln_moments,
    fit=lambda numbers: _fit(numbers, slope=False),
    positive=True,
    distinct=True,
    cautions=_cautions,
)

MLN_JACOBIAN = Conversion(
    key="mln-jacobian",
    name="Cai's method with the likelihood of the printed numbers",
    function=mln_jacobian,
    references=("cai2021", "box1964"),
    oracle="the same answer in every unit; its maximum against a plain grid",
    moments=lambda numbers: _moments(numbers, slope=True),
    fit=lambda numbers: _fit(numbers, slope=True),
    positive=True,
    distinct=True,
)
