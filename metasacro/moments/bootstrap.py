"""The standard error of a converted mean, by a parametric bootstrap (McGrath)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.moments.conversion_method import obstacle
from metasacro.moments.domain import check_summary, conversion_called, refuse_outside
from metasacro.moments.families import FAMILIES
from metasacro.moments.summary import COLUMNS, five_numbers
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, Refusal, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.conversion_method import Conversion
    from metasacro.moments.summary import FiveNumbers, Scenario
    from metasacro.numerics.arrays import Floats

#: Samples drawn unless told otherwise, and the seed: the standard error is known to 2 % then.
DRAWS, SEED = 1000, 20230301

#: At least this many samples, for a standard error known to 7 %.
FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class BootstrapErrors:
    """Spread of the converted mean and SD over samples from the fitted distribution."""

    se_mean: float
    se_sd: float
    monte_carlo_error: float  #: of `se_mean`
    draws: int  #: samples that could be converted again
    failed: int  #: samples that could not
    seed: int
    cautions: tuple[Caution, ...]


def bootstrap_errors(
    n: int,
    median: float,
    *,
    min: float | None = None,
    q1: float | None = None,
    q3: float | None = None,
    max: float | None = None,
    method: str = "qe",
    draws: int = DRAWS,
    seed: int = SEED,
) -> BootstrapErrors:
    """Standard errors of a converted mean and SD, by converting samples of the fitted distribution (McGrath).

    `draws` samples of size n from the distribution that the method fits; each is summarized as the paper did (quartiles
    at 1 + p(n − 1)), and converted again from the beginning, choice of the distribution included. se = SD of the means.

    Parameters
    ----------
    n, median, min, q1, q3, max : one summary, as for `mean_sd`
    method : a key of `mean_sd`. Methods for normal samples draw from a normal distribution with their mean and SD, and
        "shi-lognormal" from the log-normal with its mean and SD
    draws : 100 or more
    seed : of numpy's `SeedSequence`; the same seed gives the same digits

    Returns
    -------
    BootstrapErrors, in the units of the scale

    Domain
    ------
    As for the method. sd/√n leaves out that the mean was not observed but guessed from three or five numbers; with it a
    cohort gets too much weight, and τ² comes out too large. A sample that the method refuses, for a tie or a number
    that is not positive, is left out and counted (MS328).

    References
    ----------
    mcgrath2023. The example of estmeansd's README (2, 4, 9; n = 100): 0.239 for "qe", 0.165 for "bc", 0.151 for "mln"
    there, the same here within their Monte Carlo errors. It draws with rnorm and moves samples that reach 0; here
    samples come from the fitted distribution, which does not.

    >>> errors = bootstrap_errors(100, 4, min=2, max=9, draws=200)
    >>> 0.18 < errors.se_mean < 0.3, errors.failed
    (True, 0)
    """
    if not draws >= FEWEST_DRAWS or int(draws) != draws:
        raise Refusal("MS329", name="draws", value=draws, wanted=f"a whole number of {FEWEST_DRAWS} or more")
    record = conversion_called(method)
    check_summary(n, {"min": min, "q1": q1, "median": median, "q3": q3, "max": max})
    numbers = five_numbers(n, median, min=min, q1=q1, q3=q3, max=max)
    refuse_outside(record, numbers)
    family, parameters = _distribution(record, numbers)
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    samples = numbers.with_values(sampled_summaries(rng, draws, n, numbers.scenario, family, parameters))
    usable = np.array([_usable(record, samples, row) for row in range(draws)])
    means, sds = record.moments(samples.with_values(samples.values[usable]))
    good = np.isfinite(means) & np.isfinite(sds)
    means, sds, left = means[good], sds[good], int(good.sum())
    if left < draws / 2:
        raise Refusal("MS323", method=method, reason=f"{draws - left} of {draws} samples could not be converted again")
    se_mean, se_sd = float(means.std(ddof=1)), float(sds.std(ddof=1))
    fourth = float(((means - means.mean()) ** 4).mean())
    of_variance = np.sqrt(np.maximum(fourth - se_mean**4, 0.0) / left)
    failed = draws - left
    return BootstrapErrors(
        se_mean=se_mean,
        se_sd=se_sd,
        monte_carlo_error=float(of_variance / (2.0 * se_mean)),
        draws=left,
        failed=failed,
        seed=seed,
        cautions=(caution("MS328", failed=failed, draws=draws),) if failed else (),
    )


def _distribution(record: Conversion, numbers: FiveNumbers) -> tuple[str, tuple[float, ...]]:
    """What the samples are drawn from."""
    if record.fit is not None:
        fitted = record.fit(numbers)
        return fitted.family, fitted.parameters
    mean, sd = (float(value[0]) for value in record.moments(numbers))
    if record.positive:
        variance = float(np.log1p((sd / mean) ** 2))
        return "log-normal", (float(np.log(mean)) - variance / 2.0, variance**0.5)
    return "normal", (mean, sd)


def _usable(record: Conversion, samples: FiveNumbers, row: int) -> bool:
    """Whether the method takes this sample's summary."""
    values = samples.values[row]
    spread = values[-1] > values[0]
    return bool(spread and np.isfinite(values).all() and not obstacle(record, samples.with_values(values[None, :])))


def sampled_summaries(
    rng: np.random.Generator, draws: int, n: int, scenario: Scenario, family: str, parameters: tuple[float, ...]
) -> Floats:
    """Summaries of `draws` samples of size `n`, (draws, c).

    Only the order statistics that a summary is made of are drawn: sums of gamma variates, divided by their total, are
    distributed like the order statistics of uniform values.
    """
    place = {
        "min": 1.0,
        "q1": 1.0 + 0.25 * (n - 1),
        "median": 1.0 + 0.5 * (n - 1),
        "q3": 1.0 + 0.75 * (n - 1),
        "max": n,
    }
    positions = np.array([place[name] for name in COLUMNS[scenario]], dtype=np.float64)
    below = np.floor(positions)
    ranks = np.unique(np.concatenate([below, np.ceil(positions)]))
    steps = np.diff(np.concatenate([[0.0], ranks, [n + 1.0]]))
    sums = np.cumsum(rng.gamma(steps, size=(draws, steps.size)), axis=1)
    uniform = sums[:, :-1] / sums[:, -1:]
    values = FAMILIES[family].quantile(uniform, *parameters)
    low = values[:, np.searchsorted(ranks, below)]
    high = values[:, np.searchsorted(ranks, np.ceil(positions))]
    share = positions - below
    summaries: Floats = low + np.where(share > 0, share * (high - low), 0.0)
    return summaries


BOOTSTRAP_ERRORS = Method(
    key="bootstrap-error",
    name="bootstrap standard error of a converted mean",
    function=bootstrap_errors,
    references=("mcgrath2023",),
    oracle="the README of estmeansd, within Monte Carlo errors; plain samples of the fitted distribution",
)
