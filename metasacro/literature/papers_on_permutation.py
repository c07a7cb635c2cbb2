"""The papers on permutation tests, and on tests for sparse tables."""

from metasacro.literature.paper import Paper

PAPERS_ON_PERMUTATION = {
    "higgins2004": Paper(
        authors="Higgins, Thompson",
        year=2004,
        title="Controlling the risk of spurious findings from meta-regression",
        journal="Stat Med 23:1663",
        doi="10.1002/sim.1752",
    ),
    "phipson2010": Paper(
        authors="Phipson, Smyth",
        year=2010,
        title="Permutation P-values should never be zero: calculating exact P-values when permutations are randomly "
        "drawn",
        journal="Stat Appl Genet Mol Biol 9:39",
        doi="10.2202/1544-6115.1585",
    ),
    "schwarzer2007": Paper(
        authors="Schwarzer, Antes, Schumacher",
        year=2007,
        title="A test for publication bias in meta-analysis with sparse binary data",
        journal="Stat Med 26:721",
        doi="10.1002/sim.2588",
    ),
}
