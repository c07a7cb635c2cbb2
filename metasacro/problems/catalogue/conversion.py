"""3xx: a reported summary that cannot become a mean and SD, or an effect size, or not without a caution."""

from metasacro.problems.code import Code
from metasacro.problems.severity import Severity

CONVERSION: tuple[Code, ...] = (
    Code(
        code="MS301",
        severity=Severity.CAUTION,
        message="skewed: T = {t:.3f} reaches the critical value {critical:.3f}, n = {n}",
        why="Luo's mean and Wan's SD assume a normal sample. Shi's test compares how far the median lies from the middle "
        "of the quartiles (or of the range) with what a normal sample of this size would show.",
        fix="Read the converted mean and SD as rough. Prefer the mean and SD from the authors, or a median-based synthesis.",
        references=("shi2023",),
    ),
)
