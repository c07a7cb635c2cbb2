"""The effect measures that can be asked for, each with the place of its record."""

from metasacro.effects.measure import Measure
from metasacro.literature import Method
from metasacro.literature.registry import Registry

#: Key → measure, in the order in which choices are printed.
MEASURES: Registry[Measure] = Registry(
    "metasacro.effects",
    {
        # one group: means
        "MC": "mean_change.MC",
        "MN": "raw_mean.MN",
        "SMN": "standardized_mean.SMN",
        "MNLN": "log_mean.MNLN",
        "SDLN": "log_sd.SDLN",
        "CVLN": "log_coefficient_of_variation.CVLN",
        # one group: counts
        "PR": "raw_proportion.PR",
        "PLN": "log_proportion.PLN",
        "PLO": "logit_proportion.PLO",
        "PRZ": "probit_proportion.PRZ",
        "PAS": "arcsine_proportion.PAS",
        "PFT": "freeman_tukey_proportion.PFT",
        "IR": "incidence_rate.IR",
        "IRLN": "log_rate.IRLN",
        "IRS": "root_rate.IRS",
        "IRFT": "freeman_tukey_rate.IRFT",
        # one group at two times
        "SMCC": "standardized_change.SMCC",
        "SMCR": "standardized_raw_change.SMCR",
        "SMCRH": "standardized_raw_change_heteroscedastic.SMCRH",
        "SMCRP": "standardized_average_change.SMCRP",
        "SMCRPH": "standardized_average_change_heteroscedastic.SMCRPH",
        "ROMC": "ratio_of_means_change.ROMC",
        "VRC": "variability_ratio_change.VRC",
        "CVRC": "variation_ratio_change.CVRC",
        # two groups: means
        "MD": "mean_difference.MD",
        "SMD": "standardized_mean_difference.SMD",
        "SMDH": "smd_heteroscedastic.SMDH",
        "SMD1": "glass_delta.SMD1",
        "SMD1H": "glass_delta_heteroscedastic.SMD1H",
        "ROM": "ratio_of_means.ROM",
        "CVR": "variation_ratio.CVR",
        "VR": "variability_ratio.VR",
        "RPB": "point_biserial.RPB",
        "ZPB": "point_biserial_z.ZPB",
        "RBIS": "biserial.RBIS",
        "D2OR": "smd_to_odds_ratio_logistic.D2OR",
        "D2ORL": "smd_to_odds_ratio_logistic.D2ORL",
        "D2ORN": "smd_to_odds_ratio_normal.D2ORN",
        "CLESN": "common_language.CLESN",
        # two groups: counts
        "RR": "risk_ratio.RR",
        "OR": "odds_ratio.OR",
        "RD": "risk_difference.RD",
        "PETO": "peto_odds_ratio.PETO",
        "AS": "arcsine_difference.AS",
        "PHI": "phi.PHI",
        "YUQ": "yule_q.YUQ",
        "YUY": "yule_y.YUY",
        "OR2D": "odds_ratio_to_smd_logistic.OR2D",
        "OR2DL": "odds_ratio_to_smd_logistic.OR2DL",
        "OR2DN": "odds_ratio_to_smd_normal.OR2DN",
        "PBIT": "probit_difference.PBIT",
        "RTET": "tetrachoric.RTET",
        "IRR": "rate_ratio.IRR",
        "IRD": "rate_difference.IRD",
        "IRSD": "root_rate_difference.IRSD",
        # associations and reliability
        "COR": "correlation.COR",
        "UCOR": "unbiased_correlation.UCOR",
        "ZCOR": "fisher_z.ZCOR",
        "ARAW": "alpha.ARAW",
        "AHW": "alpha_cube_root.AHW",
        "ABT": "alpha_log.ABT",
    },
)

#: Key → interval of one cohort that does not come from yi and vi.
INTERVALS: Registry[Method] = Registry("metasacro.effects", {"clopper-pearson": "clopper_pearson.CLOPPER_PEARSON"})

#: Key → what a paper does not print, recovered from what it does.
RECOVERIES: Registry[Method] = Registry(
    "metasacro.effects",
    {
        "change-correlation": "change_correlation.CHANGE_CORRELATION",
        "recovered-table": "recovered_table.RECOVERED_TABLE",
    },
)
