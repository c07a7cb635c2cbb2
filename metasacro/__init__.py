"""MetaSacro: plain-text evidence in, pooled answers out, each digit traceable to a page of a paper.

Names are loaded at first use; importing the package loads neither numpy nor pandas.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from metasacro.diagnostics.cumulative import cumulative as cumulative
    from metasacro.diagnostics.excess_significance import excess_significance as excess_significance
    from metasacro.diagnostics.fail_safe_n import fail_safe_n as fail_safe_n
    from metasacro.diagnostics.gosh import gosh as gosh
    from metasacro.diagnostics.henmi_copas import henmi_copas as henmi_copas
    from metasacro.diagnostics.influence import influence as influence
    from metasacro.diagnostics.leave_one_out import leave_one_out as leave_one_out
    from metasacro.diagnostics.likelihood_profile import likelihood_profile as likelihood_profile
    from metasacro.diagnostics.permutation_test import permutation_test as permutation_test
    from metasacro.diagnostics.pet_peese import pet_peese as pet_peese
    from metasacro.diagnostics.rank_test import rank_test as rank_test
    from metasacro.diagnostics.regression_test import regression_test as regression_test
    from metasacro.diagnostics.selection_model import selection_model as selection_model
    from metasacro.diagnostics.trim_and_fill import trim_and_fill as trim_and_fill
    from metasacro.effects.effect_sizes import effect_sizes as effect_sizes
    from metasacro.integrity.debit import debit as debit
    from metasacro.integrity.examination import check as check
    from metasacro.integrity.examination import examine as examine
    from metasacro.integrity.grim import grim as grim
    from metasacro.integrity.grimmer import grimmer as grimmer
    from metasacro.integrity.plus_minus import plus_minus as plus_minus
    from metasacro.integrity.spread_bounds import spread_bounds as spread_bounds
    from metasacro.moments.bootstrap import bootstrap_errors as bootstrap_errors
    from metasacro.moments.conversion import mean_sd as mean_sd
    from metasacro.moments.feasible.nested_cohorts import feasible_cohorts as feasible_cohorts
    from metasacro.moments.feasible.one_cohort import feasible_moments as feasible_moments
    from metasacro.moments.feasible.paired_change import feasible_change as feasible_change
    from metasacro.moments.feasible.possible_definitions import possible_definitions as possible_definitions
    from metasacro.pooling.bayesian_random_effects import bayesian_random_effects as bayesian_random_effects
    from metasacro.pooling.beta_binomial import beta_binomial as beta_binomial
    from metasacro.pooling.binomial_normal import binomial_normal as binomial_normal
    from metasacro.pooling.binomial_normal_two_groups import binomial_normal_two_groups as binomial_normal_two_groups
    from metasacro.pooling.cluster_average import cluster_averages as cluster_averages
    from metasacro.pooling.common_effect import common_effect as common_effect
    from metasacro.pooling.fit_statistics import fit_statistics as fit_statistics
    from metasacro.pooling.kenward_roger import kenward_roger as kenward_roger
    from metasacro.pooling.likelihood_ratio import likelihood_ratio_test as likelihood_ratio_test
    from metasacro.pooling.linear_combination import combined_median as combined_median
    from metasacro.pooling.location_scale import location_scale as location_scale
    from metasacro.pooling.mantel_haenszel import mantel_haenszel as mantel_haenszel
    from metasacro.pooling.median_of_medians import median_of_medians as median_of_medians
    from metasacro.pooling.median_of_medians import weighted_median_of_medians as weighted_median_of_medians
    from metasacro.pooling.multilevel import multilevel as multilevel
    from metasacro.pooling.peto import peto as peto
    from metasacro.pooling.poisson_normal import poisson_normal as poisson_normal
    from metasacro.pooling.poisson_normal_two_groups import poisson_normal_two_groups as poisson_normal_two_groups
    from metasacro.pooling.prediction_interval import prediction_interval as prediction_interval
    from metasacro.pooling.proportion_intervals import proportion_interval as proportion_interval
    from metasacro.pooling.quantile_medians import qe_median_differences as qe_median_differences
    from metasacro.pooling.quantile_medians import qe_medians as qe_medians
    from metasacro.pooling.random_effects import random_effects as random_effects
    from metasacro.pooling.regression_predictions import regression_predictions as regression_predictions
    from metasacro.pooling.robust_variance import robust_variance as robust_variance
    from metasacro.pooling.sampling_covariance import sampling_covariance as sampling_covariance
    from metasacro.pooling.subgroups import subgroups as subgroups
    from metasacro.records.folder import load as load
    from metasacro.synthesis.reanalysis import reanalyze as reanalyze
    from metasacro.synthesis.run import pool as pool
    from metasacro.synthesis.single_center.series import reanalyze_series as reanalyze_series

__version__ = "0.1.0"

#: Public name → the module that defines it.
_HOMES = {
    "bayesian_random_effects": "metasacro.pooling.bayesian_random_effects",
    "beta_binomial": "metasacro.pooling.beta_binomial",
    "binomial_normal": "metasacro.pooling.binomial_normal",
    "binomial_normal_two_groups": "metasacro.pooling.binomial_normal_two_groups",
    "bootstrap_errors": "metasacro.moments.bootstrap",
    "check": "metasacro.integrity.examination",
    "cluster_averages": "metasacro.pooling.cluster_average",
    "combined_median": "metasacro.pooling.linear_combination",
    "common_effect": "metasacro.pooling.common_effect",
    "cumulative": "metasacro.diagnostics.cumulative",
    "debit": "metasacro.integrity.debit",
    "effect_sizes": "metasacro.effects.effect_sizes",
    "examine": "metasacro.integrity.examination",
    "excess_significance": "metasacro.diagnostics.excess_significance",
    "fail_safe_n": "metasacro.diagnostics.fail_safe_n",
    "feasible_change": "metasacro.moments.feasible.paired_change",
    "feasible_cohorts": "metasacro.moments.feasible.nested_cohorts",
    "feasible_moments": "metasacro.moments.feasible.one_cohort",
    "fit_statistics": "metasacro.pooling.fit_statistics",
    "gosh": "metasacro.diagnostics.gosh",
    "grim": "metasacro.integrity.grim",
    "grimmer": "metasacro.integrity.grimmer",
    "henmi_copas": "metasacro.diagnostics.henmi_copas",
    "influence": "metasacro.diagnostics.influence",
    "kenward_roger": "metasacro.pooling.kenward_roger",
    "leave_one_out": "metasacro.diagnostics.leave_one_out",
    "likelihood_profile": "metasacro.diagnostics.likelihood_profile",
    "likelihood_ratio_test": "metasacro.pooling.likelihood_ratio",
    "load": "metasacro.records.folder",
    "location_scale": "metasacro.pooling.location_scale",
    "mantel_haenszel": "metasacro.pooling.mantel_haenszel",
    "mean_sd": "metasacro.moments.conversion",
    "median_of_medians": "metasacro.pooling.median_of_medians",
    "multilevel": "metasacro.pooling.multilevel",
    "permutation_test": "metasacro.diagnostics.permutation_test",
    "pet_peese": "metasacro.diagnostics.pet_peese",
    "peto": "metasacro.pooling.peto",
    "plus_minus": "metasacro.integrity.plus_minus",
    "poisson_normal": "metasacro.pooling.poisson_normal",
    "poisson_normal_two_groups": "metasacro.pooling.poisson_normal_two_groups",
    "pool": "metasacro.synthesis.run",
    "possible_definitions": "metasacro.moments.feasible.possible_definitions",
    "prediction_interval": "metasacro.pooling.prediction_interval",
    "proportion_interval": "metasacro.pooling.proportion_intervals",
    "qe_median_differences": "metasacro.pooling.quantile_medians",
    "qe_medians": "metasacro.pooling.quantile_medians",
    "random_effects": "metasacro.pooling.random_effects",
    "rank_test": "metasacro.diagnostics.rank_test",
    "reanalyze": "metasacro.synthesis.reanalysis",
    "reanalyze_series": "metasacro.synthesis.single_center.series",
    "regression_predictions": "metasacro.pooling.regression_predictions",
    "regression_test": "metasacro.diagnostics.regression_test",
    "robust_variance": "metasacro.pooling.robust_variance",
    "sampling_covariance": "metasacro.pooling.sampling_covariance",
    "selection_model": "metasacro.diagnostics.selection_model",
    "spread_bounds": "metasacro.integrity.spread_bounds",
    "subgroups": "metasacro.pooling.subgroups",
    "trim_and_fill": "metasacro.diagnostics.trim_and_fill",
    "weighted_median_of_medians": "metasacro.pooling.median_of_medians",
}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'metasacro' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
