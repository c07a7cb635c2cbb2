"""The papers on medians: made into means and SDs, and pooled as they are."""

from metasacro.literature.paper import Paper

PAPERS_ON_MEDIANS = {
    "bland2015": Paper(
        authors="Bland",
        year=2015,
        title="Estimating mean and standard deviation from the sample size, three quartiles, minimum, and maximum",
        journal="Int J Stat Med Res 4:57",
        doi="10.6000/1929-6029.2015.04.01.6",
    ),
    "box1964": Paper(
        authors="Box, Cox",
        year=1964,
        title="An analysis of transformations",
        journal="J R Stat Soc B 26:211",
        doi="10.1111/j.2517-6161.1964.tb00553.x",
    ),
    "cai2021": Paper(
        authors="Cai, Zhou, Pan",
        year=2021,
        title="Estimating the sample mean and standard deviation from order statistics and sample size in "
        "meta-analysis",
        journal="Stat Methods Med Res",
        doi="10.1177/09622802211047348",
    ),
    "david1954": Paper(
        authors="David, Johnson",
        year=1954,
        title="Statistical treatment of censored data. Part I. Fundamental formulae",
        journal="Biometrika 41:228",
        doi="10.1093/biomet/41.1-2.228",
    ),
    "hozo2005": Paper(
        authors="Hozo, Djulbegovic, Hozo",
        year=2005,
        title="Estimating the mean and variance from the median, range, and the size of a sample",
        journal="BMC Med Res Methodol 5:13",
        doi="10.1186/1471-2288-5-13",
    ),
    "mcgrath2019": Paper(
        authors="McGrath, Zhao, Qin, Steele, Benedetti",
        year=2019,
        title="One-sample aggregate data meta-analysis of medians",
        journal="Stat Med 38:969",
        doi="10.1002/sim.8013",
    ),
    "mcgrath2023": Paper(
        authors="McGrath, Katzenschlager, Zimmer, Seitel, Steele, Benedetti",
        year=2023,
        title="Standard error estimation in meta-analysis of studies reporting medians",
        journal="Stat Methods Med Res",
        doi="10.1177/09622802221139233",
    ),
    "mcgrathsohn2020": Paper(
        authors="McGrath, Sohn, Steele, Benedetti",
        year=2020,
        title="Meta-analysis of the difference of medians",
        journal="Biom J 62:69",
        doi="10.1002/bimj.201900036",
    ),
    "mcgrathzhao2020": Paper(
        authors="McGrath, Zhao, Steele, Thombs, Benedetti",
        year=2020,
        title="Estimating the sample mean and standard deviation from commonly reported quantiles in meta-analysis",
        journal="Stat Methods Med Res 29:2520",
        doi="10.1177/0962280219889080",
    ),
    "ozturk2020": Paper(
        authors="Ozturk, Balakrishnan",
        year=2020,
        title="Meta-analysis of quantile intervals from different studies with an application to a pulmonary "
        "tuberculosis data",
        journal="Stat Med 39:4519",
        doi="10.1002/sim.8738",
    ),
    "shitong2020": Paper(
        authors="Shi, Tong, Wang, Genton",
        year=2020,
        title="Estimating the mean and variance from the five-number summary of a log-normal distribution",
        journal="Stat Interface 13:519",
        doi="10.4310/SII.2020.v13.n4.a9",
    ),
    "yang2022": Paper(
        authors="Yang, Hutson, Wang",
        year=2022,
        title="A generalized BLUE approach for combining location and scale information in a meta-analysis",
        journal="J Appl Stat 49:3846",
        doi="10.1080/02664763.2021.1967890",
    ),
}
