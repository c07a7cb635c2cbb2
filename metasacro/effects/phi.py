"""PHI: phi coefficient."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.effects.families import TABLE
from metasacro.effects.measure import Measure
from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from metasacro.numerics.arrays import Floats


def phi_coefficient(ai: Floats, bi: Floats, ci: Floats, di: Floats) -> tuple[Floats, Floats]:
    """Phi: the correlation between two variables that are each yes or no.

    yi = (ai di − bi ci)/√(n1 n2 x y), x = ai + ci, y = bi + di. With row shares r1 = n1/n, r2 = n2/n, column shares c1
    = x/n, c2 = y/n and D² = r1 r2 c1 c2:
    vi = (1 − yi² + yi (1 + yi²/2)(r1 − r2)(c1 − c2)/D − ¾ yi² ((r1 − r2)²/(r1 r2) + (c1 − c2)²/(c1 c2)))/n

    Parameters
    ----------
    ai, bi : (..., k) events and non-events of the treatment group, after `add` where it applies
    ci, di : (..., k) the same of the control group

    Returns
    -------
    (yi, vi) : a correlation, and squared

    Domain
    ------
    Every margin above 0 (MS359). The variance is for cross-sectional sampling. Its largest possible size depends on the
    margins, so studies with other margins do not compare.

    References
    ----------
    yule1912 (phi and its probable error). Agrees with metafor 5.1-12 (`escalc`, "PHI") to 1e-12.

    >>> yi, vi = phi_coefficient(*np.array([4.0, 119.0, 11.0, 128.0]))
    >>> round(float(yi), 6), round(float(vi), 6)
    (-0.100139, 0.003182)
    """
    n1, n2, x, y = ai + bi, ci + di, ai + ci, bi + di
    n = n1 + n2
    yi = (ai * di - bi * ci) / np.sqrt(n1 * n2 * x * y)
    r1, r2, c1, c2 = n1 / n, n2 / n, x / n, y / n
    tilt = yi * (1.0 + yi**2 / 2.0) * (r1 - r2) * (c1 - c2) / np.sqrt(r1 * r2 * c1 * c2)
    skew = (r1 - r2) ** 2 / (r1 * r2) + (c1 - c2) ** 2 / (c1 * c2)
    return yi, (1.0 - yi**2 + tilt - 0.75 * yi**2 * skew) / n


PHI = Measure(
    key="PHI",
    name="phi coefficient",
    function=phi_coefficient,
    references=("yule1912",),
    oracle="metafor 5.1-12 escalc, to 1e-12",
    family=TABLE,
    scale="correlation",
    add=0.0,
)
