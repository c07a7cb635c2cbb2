"""Which tests are called as witnesses for a folder of the kernel: its own, its doctests, the laws, what is quick."""

from __future__ import annotations

#: The folders whose mutants are tried, in the order of what stands on what.
KERNEL = ("numerics", "tau2", "effects", "moments", "pooling")

LOOPS = "tests/pooling/test_loops_in_python.py"
#: Beyond tests/FOLDER and the doctests of metasacro/FOLDER.
MORE = {
    "numerics": (LOOPS, "tests/effects/test_clopper_pearson.py", "tests/tau2/test_q_profile.py"),
    "tau2": (LOOPS, "tests/oracles/test_pooling.py", "tests/second_opinion/test_plain_numpy.py"),
    "effects": ("tests/laws/test_bad_effects_and_moments.py", "tests/oracles/test_effect_sizes.py"),
    "moments": ("tests/laws/test_bad_effects_and_moments.py", "tests/oracles/test_conversion.py"),
    "pooling": ("tests/laws", "tests/oracles/test_pooling.py", "tests/second_opinion/test_plain_numpy.py"),
}


def tests_of(folder: str) -> list[str]:
    """What pytest is given."""
    return [f"tests/{folder}", f"metasacro/{folder}", *MORE[folder]]
