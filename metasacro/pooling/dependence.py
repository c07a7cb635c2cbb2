"""What is done about effects that share patients, centres or studies: a registry."""

from metasacro.literature import Method, Registry

#: Key → method, in the order in which they are thought of.
DEPENDENCE: Registry[Method] = Registry(
    "metasacro.pooling",
    {
        "cluster-average": "cluster_average.CLUSTER_AVERAGE",
        "sampling-covariance": "sampling_covariance.SAMPLING_COVARIANCE",
        "multilevel": "multilevel.MULTILEVEL",
        "robust-variance": "robust_variance.ROBUST_VARIANCE",
        "multilevel-predictions": "multilevel_predictions.MULTILEVEL_PREDICTIONS",
        "group-effects": "multilevel_group_effects.GROUP_EFFECTS",
        "multilevel-influence": "multilevel_influence.MULTILEVEL_INFLUENCE",
    },
)
