"""What other programs do unless told otherwise, each with where that was read.

`known`: "run" where the program was run, "source" where its source or a manual was read, "said" where part of it is
only commonly said. What is only said is worded as a convention on every page.
"""

from __future__ import annotations

from metasacro.values.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Convention:
    """The defaults of one program, in some of its versions."""

    program: str
    versions: str
    model: str  #: "effects" (by inverse variance) or "counts" (binomial–normal); for rates also what is pooled
    measure: str  #: MC; of rates PLO or PFT
    method: str  #: estimator of τ²
    test: str  #: a key of `pooling.registry.TESTS`
    prediction: str | None  #: a key of `pooling.registry.PREDICTIONS`; None where it prints none
    i2: str  #: "τ²", "Q", or "" where it has none
    zeros: str  #: what becomes of a cohort with nobody or everybody
    source: str
    known: str


#: How sources are marked on a page.
KNOWN = {"run": "run", "source": "read", "said": "in part only commonly said"}

SCORES: tuple[Convention, ...] = (
    Convention(
        program="metafor",
        versions="3.8 to 5.1",
        model="effects",
        measure="MC",
        method="REML",
        test="z",
        prediction="metafor",
        i2="τ²",
        zeros="",
        source="3.8-1 and 5.1-12 (`rma`, `predict`)",
        known="run",
    ),
    Convention(
        program="meta",
        versions="8.4",
        model="effects",
        measure="MC",
        method="REML",
        test="z",
        prediction="V",
        i2="Q",
        zeros="",
        source="8.4-0 (`metagen`); R/settings.meta.R in its repository",
        known="run",
    ),
    Convention(
        program="meta",
        versions="5, 6 and some later",
        model="effects",
        measure="MC",
        method="REML",
        test="z",
        prediction="HTS",
        i2="Q",
        zeros="",
        source="an earlier R/settings.meta.R in its repository; DL in version 4 and before",
        known="source",
    ),
    Convention(
        program="RevMan",
        versions="since January 2025",
        model="effects",
        measure="MC",
        method="REML",
        test="knha",
        prediction="HK",
        i2="τ²",
        zeros="",
        source="Cochrane’s page on random-effects methods: REML, HKSJ, I² by τ², prediction by t or normal; that these "
        "are its defaults, and k − 1 df, is as is commonly said",
        known="said",
    ),
    Convention(
        program="RevMan",
        versions="5",
        model="effects",
        measure="MC",
        method="DL",
        test="z",
        prediction=None,
        i2="Q",
        zeros="",
        source="the RevMan 5 settings of meta, which repeat its analyses",
        known="source",
    ),
    Convention(
        program="Stata meta",
        versions="16 and later",
        model="effects",
        measure="MC",
        method="REML",
        test="z",
        prediction="HTS",
        i2="τ²",
        zeros="",
        source="printed examples: REML, z, an I² that Q cannot give; k − 2 df as is commonly said",
        known="said",
    ),
)

#: One-group rates. RevMan has no model for them, which is said where its row would stand.
RATES: tuple[Convention, ...] = (
    Convention(
        program="metafor, rma",
        versions="3.8 to 5.1",
        model="effects",
        measure="PLO",
        method="REML",
        test="z",
        prediction="metafor",
        i2="τ²",
        zeros="½ is added to both cells of such a cohort",
        source="3.8-1 and 5.1-12 (`escalc`, `rma`)",
        known="run",
    ),
    Convention(
        program="metafor, rma.glmm",
        versions="3.8 to 5.1",
        model="counts",
        measure="PLO",
        method="ML",
        test="z",
        prediction="metafor",
        i2="",
        zeros="nothing is added",
        source="3.8-1 and 5.1-12 (`rma.glmm`)",
        known="run",
    ),
    Convention(
        program="meta, metaprop",
        versions="8.4",
        model="counts",
        measure="PLO",
        method="ML",
        test="z",
        prediction="V",
        i2="",
        zeros="nothing is added to what is pooled; ½ to what is drawn",
        source="8.4-0 (`metaprop`, logits and GLMM); R/settings.meta.R in its repository",
        known="run",
    ),
    Convention(
        program="RevMan",
        versions="5 and later",
        model="none",
        measure="",
        method="",
        test="",
        prediction=None,
        i2="",
        zeros="",
        source="the Handbook’s list of its methods: all compare two groups",
        known="source",
    ),
    Convention(
        program="Stata meta",
        versions="18 and later",
        model="effects",
        measure="PFT",
        method="REML",
        test="z",
        prediction="HTS",
        i2="τ²",
        zeros="the double arcsine needs no addition",
        source="Freeman–Tukey, back with the harmonic mean of sizes, as is commonly said",
        known="said",
    ),
)
