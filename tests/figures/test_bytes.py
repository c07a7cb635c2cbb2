"""The same input gives the same bytes: twice in one process, in another process, and whatever somebody has set."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest

from metasacro.figures.registry import ENDINGS
from metasacro.figures.saving import figure_bytes
from tests.commands.running import CHECKOUT, environment
from tests.figures.every_plot import PLOTS, drawn, plot_of

SCRIPT = """
import hashlib, sys
from metasacro.figures.saving import figure_bytes
from tests.figures.every_plot import PLOTS
for name, make in PLOTS.items():
    plot = make()
    for ending in ("svg", "pdf", "png"):
        print(name.replace(" ", "_"), ending, hashlib.sha256(figure_bytes(plot, ending)).hexdigest())
assert "matplotlib.pyplot" not in sys.modules, "pyplot keeps figures and settings for the whole process"
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], str]:
    """The digests of another process, with other settings, another hash seed and another folder."""
    folder = Path(tmp_path_factory.mktemp("elsewhere"))
    (folder / "matplotlibrc").write_text("font.size: 23\nsvg.fonttype: none\nlines.linewidth: 9\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=folder,
        env=environment(PYTHONPATH=str(CHECKOUT), PYTHONHASHSEED="7", SOURCE_DATE_EPOCH="1"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = (line.split() for line in done.stdout.splitlines())
    return {(name.replace("_", " "), ending): digest for name, ending, digest in lines}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PLOTS)
def test_another_process_draws_the_same_bytes(name: str, ending: str, elsewhere: dict[tuple[str, str], str]) -> None:
    assert hashlib.sha256(drawn(name, ending)).hexdigest() == elsewhere[name, ending]


@pytest.mark.parametrize("name", PLOTS)
def test_a_second_time_gives_the_same_bytes(name: str) -> None:
    assert figure_bytes(PLOTS[name](), "svg") == drawn(name, "svg")


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_second_time_gives_the_same_bytes_in_every_form(ending: str) -> None:
    assert figure_bytes(plot_of("forest"), ending) == drawn("forest", ending)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PLOTS)
def test_no_file_holds_a_date_or_the_name_of_a_program_version(name: str, ending: str) -> None:
    content = drawn(name, ending)
    for word in (b"CreationDate", b"Software", b"Matplotlib v", b"matplotlib.org", matplotlib.__version__.encode()):
        assert word not in content, word


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    matplotlib.rcParams["font.size"] = 17
    try:
        before = dict(matplotlib.rcParams)
        figure_bytes(plot_of("forest"), "svg")
        assert dict(matplotlib.rcParams) == before
    finally:
        matplotlib.rcdefaults()
