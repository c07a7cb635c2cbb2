"""A family of populations on a bounded scale: normal values, rounded to the scale and held at its ends."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.normal import normal_cdf
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats

#: Means and SDs of the grid; finer grids move mean and SD by less than a hundredth of the standard error (a test).
MEANS, SDS = 29, 15

#: How many SDs the mean of the normal may lie from the printed median. At 4 and a median at the end of the scale, three
#: of a hundred thousand values leave that end.
REACH = 4.0

#: The smallest SD, in steps: below it nearly all values round to one or two points whatever the SD.
SMALLEST_SD = 0.5

#: Weights of the first points of Gregory's rule: the trapezoidal rule, mended where the likelihood is cut off.
ENDS = (3 / 8, 7 / 6, 23 / 24)

#: From the quartile distance of a normal distribution to its SD.
QUARTILES_APART = 1.349


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Populations:
    """Populations with their prior weights."""

    probabilities: Floats  #: (populations, codes)
    prior: Floats  #: (populations,)


def censored_normals(top: int, *, centre: float, quartile_distance: float) -> Populations:
    """Populations on codes 0 … top: p[v] = Φ((v + ½ − μ)/σ) − Φ((v − ½ − μ)/σ), the tails going to 0 and to top.

    The prior is flat in μ and in ln σ, from half a step to the whole scale. The grid is denser where the likelihood
    is: about μ = `centre` and σ = `quartile_distance`/1.349; its weights are those of Gregory's rule.

    >>> population = censored_normals(10, centre=5.0, quartile_distance=3.0)
    >>> population.probabilities.shape, bool(np.allclose(population.probabilities.sum(axis=1), 1))
    ((435, 11), True)
    """
    guess = min(max(quartile_distance / QUARTILES_APART, 2.0 * SMALLEST_SD), top)
    ends = np.arcsinh(np.log(np.array([SMALLEST_SD, float(top)]) / guess))
    place = np.linspace(ends[0], ends[1], SDS)
    sd = guess * np.exp(np.sinh(place))
    sd_weight = np.cosh(place)
    sd_weight[:3] *= ENDS
    sd_weight[-3:] *= ENDS[::-1]
    place = np.linspace(-1.0, 1.0, MEANS)
    offset = REACH * np.sinh(place) / math.sinh(1.0)
    mean = centre + sd[:, None] * offset
    prior = sd_weight[:, None] * sd[:, None] * np.cosh(place)
    edges = np.arange(top) + 0.5
    below = normal_cdf((edges - mean[:, :, None]) / sd[:, None, None]).reshape(-1, top)
    probabilities = np.diff(below, prepend=0.0, append=1.0)
    return Populations(probabilities=probabilities, prior=(prior / prior.sum()).ravel())
