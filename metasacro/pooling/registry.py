"""The models that pool, and the tests of their answer."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.pooling.bayesian_random_effects import BAYESIAN_RANDOM_EFFECTS
from metasacro.pooling.beta_binomial import BETA_BINOMIAL
from metasacro.pooling.binomial_normal import BINOMIAL_NORMAL
from metasacro.pooling.binomial_normal_two_groups import BINOMIAL_NORMAL_TWO_GROUPS
from metasacro.pooling.common_effect import COMMON_EFFECT
from metasacro.pooling.dependence import DEPENDENCE as DEPENDENCE
from metasacro.pooling.heterogeneity import I2, Q
from metasacro.pooling.mantel_haenszel import MANTEL_HAENSZEL
from metasacro.pooling.meta_regression import META_REGRESSION
from metasacro.pooling.peto import PETO
from metasacro.pooling.poisson_normal import POISSON_NORMAL
from metasacro.pooling.poisson_normal_two_groups import POISSON_NORMAL_TWO_GROUPS
from metasacro.pooling.prediction import PREDICTION
from metasacro.pooling.proportion_intervals import PROPORTION_INTERVAL
from metasacro.pooling.random_effects import NORMAL_NORMAL
from metasacro.pooling.tests_of_effect import TESTS as TESTS
from metasacro.pooling.variance_inflation import VIF

#: Key → model.
MODELS: Mapping[str, Method] = MappingProxyType(
    {
        model.key: model
        for model in (
            NORMAL_NORMAL,
            COMMON_EFFECT,
            BINOMIAL_NORMAL,
            BINOMIAL_NORMAL_TWO_GROUPS,
            BETA_BINOMIAL,
            POISSON_NORMAL,
            POISSON_NORMAL_TWO_GROUPS,
            MANTEL_HAENSZEL,
            PETO,
            META_REGRESSION,
            BAYESIAN_RANDOM_EFFECTS,
        )
    }
)

#: Key → description of heterogeneity or of a new setting.
DESCRIPTIONS: Mapping[str, Method] = MappingProxyType(
    {method.key: method for method in (Q, I2, PREDICTION, PROPORTION_INTERVAL, VIF)}
)
