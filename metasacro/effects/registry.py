"""The effect measures that can be asked for."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.effects.alpha import ARAW
from metasacro.effects.alpha_cube_root import AHW
from metasacro.effects.alpha_log import ABT
from metasacro.effects.arcsine_difference import AS
from metasacro.effects.arcsine_proportion import PAS
from metasacro.effects.biserial import RBIS
from metasacro.effects.change_correlation import CHANGE_CORRELATION
from metasacro.effects.clopper_pearson import CLOPPER_PEARSON
from metasacro.effects.common_language import CLESN
from metasacro.effects.correlation import COR
from metasacro.effects.fisher_z import ZCOR
from metasacro.effects.freeman_tukey_proportion import PFT
from metasacro.effects.freeman_tukey_rate import IRFT
from metasacro.effects.glass_delta import SMD1
from metasacro.effects.glass_delta_heteroscedastic import SMD1H
from metasacro.effects.incidence_rate import IR
from metasacro.effects.log_coefficient_of_variation import CVLN
from metasacro.effects.log_mean import MNLN
from metasacro.effects.log_proportion import PLN
from metasacro.effects.log_rate import IRLN
from metasacro.effects.log_sd import SDLN
from metasacro.effects.logit_proportion import PLO
from metasacro.effects.mean_change import MC
from metasacro.effects.mean_difference import MD
from metasacro.effects.measure import Measure
from metasacro.effects.odds_ratio import OR
from metasacro.effects.odds_ratio_to_smd_logistic import OR2D, OR2DL
from metasacro.effects.odds_ratio_to_smd_normal import OR2DN
from metasacro.effects.peto_odds_ratio import PETO
from metasacro.effects.phi import PHI
from metasacro.effects.point_biserial import RPB
from metasacro.effects.point_biserial_z import ZPB
from metasacro.effects.probit_difference import PBIT
from metasacro.effects.probit_proportion import PRZ
from metasacro.effects.rate_difference import IRD
from metasacro.effects.rate_ratio import IRR
from metasacro.effects.ratio_of_means import ROM
from metasacro.effects.ratio_of_means_change import ROMC
from metasacro.effects.raw_mean import MN
from metasacro.effects.raw_proportion import PR
from metasacro.effects.recovered_table import RECOVERED_TABLE
from metasacro.effects.risk_difference import RD
from metasacro.effects.risk_ratio import RR
from metasacro.effects.root_rate import IRS
from metasacro.effects.root_rate_difference import IRSD
from metasacro.effects.smd_heteroscedastic import SMDH
from metasacro.effects.smd_to_odds_ratio_logistic import D2OR, D2ORL
from metasacro.effects.smd_to_odds_ratio_normal import D2ORN
from metasacro.effects.standardized_average_change import SMCRP
from metasacro.effects.standardized_average_change_heteroscedastic import SMCRPH
from metasacro.effects.standardized_change import SMCC
from metasacro.effects.standardized_mean import SMN
from metasacro.effects.standardized_mean_difference import SMD
from metasacro.effects.standardized_raw_change import SMCR
from metasacro.effects.standardized_raw_change_heteroscedastic import SMCRH
from metasacro.effects.tetrachoric import RTET
from metasacro.effects.unbiased_correlation import UCOR
from metasacro.effects.variability_ratio import VR
from metasacro.effects.variability_ratio_change import VRC
from metasacro.effects.variation_ratio import CVR
from metasacro.effects.variation_ratio_change import CVRC
from metasacro.effects.yule_q import YUQ
from metasacro.effects.yule_y import YUY
from metasacro.literature import Method

_MEASURES: tuple[Measure, ...] = (
    # one group: means
    MC,
    MN,
    SMN,
    MNLN,
    SDLN,
    CVLN,
    # one group: counts
    PR,
    PLN,
    PLO,
    PRZ,
    PAS,
    PFT,
    IR,
    IRLN,
    IRS,
    IRFT,
    # one group at two times
    SMCC,
    SMCR,
    SMCRH,
    SMCRP,
    SMCRPH,
    ROMC,
    VRC,
    CVRC,
    # two groups: means
    MD,
    SMD,
    SMDH,
    SMD1,
    SMD1H,
    ROM,
    CVR,
    VR,
    RPB,
    ZPB,
    RBIS,
    D2OR,
    D2ORL,
    D2ORN,
    CLESN,
    # two groups: counts
    RR,
    OR,
    RD,
    PETO,
    AS,
    PHI,
    YUQ,
    YUY,
    OR2D,
    OR2DL,
    OR2DN,
    PBIT,
    RTET,
    IRR,
    IRD,
    IRSD,
    # associations and reliability
    COR,
    UCOR,
    ZCOR,
    ARAW,
    AHW,
    ABT,
)

#: Key → measure, in the order in which choices are printed.
MEASURES: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in _MEASURES})

#: Key → interval of one cohort that does not come from yi and vi.
INTERVALS: Mapping[str, Method] = MappingProxyType({CLOPPER_PEARSON.key: CLOPPER_PEARSON})

#: Key → what a paper does not print, recovered from what it does.
RECOVERIES: Mapping[str, Method] = MappingProxyType(
    {method.key: method for method in (CHANGE_CORRELATION, RECOVERED_TABLE)}
)
