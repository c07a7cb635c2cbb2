"""The whole pool by metafor in R: from printed summaries over `conv.fivenum` and `escalc` to `rma` and `rma.glmm`."""

import json
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from metasacro import pool
from metasacro.synthesis.rows import CountRow
from tests.synthesis.shipped import analysis, evidence

SCRIPT = Path(__file__).with_name("second_opinion.R")


@cache
def without_metafor() -> str:
    """Why metafor cannot be asked; empty if it can."""
    if shutil.which("Rscript") is None:
        return "R is not installed: metafor's second opinion was NOT asked for"
    asked = subprocess.run(
        ["Rscript", "-e", "cat(requireNamespace('metafor', quietly = TRUE))"],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if "TRUE" in asked.stdout else "metafor is not installed in R: its second opinion was NOT asked for"


@pytest.fixture(scope="module")
def metafor() -> dict[str, Any]:
    """What the script prints, by name."""
    if reason := without_metafor():
        pytest.skip(reason)
    counts = {
        outcome: {
            "xi": [row.events for row in analysis(outcome).rows if isinstance(row, CountRow)],
            "ni": [row.n for row in analysis(outcome).rows],
        }
        for outcome in ("major_complication", "response", "leak")
    }
    yi, vi = (column.tolist() for column in (analysis("pain").effects.yi, analysis("pain").effects.vi))
    given = [*lines("yi", yi), *lines("vi", vi)]
    for outcome, columns in counts.items():
        given += [*lines(f"{outcome}_xi", columns["xi"]), *lines(f"{outcome}_ni", columns["ni"])]
    done = subprocess.run(
        ["Rscript", "--vanilla", str(SCRIPT)], input="\n".join(given) + "\n", capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def lines(name: str, values: Any) -> list[str]:
    return [f"{name} {' '.join(repr(value) for value in values)}"]


@pytest.mark.r
@pytest.mark.parametrize("method", ["REML", "DL", "PM", "EE"])
@pytest.mark.parametrize("test", ["z", "t", "knha", "adhoc"])
def test_pooled_pain_agrees(metafor: dict[str, Any], method: str, test: str) -> None:
    """Iterated quantities to 1e-8: both sides are told to iterate to the end."""
    found = pool(evidence(), "pain", method=method, test=test).pooled
    assert found is not None
    theirs = metafor[f"{method}_{test}"]
    for name in ("estimate", "se", "p_value", "tau2", "i2", "q", "q_p"):
        assert getattr(found, name) == pytest.approx(theirs[name], rel=1e-8, abs=1e-300), name
    assert found.interval is not None
    assert [found.interval.lower, found.interval.upper] == pytest.approx(theirs["interval"], rel=1e-8)


@pytest.mark.r
@pytest.mark.parametrize("test", ["z", "t", "knha", "adhoc"])
def test_the_prediction_interval_agrees(metafor: dict[str, Any], test: str) -> None:
    """Under metafor's convention; the default of the shell takes τ² as open as the data leave it."""
    found = pool(evidence(), "pain", test=test, prediction="metafor").pooled
    assert found is not None
    assert found.prediction is not None
    theirs = metafor[f"REML_{test}"]["prediction"]
    assert [found.prediction.lower, found.prediction.upper] == pytest.approx(theirs, rel=1e-8)


@pytest.mark.r
def test_the_interval_of_tau2_agrees(metafor: dict[str, Any]) -> None:
    found = analysis("pain").pooled
    assert found is not None
    assert found.tau2_interval is not None
    theirs = metafor["REML_adhoc"]["tau2_interval"]
    assert [found.tau2_interval.lower, found.tau2_interval.upper] == pytest.approx(theirs, rel=1e-7)


@pytest.mark.r
@pytest.mark.parametrize("outcome", ["major_complication", "response", "leak"])
def test_the_binomial_normal_model_agrees(metafor: dict[str, Any], outcome: str) -> None:
    """`rma.glmm` fits by lme4's or its own quadrature with a fixed number of points; four digits are what it gives."""
    found = analysis(outcome).pooled
    assert found is not None
    theirs = metafor[outcome]
    assert found.estimate == pytest.approx(theirs["estimate"], abs=2e-3)
    assert found.tau2 == pytest.approx(theirs["tau2"], rel=1e-2, abs=2e-3)
