"""Every registered method of the kernel says what it does, where it comes from, and when to distrust it."""

import re
import subprocess
import sys

import pytest

from metasacro.effects.registry import INTERVALS as EXACT
from metasacro.effects.registry import MEASURES
from metasacro.literature import PAPERS, Method
from metasacro.moments.registry import CONVERSIONS, FORMULAS
from metasacro.pooling.registry import DEPENDENCE, DESCRIPTIONS, MEDIANS, MODELS, TESTS
from metasacro.problems import CATALOGUE
from metasacro.tau2.registry import ESTIMATORS, INTERVALS

REGISTRIES = (
    CONVERSIONS,
    FORMULAS,
    MEASURES,
    EXACT,
    ESTIMATORS,
    INTERVALS,
    TESTS,
    MODELS,
    DESCRIPTIONS,
    DEPENDENCE,
    MEDIANS,
)
METHODS = [method for registry in REGISTRIES for method in registry.values()]


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_the_page_of_a_method_is_complete(method: Method) -> None:
    page = method.function.__doc__ or ""
    for section in ("Parameters", "Returns", "Domain", "References"):
        assert re.search(rf"^ +{section}\n +-+$", page, re.MULTILINE), section
    assert ">>>" in page
    assert page.splitlines()[0].endswith((".", ").", "?", "level 0.05)", ":"))
    assert method.oracle


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_the_papers_of_a_method_exist_and_its_page_names_them(method: Method) -> None:
    assert method.references
    for key in method.references:
        assert key in PAPERS
        assert key in (method.function.__doc__ or "")


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.key)
def test_codes_on_a_page_are_in_the_catalogue(method: Method) -> None:
    for code in re.findall(r"MS\d{3}", method.function.__doc__ or ""):
        assert code in CATALOGUE


def test_keys_are_not_shared_between_registries() -> None:
    keys = [method.key for method in METHODS]
    assert len(keys) == len(set(keys))


def test_registries_load_neither_numpy_nor_scipy() -> None:
    code = (
        "import sys; import metasacro.pooling.registry, metasacro.effects.registry, metasacro.moments.registry;"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'scipy')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pooling_loads_no_heavy_part_of_scipy() -> None:
    code = (
        "import sys; from metasacro import binomial_normal, effect_sizes, mean_sd, random_effects;"
        "random_effects([1, 2, 3], [.1, .2, .3]); binomial_normal([1, 0, 3], [9, 9, 9]);"
        "mean_sd(20, q1=1, median=2, q3=3);"
        "heavy = ('scipy.stats', 'scipy.optimize', 'pandas', 'statsmodels', 'matplotlib');"
        "sys.exit(any(name in sys.modules for name in heavy))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
