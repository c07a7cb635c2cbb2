"""Papers that print what they counted are never doubted; records that are odd but legal never break a rule."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from statistics import fmean, stdev

import pytest

from metasacro.evidence.evidence_base import EvidenceBase
from metasacro.integrity.examination import examine
from metasacro.moments.feasible.quantile_definitions import DEFINITIONS, QuantileDefinition
from metasacro.problems import Severity
from metasacro.records.folder import EvidenceError, load

stats = pytest.importorskip("scipy.stats")
Evidence = Callable[[Path, str], EvidenceBase]
RECORDS = Path(__file__).resolve().parents[1] / "records"
STUDIES = Path(__file__).resolve().parents[2] / "studies"

HEAD = """\
study: smith2020
label: Smith 2020
citation: smith2020
seen: full text
overlaps:
  - {{study: jones2021, reason: the same centre}}
cohorts:
  - {{cohort: all, n: {n}, where: Table 1}}
  - {{cohort: tumour, part_of: all, etiology: cancer, n: {a}, where: Table 1}}
  - {{cohort: brittle, part_of: all, etiology: noncancer, n: {b}, where: Table 1}}
characteristics:
{ages}results:
"""
RESULT = """\
  - outcome: {outcome}
    cohort: {cohort}
    scale: 0-10
    step: 1
    where: Table 2
    baseline: {before}
    follow_up:
      - {{time: 1 month, {after}, p: {p}, test: {test}}}
{change}"""
Scores = list[int]


def quantile(scores: Scores, definition: QuantileDefinition, quarters: int) -> float:
    """As the definition says; the median is the usual one."""
    from fractions import Fraction

    ordered = sorted(scores)
    if quarters == 2:
        return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    j, g = definition.position(len(ordered), Fraction(quarters, 4))
    upper = ordered[min(j, len(ordered) - 1)]
    return float((1 - g) * ordered[j - 1] + g * upper)


def median_row(scores: Scores, definition: QuantileDefinition) -> str:
    q1, median, q3 = (quantile(scores, definition, quarters) for quarters in (1, 2, 3))
    return f"n: {len(scores)}, median: {median:.1f}, q1: {q1:.2f}, q3: {q3:.2f}, min: {min(scores)}, max: {max(scores)}"


def mean_row(scores: Scores) -> str:
    return (
        f"n: {len(scores)}, mean: {fmean(scores):.2f}, sd: {stdev(scores):.2f}, min: {min(scores)}, max: {max(scores)}"
    )


def printed(p: float) -> str:
    return "<.001" if p < 0.001 else f"{min(p, 1.0):.3f}"


def paper(seed: int) -> str:
    """A record of patients who exist: two groups, scored before and after, some with an event."""
    rng = random.Random(seed)
    definition = rng.choice(list(DEFINITIONS.values()))
    sizes = (rng.randint(5, 25), rng.randint(5, 25))
    before = [[rng.randint(2, 10) for _ in range(size)] for size in sizes]
    after = [[min(10, max(0, score - rng.randint(-1, 6))) for score in group] for group in before]
    groups = {"all": (before[0] + before[1], after[0] + after[1]),
              "tumour": (before[0], after[0]), "brittle": (before[1], after[1])}  # fmt: skip
    text = HEAD.format(n=sum(sizes), a=sizes[0], b=sizes[1], ages=ages(rng, sum(sizes)))
    for cohort, (first, last) in groups.items():
        changes = [two - one for one, two in zip(first, last, strict=True)]
        if len(set(first)) < 2 or len(set(last)) < 2 or len(set(changes)) < 2:
            continue
        signed = stats.wilcoxon(first, last, method="approx").pvalue if any(changes) else 1.0
        text += RESULT.format(
            outcome="pain", cohort=cohort, p=printed(max(signed, 2 / 2 ** len(first))), test="Wilcoxon signed rank",
            before=f"{{{median_row(first, definition)}}}", after=median_row(last, definition), change="",
        )  # fmt: skip
        text += RESULT.format(
            outcome="mobility", cohort=cohort, p=printed(stats.ttest_rel(first, last).pvalue), test="paired t",
            before=f"{{{mean_row(first)}}}", after=mean_row(last),
            change=f"    change:\n      - {{time: 1 month, n: {len(changes)}, mean: {fmean(changes):.2f}, "
                   f"sd: {stdev(changes):.2f}, p: {printed(stats.ttest_rel(first, last).pvalue)}}}\n",
        )  # fmt: skip
    events = [rng.randint(0, size) for size in sizes]
    for cohort, event, of in zip(groups, (sum(events), *events), (sum(sizes), *sizes), strict=True):
        text += f"  - {{outcome: leak, cohort: {cohort}, events: {event}, of: {of}, unit: patients, "
        text += f"percent: {100 * event / of:.1f}, where: Table 3}}\n"
    p = stats.fisher_exact([[events[0], sizes[0] - events[0]], [events[1], sizes[1] - events[1]]]).pvalue
    between = stats.ttest_ind(before[0], before[1]).pvalue
    text += (
        f"comparisons:\n  - {{outcome: leak, cohorts: [tumour, brittle], of: follow-up, p: {printed(p)}, where: x}}\n"
    )
    text += "  - {outcome: pain, cohorts: [tumour, brittle], of: change, p: not reported, where: Table 2}\n"
    text += "  - {outcome: mobility, cohorts: [tumour, brittle], of: change, p: not reported, where: Table 2}\n"
    text += f"  - {{outcome: mobility, cohorts: [tumour, brittle], of: baseline, p: {printed(between)}, where: x}}\n"
    return text


def ages(rng: random.Random, n: int) -> str:
    """Age with its bands; its ± is an SD, a standard error or half an interval, and is called so."""
    found = [rng.uniform(40, 95) for _ in range(n)]
    sd = stdev(found)
    said, spread = rng.choice((("sd", sd), ("se", sd / n**0.5), ("ci", sd / n**0.5 * float(stats.t.ppf(0.975, n - 1)))))
    text = (
        f"  - {{name: age, cohort: all, n: {n}, mean: {fmean(found):.1f}, plus_minus: {spread:.1f}, "
        f"said_to_be: {said}, measured_in: years, scale: 18-105, where: Table 1}}\n"
    )
    for name, lower, upper in (("young", 0.0, 60.0), ("old", 60.0, 80.0), ("very old", 80.0, 200.0)):
        count = sum(lower <= age < upper for age in found)
        ends = "".join([f", from: {lower:g}" if lower else "", f", below: {upper:g}" if upper < 200 else ""])
        text += f"  - {{name: {name}, cohort: all, band: {{of: age{ends}}}, events: {count}, of: {n}, unit: patients, "
        text += f"percent: {100 * count / n:.0f}, where: Table 1}}\n"
    return text


@pytest.mark.parametrize("seed", range(60))
def test_a_truthful_paper_is_not_doubted(seed: int, evidence: Evidence, tmp_path: Path) -> None:
    """Whatever its definition of a quantile and whatever its ± is; skewed scores are a note, no reproach."""
    evidence(RECORDS / "good", "none")
    (tmp_path / "studies" / "smith2020.yaml").write_text(paper(seed), encoding="utf-8")
    examination = examine(load("studies"))
    doubted = {found.code for found in examination.open if found.severity is Severity.CAUTION}
    assert doubted == set()
    assert examination.questions > 40


NUMBER = re.compile(r"(?<=[ :\[])\d+(?:\.\d+)?(?=[,}\]\n])")


@pytest.mark.parametrize("seed", range(40))
def test_an_odd_record_breaks_no_rule(seed: int, evidence: Evidence, tmp_path: Path) -> None:
    """The index study with some numbers replaced by others: it is refused, or examined without a fault."""
    rng = random.Random(seed)
    text = (STUDIES / "gupta2014.yaml").read_text(encoding="utf-8").replace("gupta2014", "smith2020")

    others = ("0", "1", "2", "0.5", "7.25", "100", "99999", "12345.678")

    def other(match: re.Match[str]) -> str:
        return rng.choice(others) if rng.random() < 0.06 else match[0]

    evidence(RECORDS / "good", "none")
    (tmp_path / "studies" / "smith2020.yaml").write_text(NUMBER.sub(other, text), encoding="utf-8")
    try:
        examination = examine(load("studies"))
    except EvidenceError:
        return
    assert all(found.message and "nan" not in found.message for found in examination.findings)
