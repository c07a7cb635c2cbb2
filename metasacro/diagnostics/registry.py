"""The questions that can be put to a pooled answer."""

from metasacro.literature import Method, Registry

#: Key → what the answer rests on.
SENSITIVITY: Registry[Method] = Registry(
    "metasacro.diagnostics",
    {
        "leave-one-out": "leave_one_out.LEAVE_ONE_OUT",
        "cumulative": "cumulative.CUMULATIVE",
        "influence": "influence.INFLUENCE",
        "Baujat": "baujat.BAUJAT",
        "BLUP": "best_linear_prediction.BEST_LINEAR_PREDICTION",
        "GOSH": "gosh.GOSH",
        "profile": "likelihood_profile.LIKELIHOOD_PROFILE",
        "permutation-test": "permutation_test.PERMUTATION_TEST",
    },
)

#: Key → what may be missing from it.
SMALL_STUDIES: Registry[Method] = Registry(
    "metasacro.diagnostics",
    {
        "Egger": "regression_test.REGRESSION_TEST",
        "Begg": "rank_test.RANK_TEST",
        "Harbord": "harbord.HARBORD",
        "Peters": "peters.PETERS",
        "Macaskill": "macaskill.MACASKILL",
        "Deeks": "deeks.DEEKS",
        "Schwarzer": "schwarzer.SCHWARZER",
        "trim-and-fill": "trim_and_fill.TRIM_AND_FILL",
        "PET-PEESE": "pet_peese.PET_PEESE",
        "Henmi-Copas": "henmi_copas.HENMI_COPAS",
        "selection-model": "selection_model.SELECTION_MODEL",
        "excess-significance": "excess_significance.EXCESS_SIGNIFICANCE",
        "fail-safe-N": "fail_safe_n.FAIL_SAFE_N",
    },
)
