"""The methodological papers, by key. Clinical papers live in references.bib beside the records."""

from collections.abc import Mapping
from types import MappingProxyType

from metasacro.literature.paper import Paper

PAPERS: Mapping[str, Paper] = MappingProxyType(
    {
        "felsch2022": Paper(
            authors="Felsch, Beckmann, Bender, Kuss, Skipka, Mathes",
            year=2022,
            title="Performance of several types of beta-binomial models in comparison to standard approaches for "
            "meta-analyses with very few studies",
            journal="BMC Med Res Methodol 22:319",
            doi="10.1186/s12874-022-01779-3",
        ),
        "shi2023": Paper(
            authors="Shi, Luo, Wan, Liu, Tong",
            year=2023,
            title="Detecting the skewness of data from the five-number summary and its application in meta-analysis",
            journal="Stat Methods Med Res",
            doi="10.1177/09622802231172043",
        ),
    }
)
