"""What metafor in R answers, where both are installed: one process for all questions, plain CSV in and out."""

from __future__ import annotations

import csv
import io
import math
import shutil
import subprocess
from importlib.resources import files
from typing import TYPE_CHECKING

from metasacro.problems.printable import printable
from metasacro.synthesis.second_opinion.by_scipy import chosen_prediction
from metasacro.synthesis.second_opinion.question import Opinion, Reply

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.second_opinion.question import Question

PROGRAM = "metafor"
COLUMNS = ("question", "counts", "method", "test", "level", "first", "second")


def by_metafor(questions: Sequence[Question], *, seconds: float) -> Opinion:
    """Answers to all questions, or why there are none: R or metafor missing, no end within so many seconds."""
    found = shutil.which("Rscript")
    if found is None:
        return _none(absent="R is not installed")
    script = files("metasacro.synthesis.second_opinion").joinpath("metafor.R").read_text(encoding="utf-8")
    try:
        # `--vanilla` reads nobody's profile; the script is an argument, so that standard input carries data only
        done = subprocess.run(
            [found, "--vanilla", "-e", script],
            input=asked(questions),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _none(trouble=f"R did not end within {seconds:g} seconds")
    except OSError as refused:
        return _none(trouble=f"R could not be started: {refused.strerror}")
    if done.returncode != 0:
        last = printable(done.stderr.strip().rpartition("\n")[2], 160)
        return _none(trouble=f"R ended with exit code {done.returncode}{': ' + last if last else ''}")
    return answered(done.stdout, questions)


def asked(questions: Sequence[Question]) -> str:
    """What R reads: a line a cohort, questions by number. No text of a record is among it, only keys and numbers.

    >>> asked(()).strip()
    'question,counts,method,test,level,first,second'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for number, question in enumerate(questions, start=1):
        for first, second in zip(question.first, question.second, strict=True):
            settings = (number, int(question.counts), question.method, question.test, repr(question.level))
            writer.writerow([*settings, repr(first), repr(second)])
    return out.getvalue()


def answered(printed: str, questions: Sequence[Question]) -> Opinion:
    """What R wrote, as values; a line that is none is trouble, never a number."""
    keys = {str(number): question.key for number, question in enumerate(questions, start=1)}
    values: dict[str, dict[str, float]] = {key: {} for key in keys.values()}
    reasons: dict[str, dict[str, str]] = {key: {} for key in keys.values()}
    versions = {}
    for line in csv.reader(io.StringIO(printed)):
        if len(line) != 3:
            return _none(trouble="R wrote something that is no answer")
        about, name, said = line
        if about == "absent":
            return _none(absent="metafor is not installed in R")
        if about == "version":
            versions[name] = printable(said, 20)
        elif about in keys and name.startswith("!"):
            reasons[keys[about]][name[1:]] = f"metafor: {printable(said, 160)}"
        elif about in keys:
            try:
                number = float(said)
            except ValueError:
                return _none(trouble="R wrote something that is no number")
            if math.isfinite(number):
                values[keys[about]][name] = number
    if not versions:
        return _none(trouble="R wrote no answer")
    replies = {question.key: _reply(question, values[question.key], reasons[question.key]) for question in questions}
    return Opinion(
        program=PROGRAM, version=f"{versions.get('metafor', '')}, R {versions.get('R', '')}", replies=replies
    )


def _reply(question: Question, values: dict[str, float], reasons: dict[str, str]) -> Reply:
    wald = {end: values.pop(f"wald_{end}") for end in ("lower", "upper") if f"wald_{end}" in values}
    if question.counts:
        none = {
            "lower": "rma.glmm has no profile interval",
            "se_tau2": "rma.glmm prints no SE of τ² for one group",
            "tau2_lower": "rma.glmm has no interval of τ²",
            "weight": "rma.glmm has no weights",
            "prediction_lower": f"metafor has no prediction interval {question.prediction}",
            "*": "metafor fits no model to these counts",
        }
        values |= wald if question.interval == "test" else {}
    else:
        none = {
            "prediction_lower": f"metafor has no prediction interval {question.prediction}",
            "*": "metafor gives no such number",
        }
        values |= chosen_prediction(question, values)
    for name in ("", "tau2_", "prediction_"):
        if f"{name}lower" in none:
            none[f"{name}upper"] = none[f"{name}lower"]
    return Reply(values=values, reasons=reasons if "*" in reasons else {**none, **reasons})


def _none(*, absent: str = "", trouble: str = "") -> Opinion:
    return Opinion(program=PROGRAM, version="", replies={}, absent=absent, trouble=trouble)
