"""Papers on the between-study variance and on meta-regression, by key."""

from metasacro.literature.paper import Paper

PAPERS_ON_VARIANCE = {
    "brannick2019": Paper(
        authors="Brannick, Potter, Benitez, Morris",
        year=2019,
        title="Bias and precision of alternate estimators in meta-analysis: benefits of blending Schmidt–Hunter and "
        "Hedges approaches",
        journal="Organ Res Methods 22:490",
        doi="10.1177/1094428117741966",
    ),
    "dersimonian2007": Paper(
        authors="DerSimonian, Kacker",
        year=2007,
        title="Random-effects model for meta-analysis of clinical trials: an update",
        journal="Contemp Clin Trials 28:105",
        doi="10.1016/j.cct.2006.04.004",
    ),
    "fox1992": Paper(
        authors="Fox, Monette",
        year=1992,
        title="Generalized collinearity diagnostics",
        journal="J Am Stat Assoc 87:178",
        doi="10.1080/01621459.1992.10475190",
    ),
    "jackson2013": Paper(
        authors="Jackson",
        year=2013,
        title="Confidence intervals for the between-study variance in random effects meta-analysis using generalised "
        "Cochran heterogeneity statistics",
        journal="Res Synth Methods 4:220",
        doi="10.1002/jrsm.1081",
    ),
    "jackson2014": Paper(
        authors="Jackson, Turner, Rhodes, Viechtbauer",
        year=2014,
        title="Methods for calculating confidence and credible intervals for the residual between-study variance in "
        "random effects meta-regression models",
        journal="BMC Med Res Methodol 14:103",
        doi="10.1186/1471-2288-14-103",
    ),
    "knapp2003": Paper(
        authors="Knapp, Hartung",
        year=2003,
        title="Improved tests for a random effects meta-regression with a single covariate",
        journal="Stat Med 22:2693",
        doi="10.1002/sim.1482",
    ),
    "rice1980": Paper(
        authors="Rice",
        year=1980,
        title="Distribution of quadratic forms in normal random variables: evaluation by numerical integration",
        journal="SIAM J Sci Stat Comput 1:438",
        doi="10.1137/0901032",
    ),
    "sidik2005": Paper(
        authors="Sidik, Jonkman",
        year=2005,
        title="Simple heterogeneity variance estimation for meta-analysis",
        journal="J R Stat Soc C 54:367",
        doi="10.1111/j.1467-9876.2005.00489.x",
    ),
    "sidik2007": Paper(
        authors="Sidik, Jonkman",
        year=2007,
        title="A comparison of heterogeneity variance estimators in combining results of studies",
        journal="Stat Med 26:1964",
        doi="10.1002/sim.2688",
    ),
    "thompson2002": Paper(
        authors="Thompson, Higgins",
        year=2002,
        title="How should meta-regression analyses be undertaken and interpreted?",
        journal="Stat Med 21:1559",
        doi="10.1002/sim.1187",
    ),
}
