"""What is done about effects that share patients, centres or studies: a registry."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature import Method
from metasacro.pooling.cluster_average import CLUSTER_AVERAGE
from metasacro.pooling.multilevel import MULTILEVEL
from metasacro.pooling.multilevel_group_effects import GROUP_EFFECTS
from metasacro.pooling.multilevel_influence import MULTILEVEL_INFLUENCE
from metasacro.pooling.multilevel_predictions import MULTILEVEL_PREDICTIONS
from metasacro.pooling.robust_variance import ROBUST_VARIANCE
from metasacro.pooling.sampling_covariance import SAMPLING_COVARIANCE

#: Key → method, in the order in which they are thought of.
DEPENDENCE: Mapping[str, Method] = MappingProxyType(
    {
        method.key: method
        for method in (
            CLUSTER_AVERAGE,
            SAMPLING_COVARIANCE,
            MULTILEVEL,
            ROBUST_VARIANCE,
            MULTILEVEL_PREDICTIONS,
            GROUP_EFFECTS,
            MULTILEVEL_INFLUENCE,
        )
    }
)
