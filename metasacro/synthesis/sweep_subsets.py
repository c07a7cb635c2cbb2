"""Which studies are in: every subset of them, or a random sample of the subsets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Up to this many studies a sample is drawn without putting subsets back.
_LISTED = 22


def subsets_of(study_of: NDArray[np.intp], most: int, seed: int) -> tuple[NDArray[np.uint64], bool]:
    """Subsets as numbers (bit i: study i is in) with two cohorts or more, and whether these are all there are.

    Where there are more than `most`, that many at random, each as likely as any other.

    Parameters
    ----------
    study_of : (k,) to which study a cohort belongs, 0 to S − 1; S up to 63
    most : how many at most
    seed : of the sample

    >>> subsets_of(np.array([0, 1, 2]), 100, 1)[0].tolist()
    [3, 5, 6, 7]
    """
    studies = int(study_of.max()) + 1
    cohorts = np.bincount(study_of, minlength=studies)
    if studies <= _LISTED:
        every = np.arange(1, 2**studies, dtype=np.uint64)
        every = every[_sizes(every, cohorts) >= 2]
        if len(every) <= most:
            return every, True
        return np.sort(np.random.default_rng(seed).choice(every, most, replace=False)), False
    generator, found = np.random.default_rng(seed), np.zeros(0, dtype=np.uint64)
    while len(found) < most:
        drawn = generator.integers(1, 2**studies, most - len(found), dtype=np.uint64)
        found = np.unique(np.concatenate([found, drawn[_sizes(drawn, cohorts) >= 2]]))
    return found, False


def _sizes(subsets: NDArray[np.uint64], cohorts: NDArray[np.intp]) -> NDArray[np.intp]:
    """How many cohorts each subset has."""
    sizes = np.zeros(len(subsets), dtype=np.intp)
    for at, count in enumerate(cohorts):
        sizes += np.where((subsets >> np.uint64(at)) & np.uint64(1) == 1, count, 0)
    return sizes
