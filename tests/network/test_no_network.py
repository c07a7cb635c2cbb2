"""Nothing is fetched and nobody is called: every command ends as it should where sockets are forbidden."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from metasacro.commands.formats import FORMATS
from metasacro.commands.main import VERBS
from tests.commands.running import CHECKOUT, environment
from tests.records.revisions.repositories import Repository

GUARD = Path(__file__).parent / "guard"

RIS = "TY  - JOUR\nAU  - Smith, A.\nPY  - 2020\nTI  - A made-up title\nJO  - J\nDO  - 10.1000/182\nER  - \n"

#: What is run, verb by verb; each ends with exit code 0.
LINES = (
    "check", "check my-studies", "explain MS421", "explain REML", "schema record", "findings",
    "reanalyze dougherty2014", "convert --n 27 --q1 8.0 --median 9.0 --q3 10.0 --scale 0-10",
    *(f"pool --format {form}" for form in FORMATS),
    "pool --trace pain", "report my-studies --output filed", "new smith2020 --into begun --from smith.ris",
    "fmt my-studies", "import scores.csv --into first-reader --dry-run", "reconcile first-reader second-reader",
    "overlap", "diff HEAD~1..HEAD --folder my-studies", "verify --outcome pain --without-r",
    *(f"export --to {kind} --output out/{kind}" for kind in ("metafor", "revman", "robvis", "ris", "prisma")),
    "sweep --outcome pain --specifications 2000", "permute", "simulate --outcome pain --replicates 200",
    "forest --outcome pain --output out/forest.svg", "funnel", "baujat", "cumulative", "leave-one-out", "gosh",
    "specifications", "feasible --study dougherty2014", "risk-of-bias", "flow",
)  # fmt: skip  # a list to be read


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of two commits with all that the command lines name."""
    folder = tmp_path_factory.mktemp("without-network")
    made = Repository(folder)
    shutil.copy(CHECKOUT / "tests" / "commands" / "scores.csv", folder)
    (folder / "smith.ris").write_text(RIS, encoding="utf-8")
    for name in ("my-studies", "begun", "first-reader", "second-reader"):
        shutil.copytree(CHECKOUT / "studies", folder / name)
    made.commit("Record what was read")
    made.write("my-studies/README.md", "Read again.")
    made.commit("Say so")
    return folder


def guarded(log: Path, **more: str) -> dict[str, str]:
    """The environment of a process that may open no socket."""
    there = environment(SOCKETS_LOG=str(log), **more)
    return {**there, "PYTHONPATH": f"{GUARD}:{CHECKOUT}"}


@pytest.fixture(scope="module")
def ended(work: Path) -> dict[str, tuple[int, str]]:
    """Every line in one process, so that the libraries are loaded once; the log of sockets under ''."""
    log = work / "sockets.log"
    asked = json.dumps([[str(work), line.split()] for line in LINES])
    done = subprocess.run(
        [sys.executable, "-m", "tests.network.inside"],
        env=guarded(log), cwd=work, input=asked, capture_output=True, encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip  # one call
    assert done.returncode == 0, done.stderr
    answers = {line: (code, out) for line, (code, out) in zip(LINES, json.loads(done.stdout), strict=True)}
    return {**answers, "": (0, log.read_text(encoding="utf-8") if log.exists() else "")}


@pytest.mark.parametrize("line", LINES)
def test_a_command_opens_no_socket(line: str, ended: dict[str, tuple[int, str]]) -> None:
    """It ends well, and nothing in the process asked for a socket, a name or an address."""
    code, out = ended[line]
    assert (code, ended[""][1]) == (0, ""), out


def test_every_verb_was_run() -> None:
    """So that a new command is looked at too."""
    assert set(VERBS) - {line.split()[0] for line in LINES} == set()


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.socket()",
        "import socket; socket.getaddrinfo('example.org', 80)",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    ],
)
def test_a_socket_is_stopped(code: str, tmp_path: Path) -> None:
    """So that the tests above are about something."""
    log = tmp_path / "log"
    done = subprocess.run([sys.executable, "-c", code], env=guarded(log), capture_output=True, check=False)
    assert done.returncode != 0
    assert log.read_text(encoding="utf-8").startswith("socket.")


def test_a_local_cluster_stays_on_this_machine(tmp_path: Path) -> None:
    """`--workers 2` talks to its workers by loopback and listens nowhere else."""
    log = tmp_path / "log"
    line = ["sweep", "--outcome", "pain", "--specifications", "2000", "--workers", "2", "--format", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "metasacro", *line],
        env=guarded(log, SOCKETS_LOOPBACK="1"), cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False,
        timeout=300,
    )  # fmt: skip  # one call
    assert (done.returncode, log.exists()) == (0, False), done.stderr
    assert json.loads(done.stdout)


@pytest.mark.parametrize("address", ["('0.0.0.0', 0)", "('', 0)"])
def test_a_socket_for_others_is_stopped_among_loopback(address: str, tmp_path: Path) -> None:
    """A port that any machine could reach is none of a local cluster."""
    log = tmp_path / "log"
    code = f"import socket; socket.socket().bind({address})"
    done = subprocess.run(
        [sys.executable, "-c", code], env=guarded(log, SOCKETS_LOOPBACK="1"), capture_output=True, check=False
    )
    assert done.returncode != 0
    assert log.exists()


def test_a_report_fetches_nothing(work: Path, ended: dict[str, tuple[int, str]]) -> None:
    """No script, style, picture, font or frame of the page has an address; a link is followed only by a reader."""
    assert ended["report my-studies --output filed"][0] == 0
    page = (work / "filed" / "report.html").read_text(encoding="utf-8")
    loaded = re.findall(
        r"<(?:script|img|iframe|embed|source|video|audio|object|input)\b[^>]*?\b(?:src|data)=[\"']?([^\"' >]+)", page
    )
    loaded += re.findall(r"<link\b[^>]*?\bhref=[\"']?([^\"' >]+)", page)
    loaded += re.findall(r"url\(\s*[\"']?([^\"')]+)", page) + re.findall(r"@import\s+[\"']([^\"']+)", page)
    assert [address for address in loaded if not address.startswith(("data:", "#"))] == []
    assert re.findall(r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\s*\(", page) == []
