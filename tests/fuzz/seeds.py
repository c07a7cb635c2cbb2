"""Inputs to begin with: small files of every kind, and the shipped records under the name that targets read."""

from __future__ import annotations

import re
from pathlib import Path

from tests.records.imports.examples import RM5
from tests.synthesis.small_folder import HARM, PAIN, PROTOCOL, count, record, scores

ROOT = Path(__file__).resolve().parents[2]

#: A record of made-up numbers with something of everything that a command computes from.
RECORD = """\
study: one
label: One
citation: one
seen: full text
design: series
accrual: {from: 2004-01, to: 2013-09, where: p. 1}
cohorts:
  - {cohort: all, n: 20, where: Table 1}
  - {cohort: cancer, part_of: all, etiology: cancer, n: 8}
  - {cohort: noncancer, part_of: all, etiology: noncancer, n: not reported}
characteristics:
  - {name: age, cohort: all, n: 20, mean: 71.5, sd: 9.25, measured_in: years, where: Table 1}
  - {name: women, cohort: all, events: 12, of: 20, unit: patients, percent: 60}
results:
  - outcome: pain
    cohort: all
    measure: rest
    instrument: VAS
    scale: 0-10
    step: 1
    where: Table 2
    baseline: {n: 20, mean: 8.2, sd: 1.10}
    follow_up:
      - {time: 1 month, time_printed: mean 27 days, n: 19, median: 3, q1: 2, q3: 5, p: <.001, test: Wilcoxon}
      - {time: 2 weeks, n: 20, mean: 4.0, se: .30, r: 0.5}
    change:
      - {time: 1 month, n: 19, mean: -4.1, ci: [-5.0, -3.2]}
  - outcome: harm
    cohort: all
    events: 3
    of: 20
    unit: patients
    percent: 15.0
    where: Table 3
    levels:
      - {level: none, count: 17}
      - {level: some, count: 3, percent: 15.0}
comparisons:
  - {outcome: pain, cohorts: [cancer, noncancer], of: follow-up, p: .02, where: p. 4}
discrepancies:
  - {about: harm, says: the text says 3 and the table 4, counted: the text} # a remark
notes:
  - a remark with "quotes", a | bar, <b>markup</b> and =1+1
"""

COUNTS = record("one", count(3))
MEDIANS = record("one", scores("median: 8, q1: 7, q3: 9", "median: 3, min: 0, max: 7"))
CHANGES = record(
    "one",
    "- {outcome: pain, cohort: all, scale: 0-10, change: [{time: 30 days, n: 20, mean: -4, sd: 2, where: Table 2}]}",
)

SMALL_PROTOCOL = PROTOCOL.format(
    main="one, two, three",
    extended="",
    outcomes=PAIN + HARM,
    unstated="include",
    index="two",
    conversion="luo/wan/shi",
    scores="pain",
    counts="harm",
)

