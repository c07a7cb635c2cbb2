"""4xx, continued: data without the variation that a method lives on, or with more than numbers can carry."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

DEGENERACY: tuple[Code, ...] = (
    Code(
        code="MS417",
        severity=Severity.ERROR,
        message="no cluster-robust variance: the model leaves nothing over for {columns} ({clusters} clusters)",
        why="A cluster-robust variance is made of residuals. Where effects are identical, or the moderators reproduce "
        "them, the residuals are 0, and a standard error of 0 would claim certainty.",
        fix="Report the standard error of the model, or look why the effects are identical: rounding, or one result "
        "entered several times.",
        references=("hedges2010",),
    ),
    Code(
        code="MS418",
        severity=Severity.ERROR,
        message="effects lie up to {ratio:.0e} standard errors apart, more than the variances of several levels can be "
        "told apart at",
        why="A double carries sixteen digits. With effects that far apart the sampling variances vanish beside the "
        "variance between groups, and their matrix can no longer be inverted.",
        fix="Check the units: are these standard errors, or variances in other units than the effects?",
    ),
    Code(
        code="MS419",
        severity=Severity.NOTE,
        message="every study had a power of {percent:.0f} %: the count of significant ones could not have been "
        "otherwise",
        why="The test compares how many studies are significant with how many could be expected to be. At powers of 0 "
        "or 1 only one count is possible, so it has nothing to say.",
        fix="Leave the test out. Effects this far from 0, in standard errors, or this near to it, need no test.",
        references=("ioannidis2007",),
    ),
)
