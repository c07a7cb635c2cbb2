"""Papers on prediction intervals and on subgroups, by key."""

from metasacro.literature.paper import Paper

PAPERS_ON_PREDICTION = {
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
    "veroniki2019": Paper(
        authors="Veroniki, Jackson, Bender, et al.",
        year=2019,
        title="Methods to calculate uncertainty in the estimated overall effect size from a random-effects "
        "meta-analysis",
        journal="Res Synth Methods 10:23",
        doi="10.1002/jrsm.1319",
    ),
}
