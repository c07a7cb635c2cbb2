"""The papers on whether printed numbers fit together."""

from metasacro.literature.paper import Paper

PAPERS_ON_INTEGRITY = {
    "altman1996": Paper(
        authors="Altman, Bland",
        year=1996,
        title="Detecting skewness from summary information",
        journal="BMJ 313:1200",
        doi="10.1136/bmj.313.7066.1200",
    ),
    "anaya2016": Paper(
        authors="Anaya",
        year=2016,
        title="The GRIMMER test: a method for testing the validity of reported measures of variability",
        journal="PeerJ Preprints 4:e2400v1",
        doi="10.7287/peerj.preprints.2400v1",
    ),
    "bhatia2000": Paper(
        authors="Bhatia, Davis",
        year=2000,
        title="A better bound on the variance",
        journal="Am Math Mon 107:353",
        doi="10.1080/00029890.2000.12005203",
    ),
    "brown2017": Paper(
        authors="Brown, Heathers",
        year=2017,
        title="The GRIM test: a simple technique detects numerous anomalies in the reporting of results in psychology",
        journal="Soc Psychol Personal Sci 8:363",
        doi="10.1177/1948550616673876",
    ),
    "cohen1960": Paper(
        authors="Cohen",
        year=1960,
        title="A coefficient of agreement for nominal scales",
        journal="Educ Psychol Meas 20:37",
        doi="10.1177/001316446002000104",
    ),
    "fleiss1969": Paper(
        authors="Fleiss, Cohen, Everitt",
        year=1969,
        title="Large sample standard errors of kappa and weighted kappa",
        journal="Psychol Bull 72:323",
        doi="10.1037/h0028106",
    ),
    "hussein2022": Paper(
        authors="Hussein and others",
        year=2022,
        title="Double-counting of populations in evidence synthesis in public health: a call for awareness and future "
        "methodological development",
        journal="BMC Public Health 22:1827",
        doi="10.1186/s12889-022-14213-6",
    ),
    "nuijten2016": Paper(
        authors="Nuijten, Hartgerink, van Assen, Epskamp, Wicherts",
        year=2016,
        title="The prevalence of statistical reporting errors in psychology (1985–2013)",
        journal="Behav Res Methods 48:1205",
        doi="10.3758/s13428-015-0664-2",
    ),
    "wilcoxon1945": Paper(
        authors="Wilcoxon",
        year=1945,
        title="Individual comparisons by ranking methods",
        journal="Biometrics Bull 1:80",
        doi="10.2307/3001968",
    ),
}
