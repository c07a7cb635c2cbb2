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
from tests.figures.every_plot import PLOTS

SCRIPT = """
import hashlib, sys
from metasacro.figures.saving import figure_bytes
from tests.figures.every_plot import PLOTS
for name, make in PLOTS.items():
    plot = make()
    for ending in ("svg", "pdf", "png"):
        print(name, ending, hashlib.sha256(figure_bytes(plot, ending)).hexdigest())
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
    return {(name, ending): digest for name, ending, digest in lines}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", PLOTS)
def test_the_same_plot_gives_the_same_bytes(name: str, ending: str, elsewhere: dict[tuple[str, str], str]) -> None:
    plot = PLOTS[name]()
    first, second = figure_bytes(plot, ending), figure_bytes(plot, ending)
    assert first == second
    assert hashlib.sha256(first).hexdigest() == elsewhere[name, ending]


@pytest.mark.parametrize("name", PLOTS)
def test_no_file_holds_a_date_or_the_name_of_a_program_version(name: str) -> None:
    plot = PLOTS[name]()
    for ending in ENDINGS:
        content = figure_bytes(plot, ending)
        for word in (b"CreationDate", b"Software", b"Matplotlib v", b"matplotlib.org", matplotlib.__version__.encode()):
            assert word not in content, (ending, word)


def test_drawing_leaves_the_settings_of_matplotlib_alone() -> None:
    matplotlib.rcParams["font.size"] = 17
    try:
        before = dict(matplotlib.rcParams)
        figure_bytes(next(iter(PLOTS.values()))(), "svg")
        assert dict(matplotlib.rcParams) == before
    finally:
        matplotlib.rcdefaults()


def test_drawing_never_loads_pyplot() -> None:
    script = "import sys\n" + SCRIPT.replace("PLOTS.items()", "list(PLOTS.items())[:1]")
    done = subprocess.run(
        [sys.executable, "-c", script + "\nassert 'matplotlib.pyplot' not in sys.modules\n"],
        cwd=CHECKOUT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
