"""Effects and their heterogeneity both explained by moderators: the location–scale model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.literature import Method
from metasacro.numerics.arrays import np
from metasacro.pooling.coefficients import coefficient_table, joint_test, moderators
from metasacro.pooling.domain import choice, cohort_table, fraction
from metasacro.pooling.location_scale_likelihood import highest
from metasacro.pooling.meta_regression import few_cohorts_a_column
from metasacro.pooling.meta_regression_design import design_of
from metasacro.problems import caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Floats
    from metasacro.pooling.coefficients import CoefficientTable, JointTest
    from metasacro.problems import Caution


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LocationScale:
    """A location–scale model. Arrays are read-only."""

    location: CoefficientTable  #: of the effects
    scale: CoefficientTable  #: of ln τ²
    location_test: JointTest  #: of all location coefficients but the intercept
    scale_test: JointTest  #: of all scale coefficients but the intercept
    tau2: Floats  #: (k,) between-study variance at each cohort's moderators
    log_likelihood: float  #: with all its constants; restricted under "REML"
    k: int
    method: str
    test: str
    level: float
    cautions: tuple[Caution, ...]


def location_scale(
    yi: ArrayLike,
    vi: ArrayLike,
    scale: str | ArrayLike,
    *,
    mods: str | ArrayLike = "~ 1",
    data: Mapping[str, Any] | None = None,
    method: str = "REML",
    test: str = "z",
    level: float = 0.95,
) -> LocationScale:
    """Moderators of the effects and of how much they vary (location–scale model).

    yi ~ N(x_i b, vi + tau2_i), ln tau2_i = z_i a; a maximizes the (restricted) likelihood, b = (X'WX)⁻¹ X'W y with
    w = 1/(vi + tau2_i). The errors of a are those of the observed information, of b those of X'WX.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances
    scale : a formula such as "~ dose", or a design matrix (k, q), for ln τ²
    mods : the same for the effects; an intercept where not given
    data : columns that the formulas name, k values each
    method : "REML" or "ML"
    test : "z", or "t" on k − p degrees of freedom for b and k − q for a
    level : a fraction

    Returns
    -------
    LocationScale

    Domain
    ------
    Refusals as for `meta_regression` (MS490 to MS494), for either design. The likelihood is searched by Newton's method
    from several starts; where it keeps rising as τ² goes to 0, the search ends unfinished and MS411 says so. Scale
    coefficients need many cohorts: fewer than ten a column give MS496.

    References
    ----------
    viechtbauer2022. Agrees with metafor 5.1-12 (`rma` with `scale`) to 1e-4, where its optimizer stops.

    >>> y = [0.1, 0.3, 0.2, 0.25, 1.4, -0.9, 0.8, -0.4]
    >>> found = location_scale(y, [0.02] * 8, "~ wide", data={"wide": [0, 0, 0, 0, 1, 1, 1, 1]}, method="ML")
    >>> bool(found.tau2[0] < found.tau2[7])
    True
    """
    y, v = cohort_table(yi, vi)
    level, k = fraction(level), int(y.size)
    choice("method", method, ("REML", "ML"))
    choice("test", test, ("z", "t"))
    table = {"constant": np.ones(k)} if data is None else data
    x, z = (design_of(design, table, k) for design in (mods, scale))
    fit = highest(y, v, x.x, z.x, restricted=method == "REML")
    free_x, free_z = (np.inf if test == "z" else float(k - each.x.shape[1]) for each in (x, z))
    location = coefficient_table(x.names, fit.b, fit.covariance, np.full(x.x.shape[1], free_x), level=level)
    spread = coefficient_table(z.names, fit.a, fit.scale_covariance, np.full(z.x.shape[1], free_z), level=level)
    tested_x, tested_z = moderators(x.names, x.intercept), moderators(z.names, z.intercept)
    found = [] if fit.converged else [caution("MS411", method=method)]
    found += few_cohorts_a_column(k, len(tested_z))
    fit.tau2.flags.writeable = False
    return LocationScale(
        location=location,
        scale=spread,
        location_test=joint_test(location, tested_x),
        scale_test=joint_test(spread, tested_z),
        tau2=fit.tau2,
        log_likelihood=fit.height,
        k=k,
        method=method,
        test=test,
        level=level,
        cautions=tuple(found),
    )


LOCATION_SCALE = Method(
    key="location-scale",
    name="location–scale model",
    function=location_scale,
    references=("viechtbauer2022",),
    oracle="metafor 5.1-12, to 1e-4, where its optimizer stops; slopes by differences",
)