WIDE = """\
shape: wide
columns:
  Trial: study
  N: cohort.n
  Pain before: pain.baseline.mean
  SD before: pain.baseline.sd
  Pain after: pain.follow_up.1 month.mean
  SD after: pain.follow_up.1 month.sd
  Events: harm.events
  Of: harm.of
constants: {cohort: all, harm.unit: patients, seen: full text}
missing: [NR]
%%%%
Trial,N,Pain before,SD before,Pain after,SD after,Events,Of,Remark
One 2001,20,8.2,1.1,4.0,1.3,3,20,"a, b"
Two 2002,31,7.90,NR,\u22121.5,2,0,31,
"""
LONG = """\
shape: long
decimal: comma
separator: ";"
columns: {Studie: study, Gruppe: cohort, Zeit: time, MW: mean, SD: sd, n: n}
constants: {outcome: pain}
%%%%
Studie;Gruppe;Zeit;MW;SD;n
eins2001;all;baseline;8,2;1,1;20
eins2001;all;1 month;4,0;1,25;19
zwei2002;all;change 1 month;-3,5;2;31
"""
COVIDENCE = """\
columns: {Sample size: cohort.n, Pain before mean: pain.baseline.mean}
constants: {cohort: all}
%%%%
Covidence #,Study ID,Title,Reviewer Name,Sample size,Pain before mean
1,One 2001,A series,Consensus,20,8.2
1,One 2001,A series,Ann,21,8.2
2,Two 2002,Another,Consensus,31,7.9
"""
COVIDENCE_LIST = """
%%%%
Title,Authors,Abstract,Published Year,Published Month,Journal,Volume,Issue,Pages,DOI,Covidence #,Study,Notes,Tags
A series,"Smith, A; Doe, B",text,2001,1,Bone,1,2,3-4,10.1000/x.1,#1,Smith 2001,Exclusion reason: wrong; ,
"""
RIS = """\
TY  - JOUR
AU  - Smith, A. B.
AU  - Doe, C.
TI  - A series {of} 20
JO  - Bone
PY  - 2001/05/
VL  - 1
SP  - 3
EP  - 9
DO  - 10.1000/x.1
UR  - https://example.org/1
AB  - An abstract
ER  -
"""
NBIB = """\
PMID- 123
TI  - A series of a treatment that is
      described on two lines.
AU  - Smith AB
TA  - Bone
DP  - 2001 May
VI  - 1
IP  - 2
PG  - 3-9
LID - 10.1000/x.1 [doi]
AB  - An abstract
"""
BIBTEX = """\
@article{smith2001,
  author = {Smith, A. B. and Doe, C.},
  title = {A {S}eries of \\"{o}ne},
  journal = "Bone",
  year = 2001,
  doi = {10.1000/x.1},
}

@string{b = "Bone"}
@misc{doe2002, title = {Two} # b, year = {2002}}
"""
REVMAN = """\
outcomes: {A versus B / Pain: pain.follow_up.1 month, A versus B / Leak: harm}
%%%%
<?xml version="1.0" encoding="UTF-8"?>
<COCHRANE_REVIEW TYPE="INTERVENTION" GROUP_ID="G" ID="1" REVMAN_SUB_VERSION="5.4">
<STUDIES_AND_REFERENCES><STUDIES><INCLUDED_STUDIES>
<STUDY ID="STD-One-2001" NAME="One 2001" YEAR="2001" DATA_SOURCE="PUB"><REFERENCE PRIMARY="YES" TYPE="JOURNAL_ARTICLE">
<AU>Smith A</AU><TI>A series</TI><SO>Bone</SO><YR>2001</YR><VL>1</VL><PG>3-9</PG></REFERENCE></STUDY>
</INCLUDED_STUDIES></STUDIES></STUDIES_AND_REFERENCES>
<ANALYSES_AND_DATA><COMPARISON ID="CMP-001" NO="1"><NAME>A versus B</NAME>
<CONT_OUTCOME ID="CMP-001.01" NO="1" EFFECT_MEASURE="MD" TOTAL_1="20" TOTAL_2="20"><NAME>Pain</NAME>
<GROUP_LABEL_1>A</GROUP_LABEL_1><GROUP_LABEL_2>B</GROUP_LABEL_2>
<CONT_DATA STUDY_ID="STD-One-2001" MEAN_1="4.0" MEAN_2="8.2" SD_1="1.3" SD_2="1.1" TOTAL_1="20" TOTAL_2="20" ORDER="1"/>
</CONT_OUTCOME>
<DICH_OUTCOME ID="CMP-001.02" NO="2" EFFECT_MEASURE="RR"><NAME>Leak</NAME>
<DICH_DATA STUDY_ID="STD-One-2001" EVENTS_1="3" EVENTS_2="4" TOTAL_1="20" TOTAL_2="20" ORDER="1"/>
</DICH_OUTCOME></COMPARISON></ANALYSES_AND_DATA></COCHRANE_REVIEW>
"""
#: A review with more of what such files have.
REVIEW = "outcomes: {Cement versus none / Pain: pain.follow_up.1 month}\n%%%%\n" + RM5
DECISIONS = """\
by: Ann
decisions:
  - {study: one, field: label, a: One, b: "1", decision: a, reason: read again}
  - {study: one, field: results · pain · rest · all · baseline · mean, a: 8.2, b: 8.3, decision: b, reason: Table 2}
  - {study: one, field: results · harm · all · events, a: 3, b: 4, decision: neither, value: 5, reason: Table 3}
"""
NUMBERS = ("9.0", "-4.1", ".25", "0-10", "-5 to 5", "<.001", "1 month", "2.5 weeks", "1e400", "0.1e1", "٣", "1_000")
RANGES = ("main", "main~1..other", "main...other", "v1..", "..v1", "HEAD@{0}", "main^{/state}", ":/state", "--output=x")


def shipped(name: str = "*") -> list[str]:
    """The shipped records as the record `one`; outcomes that a command needs have its names."""
    texts = []
    for path in sorted((ROOT / "studies").glob(f"{name}.yaml")):
        if path.name != "protocol.yaml":
            text = re.sub(r"(?m)^(study|citation): .*$", r"\1: one", path.read_text(encoding="utf-8"))
            texts.append(text.replace("outcome: major_complication", "outcome: harm"))
    return texts


def records() -> list[bytes]:
    """Records to begin with, the small ones first."""
    own = [RECORD, COUNTS, MEDIANS, CHANGES]
    return [text.encode() for text in (*own, *shipped())]


def shipped_protocol() -> bytes:
    """The protocol that comes with the program."""
    return (ROOT / "studies" / "protocol.yaml").read_bytes()


def shipped_bibliography() -> bytes:
    """The first references that come with the program."""
    return (ROOT / "studies" / "references.bib").read_bytes()[:6_000]
