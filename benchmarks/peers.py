"""The other programs, installed where they can be: Python packages in their own venv, R with metafor."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PEERS = HERE / ".peers"
PACKAGES = ("PyMARE", "statsmodels", "pimeta", "pymetaanalysis")


def peers_python() -> str | None:
    """The interpreter of the venv with the Python peers; made at the first call. None, loudly, where that fails."""
    python = PEERS / "bin" / "python"
    ready = PEERS / "ready"
    if not ready.exists():
        try:
            subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        except (OSError, subprocess.CalledProcessError):
            print("THE PYTHON PEERS COULD NOT BE INSTALLED: their rows are not measured", file=sys.stderr)
            return None
        ready.touch()
    return str(python)


def rscript() -> str | None:
    """Rscript with metafor; tried from the system's packages where it may be; None, loudly, where there is none."""
    if _has_metafor():
        return "Rscript"
    if shutil.which("apt-get"):
        subprocess.run(["apt-get", "install", "-y", "-qq", "r-base-core", "r-cran-metafor"], check=False, timeout=600)
        if _has_metafor():
            return "Rscript"
    print("R WITH METAFOR WAS NOT FOUND: its rows are not measured", file=sys.stderr)
    return None


def told(command: list[str]) -> dict[str, float]:
    """What a peer's script printed: lines of a name, a tab and seconds a unit."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{' '.join(command)} FAILED: {done.stderr.strip()[-500:]}", file=sys.stderr)
        return {}
    for line in done.stderr.splitlines():
        if "WAS NOT MEASURED" in line:
            print(line, file=sys.stderr)
    lines = (line.split("\t") for line in done.stdout.splitlines() if "\t" in line)
    return {name: float(value) for name, value in lines}


def versions(python: str | None) -> str:
    """`PyMARE 0.0.13, …`."""
    if python is None:
        return "Python peers: not found"
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json"], capture_output=True, text=True, check=True)
    found = {entry["name"].lower(): entry["version"] for entry in json.loads(listed.stdout)}
    return ", ".join(f"{name} {found.get(name.lower(), 'not found')}" for name in PACKAGES)


def _has_metafor() -> bool:
    if shutil.which("Rscript") is None:
        return False
    asked = ["Rscript", "--vanilla", "-e", "quit(status = !requireNamespace('metafor', quietly = TRUE))"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
