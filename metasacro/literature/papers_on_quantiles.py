"""The methodological papers on quantiles and printed summaries, by key."""

from metasacro.literature.paper import Paper

PAPERS_ON_QUANTILES = {
    "hyndman1996": Paper(
        authors="Hyndman, Fan",
        year=1996,
        title="Sample quantiles in statistical packages",
        journal="Am Stat 50:361",
        doi="10.1080/00031305.1996.10473566",
    ),
}
