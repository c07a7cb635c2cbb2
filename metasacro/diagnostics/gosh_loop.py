"""Common-effect answers of the unions of some subsets with one more, for compiling."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def united_answers(
    sizes: Floats,
    totals: Floats,
    means: Floats,
    qs: Floats,
    size: Floats,
    total: Floats,
    mean: Floats,
    q: Floats,
    estimate: Floats,
    tau2: Floats,
    around: Floats,
) -> None:
    """Fill the last three, (n,), from the `Sums` of each of n subsets, joined with that of one, the next four, (1,)."""
    for i in range(sizes.size):
        whole = totals[i] + total[0]
        apart = mean[0] - means[i]
        shift = total[0] / max(whole, 1e-300) * apart
        none = 0.0 if sizes[i] + size[0] >= 2.0 else math.nan
        estimate[i], tau2[i] = means[i] + shift, none
        around[i] = qs[i] + q[0] + shift * apart * totals[i] + none
