"""The papers on dependent effects and on priors."""

from metasacro.literature.paper import Paper

PAPERS_ON_DEPENDENCE = {
    "borenstein2009": Paper(
        authors="Borenstein, Hedges, Higgins, Rothstein",
        year=2009,
        title="Introduction to meta-analysis",
        journal="Wiley",
        doi="10.1002/9780470743386",
    ),
    "hardy1996": Paper(
        authors="Hardy, Thompson",
        year=1996,
        title="A likelihood approach to meta-analysis with random effects",
        journal="Stat Med 15:619",
        doi="10.1002/(SICI)1097-0258(19960330)15:6<619::AID-SIM188>3.0.CO;2-A",
    ),
    "harville1977": Paper(
        authors="Harville",
        year=1977,
        title="Maximum likelihood approaches to variance component estimation and to related problems",
        journal="J Am Stat Assoc 72:320",
        doi="10.1080/01621459.1977.10480998",
    ),
    "hedges2010": Paper(
        authors="Hedges, Tipton, Johnson",
        year=2010,
        title="Robust variance estimation in meta-regression with dependent effect size estimates",
        journal="Res Synth Methods 1:39",
        doi="10.1002/jrsm.5",
    ),
    "konstantopoulos2011": Paper(
        authors="Konstantopoulos",
        year=2011,
        title="Fixed effects and variance components estimation in three-level meta-analysis",
        journal="Res Synth Methods 2:61",
        doi="10.1002/jrsm.35",
    ),
    "nakagawa2012": Paper(
        authors="Nakagawa, Santos",
        year=2012,
        title="Methodological issues and advances in biological meta-analysis",
        journal="Evol Ecol 26:1253",
        doi="10.1007/s10682-012-9555-5",
    ),
    "pustejovsky2018": Paper(
        authors="Pustejovsky, Tipton",
        year=2018,
        title="Small-sample methods for cluster-robust variance estimation and hypothesis testing in fixed effects "
        "models",
        journal="J Bus Econ Stat 36:672",
        doi="10.1080/07350015.2016.1247004",
    ),
    "pustejovsky2022": Paper(
        authors="Pustejovsky, Tipton",
        year=2022,
        title="Meta-analysis with robust variance estimation: expanding the range of working models",
        journal="Prev Sci 23:425",
        doi="10.1007/s11121-021-01246-3",
    ),
    "robinson1991": Paper(
        authors="Robinson",
        year=1991,
        title="That BLUP is a good thing: the estimation of random effects",
        journal="Stat Sci 6:15",
        doi="10.1214/ss/1177011926",
    ),
    "roever2020": Paper(
        authors="Röver",
        year=2020,
        title="Bayesian random-effects meta-analysis using the bayesmeta R package",
        journal="J Stat Softw 93(6)",
        doi="10.18637/jss.v093.i06",
    ),
    "roever2021": Paper(
        authors="Röver, Bender, Dias, Schmid, Schmidli, Sturtz, Weber, Friede",
        year=2021,
        title="On weakly informative prior distributions for the heterogeneity parameter in Bayesian random-effects "
        "meta-analysis",
        journal="Res Synth Methods 12:448",
        doi="10.1002/jrsm.1475",
    ),
    "takahasi1974": Paper(
        authors="Takahasi, Mori",
        year=1974,
        title="Double exponential formulas for numerical integration",
        journal="Publ Res Inst Math Sci 9:721",
        doi="10.2977/prims/1195192451",
    ),
    "tipton2015": Paper(
        authors="Tipton",
        year=2015,
        title="Small sample adjustments for robust variance estimation with meta-regression",
        journal="Psychol Methods 20:375",
        doi="10.1037/met0000011",
    ),
    "trikalinos2012": Paper(
        authors="Trikalinos, Olkin",
        year=2012,
        title="Meta-analysis of effect sizes reported at multiple time points: a multivariate approach",
        journal="Clin Trials 9:610",
        doi="10.1177/1740774512453218",
    ),
    "vandennoortgate2013": Paper(
        authors="Van den Noortgate, López-López, Marín-Martínez, Sánchez-Meca",
        year=2013,
        title="Three-level meta-analysis of dependent effect sizes",
        journal="Behav Res Methods 45:576",
        doi="10.3758/s13428-012-0261-6",
    ),
    "wei2013": Paper(
        authors="Wei, Higgins",
        year=2013,
        title="Estimating within-study covariances in multivariate meta-analysis with multiple outcomes",
        journal="Stat Med 32:1191",
        doi="10.1002/sim.5679",
    ),
}
