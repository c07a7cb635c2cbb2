"""The page of what the program stands on: every package, why it is needed, its versions and its licence.

`docs/generate.py` writes it. Bounds come from pyproject.toml, tested versions from the two files of constraints, and
licences from what is installed.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

#: Licences that may come with the program, as SPDX or as packages wrote before it. None asks for more than a
#: notice, and MPL-2.0 for changes to its own files.
ALLOWED = frozenset({
    "0BSD", "2-clause BSD", "Apache 2.0", "Apache Software License", "Apache-2.0", "Apache-2.0 WITH LLVM-exception",
    "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT License", "MIT-CMU", "MPL-2.0",
    "PSF-2.0", "PSFL", "Python Software Foundation License", "Zlib",
})  # fmt: skip  # a list to be read

#: Package → what it does here, and what would have to be written without it.
WHY = {
    "bibtexparser": "It reads `references.bib`, a format whose braces, strings and accents defeat a short parser.",
    "click": "It reads the command line and writes its help; verbs share their options through it.",
    "defusedxml": "It reads RevMan's XML, which strangers send, and refuses entities that would expand without end or "
    "fetch a file.",
    "formulaic": "It makes the columns of a meta-regression from a formula such as `~ dose + C(setting)`, with the "
    "contrasts that R makes.",
    "jinja2": "It fills the page of the report and escapes whatever came from a record.",
    "markupsafe": "It says which text is markup and which is to be escaped; Jinja2 brings it, and we name it since we "
    "import it.",
    "matplotlib": "It draws the figures as SVG, PDF and PNG, and is loaded only where one is drawn.",
    "numpy": "It holds the arrays that every formula is written in.",
    "pandas": "`Analysis.to_frame()` gives people a table to go on with in a notebook, and formulas read their columns "
    "from one.",
    "platformdirs": "It knows where each operating system wants caches, which differ from one to the next.",
    "pyyaml": "It reads the records, by a loader of ours that keeps text as printed; libyaml makes it fast.",
    "rich": "It lays out tables for a terminal of any width, in colour or without.",
    "rispy": "It reads and writes references as RIS, whose tags reference managers use in their own ways.",
    "ruamel.yaml": "It writes records so that remarks, order and printed decimals survive, which PyYAML cannot.",
    "scipy": "It has the special functions behind every P value and quantile.",
    "statsmodels": "It gives a second opinion on pooled numbers that shares no code with ours (`metasacro verify`).",
    "watchfiles": "It tells `pool --watch` that a file was saved, without asking the disk again and again.",
    "numba": "It compiles the loops of large batches; without it the same answers come to 1e-10, more slowly.",
    "dask": "It describes a long job as pieces that a cluster can take.",
    "distributed": "It is that cluster's scheduler and workers, on one machine or many.",
}


def plain(name: str) -> str:
    """A package's name in lower case, with hyphens."""
    return re.sub(r"[-_]+", "-", name.lower())


def declared(*extras: str) -> dict[str, Requirement]:
    """What pyproject asks for, by name: of the program itself, or of extras."""
    lists = [PROJECT["optional-dependencies"][extra] for extra in extras] or [PROJECT["dependencies"]]
    return {plain(Requirement(line).name): Requirement(line) for lines in lists for line in lines}


def lower_bound(requirement: Requirement) -> str:
    """The version behind `>=`."""
    (bound,) = (each.version for each in requirement.specifier if each.operator == ">=")
    return bound


def pinned(file: str) -> dict[str, str]:
    """Name → version in a file of constraints."""
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {plain(name): version for name, version in pairs}


def brought() -> dict[str, str]:
    """Every package that an installation with all run-time extras has, with its licence; by following requirements."""
    found: dict[str, str] = {}
    ahead = [*declared().values(), *declared("fast", "cluster").values()]
    while ahead:
        requirement = ahead.pop()
        if plain(requirement.name) in found:
            continue
        found[plain(requirement.name)] = licence_of(requirement.name)
        for line in distribution(requirement.name).requires or []:
            needed = Requirement(line)
            extras = [*requirement.extras, ""]
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                ahead.append(needed)
    return dict(sorted(found.items()))


def licence_of(name: str) -> str:
    """As the package declares it: an expression, a short field, or its classifiers; the text of a licence is none."""
    about = distribution(name).metadata
    short = about.get("License") or ""
    classified = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or [] if "License ::" in each]
    if expression := about.get("License-Expression"):
        return str(expression)
    if short and len(short) < 40 and "\n" not in short:
        return str(short)
    return " AND ".join(classified)


def unknown_parts(licence: str) -> list[str]:
    """The parts of a licence that are not allowed; of a choice one is enough."""
    choices = [re.split(r"\s+AND\s+", choice.strip("() ")) for choice in re.split(r"\s+OR\s+", licence)]
    return min(([part for part in parts if part.strip("() ") not in ALLOWED] for parts in choices), key=len)


def page(made: str) -> str:
    """The page; `made` is its first line."""
    newest, licences = pinned("constraints.txt"), brought()
    direct, optional = declared(), declared("fast", "cluster")
    others = [name for name in licences if name not in direct and name not in optional]
    return "\n\n".join([
        made,
        "# Dependencies",
        (
            f"The program asks for {len(direct)} packages, and {len(optional)} more for its extras. They bring "
            f"{len(others)} others. Each has a reason, a lower bound that the core tests were run with "
            "(`make test-lowest`, `constraints-lowest.txt`), and a version that all tests pass with "
            "(`constraints.txt`). Nothing is fetched while the program runs: a test runs every command with sockets "
            "forbidden."
        ),
        "## What the program needs",
        "\n".join(table(direct, newest, licences)),
        "## What its extras need",
        "\n".join(table(optional, newest, licences)),
        "## What these bring",
        "\n".join(["| Package | Version | Licence |", "|---|---|---|", *(
            f"| {name} | {newest.get(name, '')} | {licences[name]} |" for name in others
        )]),
        (
            "Licences are those that the packages declare. A test fails for one that is not in the list of "
            "`docs/dependencies.py`, which has licences that ask for a notice, and MPL-2.0."
        ),
    ]) + "\n"  # fmt: skip  # the page in its order


def table(requirements: dict[str, Requirement], newest: dict[str, str], licences: dict[str, str]) -> list[str]:
    rows = ["| Package | From | Tested with | Licence | Why |", "|---|---|---|---|---|"]
    for name, requirement in requirements.items():
        rows.append(f"| {name} | {lower_bound(requirement)} | {newest[name]} | {licences[name]} | {WHY[name]} |")
    return rows
