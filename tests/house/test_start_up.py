"""Start-up is a feature: a verb loads what it needs, and nothing heavier."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from metasacro.commands.formats import FORMATS

ROOT = Path(__file__).resolve().parents[2]
LIGHT = {"numpy", "scipy", "pandas", "statsmodels", "matplotlib"}
#: What `pool` may not load: numpy and parts of scipy are its work.
HEAVY = {"pandas", "scipy.stats", "scipy.optimize", "statsmodels", "matplotlib"}

SCRIPT = """
import atexit, sys
def say():
    sys.stderr.write("\\nLOADED " + " ".join(sorted(sys.modules)) + "\\n")
atexit.register(say)
{work}
"""


def loaded(work: str) -> set[str]:
    """The modules in memory when a fresh interpreter has done the work."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(work=work)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return set(done.stderr.rpartition("LOADED ")[2].split())


def verb(*arguments: str) -> str:
    return f"from metasacro.commands.main import main; main({list(arguments)!r})"


@pytest.mark.parametrize(
    "work",
    ["import metasacro", verb("--help"), verb("--version"), verb("pool", "--help"), verb("reanalyze", "--help"),
     verb("forest", "--help"), verb("risk-of-bias", "--help"),
     verb("explain", "REML"), verb("convert", "--help"), verb("explain", "MS112"), verb("explain"), verb("schema"),
     "import metasacro; metasacro.load()"],
    ids=["import", "--help", "--version", "pool --help", "reanalyze --help",
         "forest --help", "risk-of-bias --help", "explain REML", "convert --help",
         "explain MS112", "explain",
         "schema", "load"],
)  # fmt: skip
def test_light_work_loads_no_numerics(work: str) -> None:
    """Neither numpy nor what stands on it."""
    assert loaded(work) & LIGHT == set()


@pytest.mark.parametrize(
    "arguments", [(), ("--study-set", "all"), *(("--format", form) for form in FORMATS), ("--trace", "pain")], ids=str
)
def test_pool_loads_no_statistics_package(arguments: tuple[str, ...]) -> None:
    """Its own formulas suffice; scipy.special gives the distributions."""
    assert loaded(verb("pool", *arguments)) & HEAVY == set()


@pytest.mark.parametrize("arguments", [("forest",), ("funnel",), ("cumulative",), ("flow",)], ids=str)
def test_a_figure_in_the_terminal_loads_nothing_that_draws(arguments: tuple[str, ...]) -> None:
    """Its numbers are a table like any other."""
    assert loaded(verb(*arguments)) & HEAVY == set()


@pytest.mark.parametrize("arguments", [(), ("studies",)], ids=str)
def test_check_loads_no_statistics_package(arguments: tuple[str, ...]) -> None:
    """What it computes again needs the tails of distributions and nothing else of scipy."""
    assert loaded(verb("check", *arguments)) & HEAVY == set()


@pytest.mark.parametrize("form", FORMATS)
def test_a_reanalysis_loads_no_statistics_package(form: str) -> None:
    """The same."""
    assert loaded(verb("reanalyze", "--format", form)) & HEAVY == set()


def test_work_without_a_terminal_needs_no_rich() -> None:
    """Reading evidence from Python prints nothing, so it loads no printer."""
    assert "rich" not in loaded("import metasacro; metasacro.load()")
