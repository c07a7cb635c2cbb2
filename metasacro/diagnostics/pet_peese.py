"""PET and PEESE: the effect that a regression on the standard error or the variance gives at a size without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from metasacro.diagnostics.pooled_effects import effects_of
from metasacro.diagnostics.regression_test import regression_test
from metasacro.literature import Method
from metasacro.numerics.student import student_two_sided
from metasacro.problems import caution

if TYPE_CHECKING:
    from metasacro.diagnostics.regression_test import RegressionTest
    from metasacro.pooling.pooled import Pooled
    from metasacro.problems import Caution

#: One-sided level of the first step: PEESE is read where PET finds an effect at it (stanley2014, section 3).
FIRST_STEP = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class PetPeese:
    """Both regressions and the conditional choice between them."""

    pet: RegressionTest  #: on √vi; `limit` is the effect without small-study effects
    peese: RegressionTest  #: on vi
    pet_p: float  #: two-sided P of PET's intercept
    chosen: str  #: "PEESE" if PET's intercept differs from 0 at one-sided 0.05, else "PET"
    estimate: float  #: the intercept of the one chosen
    cautions: tuple[Caution, ...]


def pet_peese(pooled: Pooled) -> PetPeese:
    """The precision-effect test (PET) and estimate with standard error (PEESE).

    PET: yi = b0 + b1 √vi; PEESE: yi = b0 + b1 vi; weights 1/vi, the error scaled by the spread of the residuals, t on
    k − 2 df. PEESE is chosen where PET's b0 differs from 0 at two-sided 0.10, that is one-sided 0.05.

    Parameters
    ----------
    pooled : an answer of `random_effects` or `common_effect`; only its effects and variances are used

    Returns
    -------
    PetPeese

    Domain
    ------
    k ≥ 3 (MS501); below ten cohorts it means little (MS510). An extrapolation, never the answer (MS530). For effects
    tied to their own standard errors (proportions, odds ratios, standardized differences) it is biased.

    References
    ----------
    stanley2014. Agrees with R's `lm` to 1e-12.

    >>> from metasacro.pooling.common_effect import common_effect
    >>> found = pet_peese(common_effect([0.1, 0.9, 0.4, 0.3], [0.04, 0.09, 0.05, 0.02]))
    >>> found.chosen, round(found.estimate, 4)
    ('PET', -0.1801)
    """
    effects_of(pooled, "PET-PEESE", fewest=3)
    pet = regression_test(pooled, model="lm", predictor="sei")
    peese = regression_test(pooled, model="lm", predictor="vi")
    p_value = float(student_two_sided(pet.intercept / pet.intercept_se, pooled.k - 2.0))
    chosen = "PEESE" if p_value < 2.0 * FIRST_STEP else "PET"
    return PetPeese(
        pet=pet,
        peese=peese,
        pet_p=p_value,
        chosen=chosen,
        estimate=peese.intercept if chosen == "PEESE" else pet.intercept,
        cautions=(*pet.cautions, caution("MS530")),
    )


PET_PEESE = Method(
    key="PET-PEESE",
    name="PET and PEESE",
    function=pet_peese,
    references=("stanley2014",),
    oracle="R 4.2.2 (`lm`), to 1e-12",
)
