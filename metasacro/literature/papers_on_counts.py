"""The methodological papers on pooling counts and rare events, by key."""

from metasacro.literature.paper import Paper

PAPERS_ON_COUNTS = {
    "agresti1998": Paper(
        authors="Agresti, Coull",
        year=1998,
        title='Approximate is better than "exact" for interval estimation of binomial proportions',
        journal="Am Stat 52:119",
        doi="10.1080/00031305.1998.10480550",
    ),
    "brown2001": Paper(
        authors="Brown, Cai, DasGupta",
        year=2001,
        title="Interval estimation for a binomial proportion",
        journal="Stat Sci 16:101",
        doi="10.1214/ss/1009213286",
    ),
    "garwood1936": Paper(
        authors="Garwood",
        year=1936,
        title="Fiducial limits for the Poisson distribution",
        journal="Biometrika 28:437",
        doi="10.1093/biomet/28.3-4.437",
    ),
    "greenland1985": Paper(
        authors="Greenland, Robins",
        year=1985,
        title="Estimation of a common effect parameter from sparse follow-up data",
        journal="Biometrics 41:55",
        doi="10.2307/2530643",
    ),
    "greenland1990": Paper(
        authors="Greenland, Salvan",
        year=1990,
        title="Bias in the one-step method for pooling study results",
        journal="Stat Med 9:247",
        doi="10.1002/sim.4780090307",
    ),
    "jackson2018": Paper(
        authors="Jackson, Law, Stijnen, Viechtbauer, White",
        year=2018,
        title="A comparison of seven random-effects models for meta-analyses that estimate the summary odds ratio",
        journal="Stat Med 37:1059",
        doi="10.1002/sim.7588",
    ),
    "kuss2015": Paper(
        authors="Kuss",
        year=2015,
        title="Statistical methods for meta-analyses including information from studies without any events: add "
        "nothing to nothing and succeed nevertheless",
        journal="Stat Med 34:1097",
        doi="10.1002/sim.6383",
    ),
    "mantel1959": Paper(
        authors="Mantel, Haenszel",
        year=1959,
        title="Statistical aspects of the analysis of data from retrospective studies of disease",
        journal="J Natl Cancer Inst 22:719",
        doi="10.1093/jnci/22.4.719",
    ),
    "newcombe1998": Paper(
        authors="Newcombe",
        year=1998,
        title="Two-sided confidence intervals for the single proportion: comparison of seven methods",
        journal="Stat Med 17:857",
        doi="10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E",
    ),
    "robins1986": Paper(
        authors="Robins, Breslow, Greenland",
        year=1986,
        title="Estimators of the Mantel-Haenszel variance consistent in both sparse data and large-strata limiting "
        "models",
        journal="Biometrics 42:311",
        doi="10.2307/2531052",
    ),
    "tarone1985": Paper(
        authors="Tarone",
        year=1985,
        title="On heterogeneity tests based on efficient scores",
        journal="Biometrika 72:91",
        doi="10.1093/biomet/72.1.91",
    ),
    "wilson1927": Paper(
        authors="Wilson",
        year=1927,
        title="Probable inference, the law of succession, and statistical inference",
        journal="J Am Stat Assoc 22:209",
        doi="10.1080/01621459.1927.10502953",
    ),
    "yusuf1985": Paper(
        authors="Yusuf, Peto, Lewis, Collins, Sleight",
        year=1985,
        title="Beta blockade during and after myocardial infarction: an overview of the randomized trials",
        journal="Prog Cardiovasc Dis 27:335",
        doi="10.1016/S0033-0620(85)80003-7",
    ),
}
