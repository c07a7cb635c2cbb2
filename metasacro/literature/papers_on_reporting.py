"""The papers on how a review appraises its studies and reports how it found them."""

from metasacro.literature.paper import Paper

PAPERS_ON_REPORTING = {
    "munn2020": Paper(
        authors="Munn, Barker, Moola, Tufanaru, Stern, McArthur, Stephenson, Aromataris",
        year=2020,
        title="Methodological quality of case series studies: an introduction to the JBI critical appraisal tool",
        journal="JBI Evid Synth 18:2127",
        doi="10.11124/JBISRIR-D-19-00099",
    ),
    "page2021": Paper(
        authors="Page, McKenzie, Bossuyt and others",
        year=2021,
        title="The PRISMA 2020 statement: an updated guideline for reporting systematic reviews",
        journal="BMJ 372:n71",
        doi="10.1136/bmj.n71",
    ),
    "slim2003": Paper(
        authors="Slim, Nini, Forestier, Kwiatkowski, Panis, Chipponi",
        year=2003,
        title="Methodological index for non-randomized studies (MINORS): development and validation of a new "
        "instrument",
        journal="ANZ J Surg 73:712",
        doi="10.1046/j.1445-2197.2003.02748.x",
    ),
}
