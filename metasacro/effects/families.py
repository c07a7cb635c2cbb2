"""The tables that measures are computed from."""

from metasacro.effects.measure import Family

#: Mean and SD of one group.
MEAN = Family(columns=("mi", "sdi", "ni"), positive=("ni",), spread=("sdi",), size=("ni",))

#: Means and SDs of two groups; 1 is treatment, 2 is control.
MEANS = Family(
    columns=("m1i", "sd1i", "n1i", "m2i", "sd2i", "n2i"),
    positive=("n1i", "n2i"),
    spread=("sd1i", "sd2i"),
    size=("n1i", "n2i"),
)

#: Means and SDs of one group at two times, and their correlation.
PAIRED = Family(
    columns=("m1i", "sd1i", "m2i", "sd2i", "ni", "ri"),
    positive=("ni",),
    spread=("sd1i", "sd2i"),
    correlations=("ri",),
    size=("ni",),
)

#: Events among the people of one group.
PROPORTION = Family(
    columns=("xi", "ni"),
    positive=("ni",),
    counts=("xi",),
    total="ni",
    size=("ni",),
    filled="events and non-events",
)

#: A 2×2 table: events and non-events in the treatment group (ai, bi) and in the control group (ci, di).
TABLE = Family(
    columns=("ai", "bi", "ci", "di"),
    counts=("ai", "bi", "ci", "di"),
    groups=(("ai", "bi"), ("ci", "di")),
    double_zero=(("ai", "ci"), ("bi", "di")),
    size=("ai", "bi", "ci", "di"),
    filled="all four cells",
)

#: Events in the person-time of one group.
RATE = Family(columns=("xi", "ti"), positive=("ti",), counts=("xi",), size=("ti",), filled="events")

#: Events in the person-time of two groups.
RATES = Family(
    columns=("x1i", "t1i", "x2i", "t2i"),
    positive=("t1i", "t2i"),
    counts=("x1i", "x2i"),
    double_zero=(("x1i", "x2i"),),
    size=("t1i", "t2i"),
    filled="the events of both groups",
)

#: A correlation between two variables.
CORRELATION = Family(columns=("ri", "ni"), positive=("ni",), correlations=("ri",), size=("ni",))

#: Cronbach's alpha of a scale of mi items.
RELIABILITY = Family(columns=("ai", "mi", "ni"), positive=("mi", "ni"), size=("ni",))
