"""Papers on prediction intervals, subgroups and nested fits, by key."""

from metasacro.literature.paper import Paper

PAPERS_ON_PREDICTION = {
    "borenstein2013": Paper(
        authors="Borenstein, Higgins",
        year=2013,
        title="Meta-analysis and subgroups",
        journal="Prev Sci 14:134",
        doi="10.1007/s11121-013-0377-7",
    ),
    "kenward1997": Paper(
        authors="Kenward, Roger",
        year=1997,
        title="Small sample inference for fixed effects from restricted maximum likelihood",
        journal="Biometrics 53:983",
        doi="10.2307/2533558",
    ),
    "nagashima2019": Paper(
        authors="Nagashima, Noma, Furukawa",
        year=2019,
        title="Prediction intervals for random-effects meta-analysis: a confidence distribution approach",
        journal="Stat Methods Med Res 28:1689",
        doi="10.1177/0962280218773520",
    ),
    "self1987": Paper(
        authors="Self, Liang",
        year=1987,
        title="Asymptotic properties of maximum likelihood estimators and likelihood ratio tests under nonstandard "
        "conditions",
        journal="J Am Stat Assoc 82:605",
        doi="10.1080/01621459.1987.10478472",
    ),
    "veroniki2019": Paper(
        authors="Veroniki, Jackson, Bender, et al.",
        year=2019,
        title="Methods to calculate uncertainty in the estimated overall effect size from a random-effects "
        "meta-analysis",
        journal="Res Synth Methods 10:23",
        doi="10.1002/jrsm.1319",
    ),
    "viechtbauer2022": Paper(
        authors="Viechtbauer, López-López",
        year=2022,
        title="Location-scale models for meta-analysis",
        journal="Res Synth Methods 13:697",
        doi="10.1002/jrsm.1562",
    ),
}
