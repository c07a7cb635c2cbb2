"""Medians, and differences of medians, with variances from a fitted distribution (quantile estimation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.literature import Method
from metasacro.moments.fitted import Fitted
from metasacro.moments.quantile_estimation import fitted_distribution
from metasacro.numerics.arrays import np
from metasacro.pooling.printed_groups import PrintedGroups, printed_groups
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.moments.summary import FiveNumbers
    from metasacro.numerics.arrays import ArrayLike, Floats

#: The families of the papers on pooling medians; the beta distribution came with the conversion to means.
CANDIDATES = ("normal", "log-normal", "gamma", "Weibull")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MedianEffects:
    """What `random_effects` takes: `random_effects(effects.yi, effects.vi)`."""

    yi: Floats  #: (k,) medians or differences of medians
    vi: Floats  #: (k,) their variances
    families: tuple[str, ...]  #: the distribution behind each variance; "mean" where a cohort printed a mean


def qe_medians(
    ni: ArrayLike,
    *,
    mediani: ArrayLike | None = None,
    mini: ArrayLike | None = None,
    q1i: ArrayLike | None = None,
    q3i: ArrayLike | None = None,
    maxi: ArrayLike | None = None,
    mi: ArrayLike | None = None,
    sdi: ArrayLike | None = None,
) -> MedianEffects:
    """Medians with variances from the distribution that fits each summary best (QE, McGrath).

    yi = median, vi = 1/(4 n f²), f the density, at its own median, of the normal, log-normal, gamma or Weibull
    distribution whose quantiles come nearest to the printed numbers. A cohort without a median: yi = mean, vi = SD²/n.

    Parameters
    ----------
    ni : (k,) sample sizes
    mediani, mini, q1i, q3i, maxi : (k,) as printed, `nan` where they are not
    mi, sdi : (k,) means and SDs of the cohorts that print no median

    Returns
    -------
    MedianEffects, for `random_effects` or `common_effect`

    Domain
    ------
    A row has a median with both quartiles, both extremes or all four, or a mean with an SD (otherwise MS331, with the
    row's number). The variance holds in large samples of the fitted distribution. Mixing means with medians assumes
    that they are alike, which skewed outcomes are not.

    References
    ----------
    mcgrath2019; mcgrathzhao2020 (the fit). Medians as in metamedian 1.2.1 (`metamedian`, "qe"); variances within 1.5 %,
    but where its fit ends at the edge of a box.

    >>> effects = qe_medians([100, 80], mediani=[4, float("nan")], q1i=[3, float("nan")], q3i=[6, float("nan")],
    ...     mi=[float("nan"), 5.0], sdi=[float("nan"), 2.0])
    >>> effects.yi.tolist(), effects.vi.round(4).tolist(), effects.families
    ([4.0, 5.0], [0.0771, 0.05], ('log-normal', 'mean'))
    """
    columns = {"median": mediani, "min": mini, "q1": q1i, "q3": q3i, "max": maxi, "mean": mi, "sd": sdi}
    groups = printed_groups(ni, columns)
    rows = [_median_of(groups, row) for row in range(groups.n.size)]
    return MedianEffects(
        yi=np.array([estimate for estimate, _, _ in rows]),
        vi=np.array([variance for _, variance, _ in rows]),
        families=tuple(family for _, _, family in rows),
    )


def qe_median_differences(
    n1i: ArrayLike,
    n2i: ArrayLike,
    *,
    group1: dict[str, ArrayLike],
    group2: dict[str, ArrayLike],
    single_family: bool = False,
) -> MedianEffects:
    """Differences of medians, group 1 minus group 2, with variances from fitted distributions (QE, McGrath).

    yi = median1 − median2, vi = vi1 + vi2, each as for `qe_medians`. With `single_family` both groups of a cohort have
    the family with the least sum of squares over both.

    Parameters
    ----------
    n1i, n2i : (k,) sample sizes
    group1, group2 : columns named as for `qe_medians`: mediani, mini, q1i, q3i, maxi, mi, sdi
    single_family : one family a cohort

    Returns
    -------
    MedianEffects, for `random_effects` or `common_effect`

    Domain
    ------
    As for `qe_medians`. A difference of medians is not the median difference between people.

    References
    ----------
    mcgrathsohn2020. Differences as in metamedian 1.2.1 (`metamedian`, "qe", with and without `single.family`);
    variances within 1.5 %, but where its fit ends at the edge of a box. Its `loc.shift` is not offered.

    >>> effects = qe_median_differences([100], [90], group1={"mediani": [4], "q1i": [3], "q3i": [6]},
    ...     group2={"mediani": [5], "q1i": [3.5], "q3i": [7]})
    >>> effects.yi.tolist(), effects.vi.round(4).tolist()
    ([-1.0], [0.1943])
    """
    first, second = _group(n1i, group1), _group(n2i, group2)
    if first.n.size != second.n.size:
        raise Refusal("MS357", lengths=f"`n1i` {first.n.size}, `n2i` {second.n.size}")
    yi, vi, families = [], [], []
    for row in range(first.n.size):
        allowed: tuple[str, ...] = CANDIDATES
        if single_family and first.has_median(row) and second.has_median(row):
            allowed = (_common_family(first.summary(row), second.summary(row)),)
        one, other = _median_of(first, row, allowed), _median_of(second, row, allowed)
        yi.append(one[0] - other[0])
        vi.append(one[1] + other[1])
        families.append(f"{one[2]}, {other[2]}")
    return MedianEffects(yi=np.array(yi), vi=np.array(vi), families=tuple(families))


def _group(ni: ArrayLike, given: dict[str, ArrayLike]) -> PrintedGroups:
    names = {"mediani": "median", "mini": "min", "q1i": "q1", "q3i": "q3", "maxi": "max", "mi": "mean", "sdi": "sd"}
    unknown = sorted(set(given) - set(names))
    if unknown:
        raise Refusal("MS329", name="group1, group2", value=", ".join(unknown), wanted=", ".join(names))
    return printed_groups(ni, {name: given.get(key) for key, name in names.items()})


def _median_of(groups: PrintedGroups, row: int, families: tuple[str, ...] = CANDIDATES) -> tuple[float, float, str]:
    """(estimate, variance, family) of one group."""
    if not groups.has_median(row):
        return *groups.mean(row), "mean"
    numbers = groups.summary(row)
    fitted: Fitted = fitted_distribution(numbers, families)
    median = float(numbers.by_name["median"][0])
    density = float(fitted.density(fitted.quantile(0.5)))
    return median, 1.0 / (4.0 * numbers.n * density**2), fitted.family


def _common_family(first: FiveNumbers, second: FiveNumbers) -> str:
    """The family with the least sum of squares over both groups."""
    fits = [
        {candidate.family: candidate.criterion for candidate in fitted_distribution(numbers, CANDIDATES).candidates}
        for numbers in (first, second)
    ]
    shared = [family for family in CANDIDATES if all(family in fit for fit in fits)]
    return min(shared, key=lambda family: sum(fit[family] for fit in fits))


QE_MEDIAN = Method(
    key="qe-median",
    name="medians by quantile estimation",
    function=qe_medians,
    references=("mcgrath2019", "mcgrathzhao2020"),
    oracle="metamedian 1.2.1 (metamedian, qe): medians exactly, variances to 1.5 %, which its fits allow",
)

QE_MEDIAN_DIFFERENCE = Method(
    key="qe-median-difference",
    name="differences of medians by quantile estimation",
    function=qe_median_differences,
    references=("mcgrathsohn2020",),
    oracle="metamedian 1.2.1 (metamedian, qe, two groups): differences exactly, variances to 1.5 %",
)
