"""Quantile estimation: the family whose quantiles come nearest to the printed ones (McGrath)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.moments.conversion_method import Conversion
from metasacro.moments.families import FAMILIES
from metasacro.moments.fitted import Candidate, Fitted, fitted_of
from metasacro.moments.quantile_fits import fit_family
from metasacro.moments.summary import five_numbers
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, Refusal, caution

if TYPE_CHECKING:
    from metasacro.moments.quantile_fits import Fits
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: The families that are tried, in the order in which ties are broken.
CANDIDATES = ("normal", "log-normal", "gamma", "Weibull", "beta")


def quantile_estimation(
    n: int,
    median: ArrayLike,
    *,
    min: ArrayLike | None = None,
    q1: ArrayLike | None = None,
    q3: ArrayLike | None = None,
    max: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Mean and SD of the distribution whose quantiles come nearest to the printed numbers (QE, McGrath).

    Σ (F⁻¹(p; θ) − x)² is made least for each family, with p = 1/n, ¼, ½, ¾, 1 − 1/n for min, q1, median, q3, max. Of
    the normal, log-normal, gamma, Weibull and beta distributions the one with the least sum is taken.

    Parameters
    ----------
    n : sample size, 5 or more; it enters through p of the extremes
    median, min, q1, q3, max : (...) as printed, in the units of the scale

    Returns
    -------
    (mean, SD), each (...), in the units of the scale. `mean_sd` also gives the fitted distribution with its parameters
    and every candidate with its sum.

    Domain
    ------
    Any summary with spread. Log-normal, gamma and Weibull distributions need numbers greater than 0, the beta
    distribution needs numbers inside 0 to 1; with a 0 only the normal distribution is left (MS324). A family whose best
    shape runs off to an end takes no part; if none is left, MS323. Three numbers often cannot tell the families apart,
    and their SDs differ: look at the candidates.

    References
    ----------
    mcgrathzhao2020. estmeansd 1.0.1 searches from one start inside boxes. The sum of squares here is nowhere larger;
    where both end at the same point, mean and SD agree to 1e-3.

    >>> mean, sd = quantile_estimation(100, 4, min=2, max=9)
    >>> round(float(mean[0]), 3), round(float(sd[0]), 3)
    (4.347, 1.502)
    """
    return quantile_estimation_moments(five_numbers(n, median, min=min, q1=q1, q3=q3, max=max))


def probabilities(numbers: FiveNumbers) -> Floats:
    """Which shares of the sample lie below the printed numbers, as the method takes them."""
    edge = 1.0 / numbers.n
    share = {"min": edge, "q1": 0.25, "median": 0.5, "q3": 0.75, "max": 1.0 - edge}
    return np.array([share[name] for name in numbers.by_name])


def fits_of(numbers: FiveNumbers, families: tuple[str, ...] = CANDIDATES) -> dict[str, Fits]:
    """Each family fitted to each group."""
    p = probabilities(numbers)
    return {family: fit_family(family, numbers.values, p) for family in families}


def quantile_estimation_moments(numbers: FiveNumbers) -> tuple[Floats, Floats]:
    """The same from columns; `nan` where no family fits."""
    fits = fits_of(numbers)
    chosen = np.argmin([fit.criterion for fit in fits.values()], axis=0)
    least = np.min([fit.criterion for fit in fits.values()], axis=0)
    mean, sd = np.full(chosen.shape, np.nan), np.full(chosen.shape, np.nan)
    for place, (family, fit) in enumerate(fits.items()):
        rows = np.flatnonzero((chosen == place) & np.isfinite(least))
        mean[rows], sd[rows] = FAMILIES[family].moments(*(parameter[rows] for parameter in fit.parameters))
    return mean, sd


def fitted_distribution(numbers: FiveNumbers, families: tuple[str, ...] = CANDIDATES) -> Fitted:
    """The best distribution for one group, with all candidates; raises `Refusal` (MS323) where there is none."""
    found = []
    for family, fit in fits_of(numbers, families).items():
        criterion = float(fit.criterion[0])
        if np.isfinite(criterion):
            parameters = tuple(float(parameter[0]) for parameter in fit.parameters)
            mean, sd = (float(value) for value in FAMILIES[family].moments(*parameters))
            found.append(Candidate(family=family, parameters=parameters, criterion=criterion, mean=mean, sd=sd))
    if not found:
        raise Refusal("MS323", method="qe", reason="every family's best shape runs off to an end of its range")
    candidates = tuple(sorted(found, key=lambda candidate: candidate.criterion))
    return fitted_of(candidates[0], candidates)


def _cautions(numbers: FiveNumbers) -> tuple[Caution, ...]:
    """A number that is not greater than 0 leaves only the normal distribution."""
    for name, values in numbers.by_name.items():
        if values[0] <= 0:
            return (caution("MS324", name=name, value=float(values[0])),)
    return ()


QE = Conversion(
    key="qe",
    name="quantile estimation",
    function=quantile_estimation,
    references=("mcgrathzhao2020",),
    oracle="estmeansd 1.0.1 and its README; no sum of squares is larger than there",
    moments=quantile_estimation_moments,
    fit=fitted_distribution,
    cautions=_cautions,
)
