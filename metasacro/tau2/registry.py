"""The estimators of τ² that can be asked for, and its intervals."""

from metasacro.literature import Method, Registry

#: Key → estimator, in the order in which choices are printed.
ESTIMATORS: Registry[Method] = Registry(
    "metasacro.tau2",
    {
        "REML": "restricted_maximum_likelihood.REML",
        "DL": "dersimonian_laird.DL",
        "PM": "paule_mandel.PM",
        "EE": "equal_effects.EE",
        "ML": "maximum_likelihood.ML",
        "EB": "empirical_bayes.EB",
        "SJ": "sidik_jonkman.SJ",
        "HE": "hedges.HE",
        "HS": "hunter_schmidt.HS",
        "HSk": "hunter_schmidt_corrected.HSK",
        "PMM": "paule_mandel_median.PMM",
        "GENQ": "generalized_q_moment.GENQ",
        "GENQM": "generalized_q_median.GENQM",
        "DLIT": "iterated_dersimonian_laird.DLIT",
        "SJIT": "iterated_sidik_jonkman.SJIT",
    },
)

#: Estimators that take weights of one's own, with which the effects are then also pooled.
WEIGHTED = frozenset({"GENQ", "GENQM"})

#: Key → interval of τ².
INTERVALS: Registry[Method] = Registry(
    "metasacro.tau2",
    {
        "QP": "q_profile.QP",
        "GQ": "generalized_q_interval.GQ",
        "PL": "profile_likelihood.PL",
        "Wald": "wald_interval.WALD",
    },
)
