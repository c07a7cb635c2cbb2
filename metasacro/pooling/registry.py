"""The models that pool, and the tests of their answer."""

from metasacro.literature import Method, Registry
from metasacro.pooling.dependence import DEPENDENCE as DEPENDENCE
from metasacro.pooling.tests_of_effect import TESTS as TESTS

#: Key → model.
MODELS: Registry[Method] = Registry(
    "metasacro.pooling",
    {
        "normal-normal": "random_effects.NORMAL_NORMAL",
        "common-effect": "common_effect.COMMON_EFFECT",
        "binomial-normal": "binomial_normal.BINOMIAL_NORMAL",
        "binomial-normal-two-groups": "binomial_normal_two_groups.BINOMIAL_NORMAL_TWO_GROUPS",
        "beta-binomial": "beta_binomial.BETA_BINOMIAL",
        "bayesian": "bayesian_random_effects.BAYESIAN_RANDOM_EFFECTS",
        "poisson-normal": "poisson_normal.POISSON_NORMAL",
        "poisson-normal-two-groups": "poisson_normal_two_groups.POISSON_NORMAL_TWO_GROUPS",
        "mantel-haenszel": "mantel_haenszel.MANTEL_HAENSZEL",
        "peto-method": "peto.PETO",
        "subgroups": "subgroups.SUBGROUPS",
        "location-scale": "location_scale.LOCATION_SCALE",
        "meta-regression": "meta_regression.META_REGRESSION",
    },
)

#: Key → description of heterogeneity or of a new setting.
DESCRIPTIONS: Registry[Method] = Registry(
    "metasacro.pooling",
    {
        "Q": "heterogeneity.Q",
        "I2": "heterogeneity.I2",
        "prediction-interval": "prediction.PREDICTION",
        "counts-prediction": "binomial_normal_prediction.COUNTS_PREDICTION",
        "profile-mean": "binomial_normal_mean.PROFILE_MEAN",
        "proportion-interval": "proportion_intervals.PROPORTION_INTERVAL",
        "VIF": "variance_inflation.VIF",
        "regression-predictions": "regression_predictions.REGRESSION_PREDICTIONS",
        "fit-statistics": "fit_statistics.FIT_STATISTICS",
        "likelihood-ratio-test": "likelihood_ratio.LIKELIHOOD_RATIO",
        "Kenward-Roger": "kenward_roger.KENWARD_ROGER",
    },
)

#: Key → convention of the prediction interval, in the order in which choices are printed.
PREDICTIONS: Registry[Method] = Registry(
    "metasacro.pooling",
    {
        "metafor": "prediction_conventions.BY_THE_TEST",
        "S": "prediction_conventions.S",
        "V": "prediction_conventions.V",
        "HTS": "prediction_conventions.HTS",
        "HK": "prediction_conventions.HK",
        "HK-PR": "prediction_conventions.HK_PR",
        "KR": "kenward_roger.KR",
        "KR-PR": "kenward_roger.KR_PR",
        "NNF": "confidence_distribution.NNF",
    },
)

#: Key → a way to pool medians as medians.
MEDIANS: Registry[Method] = Registry(
    "metasacro.pooling",
    {
        "median-of-medians": "median_of_medians.MEDIAN_OF_MEDIANS",
        "weighted-median-of-medians": "median_of_medians.WEIGHTED_MEDIAN_OF_MEDIANS",
        "qe-median": "quantile_medians.QE_MEDIAN",
        "qe-median-difference": "quantile_medians.QE_MEDIAN_DIFFERENCE",
        "combined-median": "linear_combination.COMBINED_MEDIAN",
    },
)
