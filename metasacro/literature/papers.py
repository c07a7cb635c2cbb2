"""The methodological papers, by key. Clinical papers live in references.bib beside the records."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature.paper import Paper
from metasacro.literature.papers_on_counts import PAPERS_ON_COUNTS
from metasacro.literature.papers_on_dependence import PAPERS_ON_DEPENDENCE
from metasacro.literature.papers_on_diagnostics import PAPERS_ON_DIAGNOSTICS
from metasacro.literature.papers_on_effects import PAPERS_ON_EFFECTS
from metasacro.literature.papers_on_integrity import PAPERS_ON_INTEGRITY
from metasacro.literature.papers_on_medians import PAPERS_ON_MEDIANS
from metasacro.literature.papers_on_permutation import PAPERS_ON_PERMUTATION
from metasacro.literature.papers_on_prediction import PAPERS_ON_PREDICTION
from metasacro.literature.papers_on_quantiles import PAPERS_ON_QUANTILES
from metasacro.literature.papers_on_reporting import PAPERS_ON_REPORTING
from metasacro.literature.papers_on_variance import PAPERS_ON_VARIANCE

_PAPERS = {
    "chandrupatla1997": Paper(
        authors="Chandrupatla",
        year=1997,
        title="A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function without using "
        "derivatives",
        journal="Adv Eng Softw 28:145",
        doi="10.1016/S0965-9978(96)00051-8",
    ),
    "clopper1934": Paper(
        authors="Clopper, Pearson",
        year=1934,
        title="The use of confidence or fiducial limits illustrated in the case of the binomial",
        journal="Biometrika 26:404",
        doi="10.1093/biomet/26.4.404",
    ),
    "cuijpers2017": Paper(
        authors="Cuijpers, Weitz, Cristea, Twisk",
        year=2017,
        title="Pre-post effect sizes should be avoided in meta-analyses",
        journal="Epidemiol Psychiatr Sci 26:364",
        doi="10.1017/S2045796016000809",
    ),
    "dersimonian1986": Paper(
        authors="DerSimonian, Laird",
        year=1986,
        title="Meta-analysis in clinical trials",
        journal="Control Clin Trials 7:177",
        doi="10.1016/0197-2456(86)90046-2",
    ),
    "felsch2022": Paper(
        authors="Felsch, Beckmann, Bender, Kuss, Skipka, Mathes",
        year=2022,
        title="Performance of several types of beta-binomial models in comparison to standard approaches for "
        "meta-analyses with very few studies",
        journal="BMC Med Res Methodol 22:319",
        doi="10.1186/s12874-022-01779-3",
    ),
    "follmann1992": Paper(
        authors="Follmann, Elliott, Suh, Cutler",
        year=1992,
        title="Variance imputation for overviews of clinical trials with continuous response",
        journal="J Clin Epidemiol 45:769",
        doi="10.1016/0895-4356(92)90054-Q",
    ),
    "follmann1999": Paper(
        authors="Follmann, Proschan",
        year=1999,
        title="Valid inference in random effects meta-analysis",
        journal="Biometrics 55:732",
        doi="10.1111/j.0006-341X.1999.00732.x",
    ),
    "hanley1983": Paper(
        authors="Hanley, Lippman-Hand",
        year=1983,
        title="If nothing goes wrong, is everything all right? Interpreting zero numerators",
        journal="JAMA 249:1743",
        doi="10.1001/jama.1983.03330370053031",
    ),
    "hartung2001": Paper(
        authors="Hartung, Knapp",
        year=2001,
        title="A refined method for the meta-analysis of controlled clinical trials with binary outcome",
        journal="Stat Med 20:3875",
        doi="10.1002/sim.1009",
    ),
    "higgins2002": Paper(
        authors="Higgins, Thompson",
        year=2002,
        title="Quantifying heterogeneity in a meta-analysis",
        journal="Stat Med 21:1539",
        doi="10.1002/sim.1186",
    ),
    "higgins2009": Paper(
        authors="Higgins, Thompson, Spiegelhalter",
        year=2009,
        title="A re-evaluation of random-effects meta-analysis",
        journal="J R Stat Soc A 172:137",
        doi="10.1111/j.1467-985X.2008.00552.x",
    ),
    "inthout2014": Paper(
        authors="IntHout, Ioannidis, Borm",
        year=2014,
        title="The Hartung-Knapp-Sidik-Jonkman method for random effects meta-analysis is straightforward and "
        "considerably outperforms the standard DerSimonian-Laird method",
        journal="BMC Med Res Methodol 14:25",
        doi="10.1186/1471-2288-14-25",
    ),
    "jackson2017": Paper(
        authors="Jackson, Law, Rücker, Schwarzer",
        year=2017,
        title="The Hartung-Knapp modification for random-effects meta-analysis: a useful refinement but are there any "
        "residual concerns?",
        journal="Stat Med 36:3923",
        doi="10.1002/sim.7411",
    ),
    "liu1994": Paper(
        authors="Liu, Pierce",
        year=1994,
        title="A note on Gauss-Hermite quadrature",
        journal="Biometrika 81:624",
        doi="10.1093/biomet/81.3.624",
    ),
    "louis1982": Paper(
        authors="Louis",
        year=1982,
        title="Finding the observed information matrix when using the EM algorithm",
        journal="J R Stat Soc B 44:226",
        doi="10.1111/j.2517-6161.1982.tb01203.x",
    ),
    "luo2018": Paper(
        authors="Luo, Wan, Liu, Tong",
        year=2018,
        title="Optimally estimating the sample mean from the sample size, median, mid-range, and/or mid-quartile range",
        journal="Stat Methods Med Res 27:1785",
        doi="10.1177/0962280216669183",
    ),
    "morris1983": Paper(
        authors="Morris",
        year=1983,
        title="Parametric empirical Bayes inference: theory and applications",
        journal="J Am Stat Assoc 78:47",
        doi="10.1080/01621459.1983.10477920",
    ),
    "partlett2017": Paper(
        authors="Partlett, Riley",
        year=2017,
        title="Random effects meta-analysis: coverage performance of 95% confidence and prediction intervals following "
        "REML estimation",
        journal="Stat Med 36:301",
        doi="10.1002/sim.7140",
    ),
    "paule1982": Paper(
        authors="Paule, Mandel",
        year=1982,
        title="Consensus values and weighting factors",
        journal="J Res Natl Bur Stand 87:377",
        doi="10.6028/jres.087.022",
    ),
    "roever2015": Paper(
        authors="Röver, Knapp, Friede",
        year=2015,
        title="Hartung-Knapp-Sidik-Jonkman approach and its modification for random-effects meta-analysis with few "
        "studies",
        journal="BMC Med Res Methodol 15:99",
        doi="10.1186/s12874-015-0091-1",
    ),
    "shi2020": Paper(
        authors="Shi, Luo, Weng, Zeng, Lin, Chu, Tong",
        year=2020,
        title="Optimally estimating the sample standard deviation from the five-number summary",
        journal="Res Synth Methods 11:641",
        doi="10.1002/jrsm.1429",
    ),
    "shi2023": Paper(
        authors="Shi, Luo, Wan, Liu, Tong",
        year=2023,
        title="Detecting the skewness of data from the five-number summary and its application in meta-analysis",
        journal="Stat Methods Med Res",
        doi="10.1177/09622802231172043",
    ),
    "sidik2002": Paper(
        authors="Sidik, Jonkman",
        year=2002,
        title="A simple confidence interval for meta-analysis",
        journal="Stat Med 21:3153",
        doi="10.1002/sim.1262",
    ),
    "stijnen2010": Paper(
        authors="Stijnen, Hamza, Özdemir",
        year=2010,
        title="Random effects meta-analysis of event outcome in the framework of the generalized linear mixed model "
        "with applications in sparse data",
        journal="Stat Med 29:3046",
        doi="10.1002/sim.4040",
    ),
    "viechtbauer2005": Paper(
        authors="Viechtbauer",
        year=2005,
        title="Bias and efficiency of meta-analytic variance estimators in the random-effects model",
        journal="J Educ Behav Stat 30:261",
        doi="10.3102/10769986030003261",
    ),
    "viechtbauer2007": Paper(
        authors="Viechtbauer",
        year=2007,
        title="Confidence intervals for the amount of heterogeneity in meta-analysis",
        journal="Stat Med 26:37",
        doi="10.1002/sim.2514",
    ),
    "wan2014": Paper(
        authors="Wan, Wang, Liu, Tong",
        year=2014,
        title="Estimating the sample mean and standard deviation from the sample size, median, range and/or "
        "interquartile range",
        journal="BMC Med Res Methodol 14:135",
        doi="10.1186/1471-2288-14-135",
    ),
}

PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        **_PAPERS,
        **PAPERS_ON_COUNTS,
        **PAPERS_ON_DEPENDENCE,
        **PAPERS_ON_DIAGNOSTICS,
        **PAPERS_ON_EFFECTS,
        **PAPERS_ON_INTEGRITY,
        **PAPERS_ON_QUANTILES,
        **PAPERS_ON_MEDIANS,
        **PAPERS_ON_PERMUTATION,
        **PAPERS_ON_PREDICTION,
        **PAPERS_ON_REPORTING,
        **PAPERS_ON_VARIANCE,
    }
)
