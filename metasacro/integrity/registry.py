"""The tests of printed numbers that the rules are made of."""

from metasacro.literature import Method, Registry

#: Key → a test of printed numbers, for `explain`.
TESTS: Registry[Method] = Registry(
    "metasacro.integrity",
    {
        "percentage": "percentages.PERCENT",
        "grim": "grim.GRIM",
        "grimmer": "grimmer.GRIMMER",
        "debit": "debit.DEBIT",
        "spread-bounds": "spread_bounds.SPREAD_BOUNDS",
        "plus-minus": "plus_minus.PLUS_MINUS",
        "implied-sd": "implied_sd.IMPLIED_SD",
        "signed-rank-p": "rank_tests.SIGNED_RANK",
        "paired-t-p": "recomputed_p.PAIRED_T",
        "signed-rank-test": "sampled_rank_tests.SIGNED_RANK_P",
        "sd-given-signed-rank": "change_given_p.SD_GIVEN_P",
        "cohens-kappa": "kappa.COHENS_KAPPA",
        "rank-search": "rank_search.RANK_SEARCH",
    },
)
