"""Records that can be read, whatever their numbers and texts are: what carries hostile values deep into a command."""

from __future__ import annotations

import json
from collections.abc import Mapping
from random import Random
from typing import Any

from metasacro.problems.printable import UNSAFE
from tests.fuzz.words import FIELDS, MARKUP, SIGNS

#: Texts that a record may hold.
TEXTS = tuple(
    text
    for text in (*MARKUP, *SIGNS, *FIELDS[:20])
    if text != "not reported" and not UNSAFE.search(text) and text.strip()
)
#: Spreads and means as far apart as the reader lets them be.
TINY, HUGE = "0.000000000000001", "999999999999999"
SPREADS = ("1", "2.1", "0.01", "10", "3.33", "1.0", "2", "0.9", TINY, HUGE, ".5")
POINTS = tuple(str(number) for number in range(11))
DECIMALS = ("0", "10", "9.99", "0.001", "5.55", ".5", "4", "7.25", "8")


def readable(random: Random) -> bytes:
    """A record called `one` with a few results, as YAML that JSON is."""
    whole = random.choice((20, 1, 2, 5, 53, 400))
    results = [_pain(random, whole) for _ in range(random.choice((0, 1, 1, 1, 2)))]
    results += [_harm(random, whole) for _ in range(random.choice((0, 1, 1)))]
    for number, result in enumerate(results):
        result["measure"] = ("rest", "overall", "other")[number % 3] if result["outcome"] == "pain" else None
    made = {
        "study": "one",
        "label": _text(random) or "One",
        "citation": "one",
        "seen": random.choice(("full text", "abstract")),
        "design": _text(random),
        "centre": _text(random),
        "cohorts": [{"cohort": "all", "label": _text(random), "n": str(whole), "where": "p. 1"}],
        "characteristics": [_women(random, whole)] if random.random() < 0.3 else None,
        "results": results or None,
        "discrepancies": [{"about": _text(random) or "n", "says": _text(random) or "x", "outcome": "harm"}]
        if random.random() < 0.3
        else None,
        "notes": [_text(random) or "a note"] if random.random() < 0.5 else None,
    }
    return json.dumps(_without_gaps(made), ensure_ascii=False, indent=random.choice((None, 1))).encode()


def _text(random: Random) -> str | None:
    return random.choice((None, random.choice(TEXTS), " ".join(random.choices(TEXTS, k=3))))


def _pain(random: Random, whole: int) -> dict[str, Any]:
    """Scores before and after, as means or medians, or a change."""
    result: dict[str, Any] = {
        "outcome": "pain",
        "cohort": "all",
        "scale": random.choice(("0-10", "0-10", "0-10", "0-100", f"0-{HUGE}", None)),
        "instrument": _text(random),
        "definition": _text(random),
        "step": random.choice((None, None, "1", "0.5", TINY)),
        "where": _text(random) or "Table 2",
    }
    if random.random() < 0.25:
        result["change"] = [{"time": _time(random), **_mean(random, whole, "-")}]
        return result
    summary = random.choice((_mean, _median))
    result["baseline"] = summary(random, whole)
    after = random.choice((summary, _mean, _median))
    result["follow_up"] = [{"time": _time(random), **after(random, whole), "p": random.choice((None, "<.001", "1"))}]
    return result


def _time(random: Random) -> str:
    return random.choice(("1 month", "30 days", "30 days", "4 weeks", "0 days", "99999 years", "not reported"))


def _mean(random: Random, whole: int, sign: str = "") -> dict[str, Any]:
    mean = random.choice((*DECIMALS, *POINTS, *DECIMALS, HUGE, TINY))
    spread = random.choice(("sd", "sd", "sd", "se", "plus_minus", "ci"))
    low = random.choice(DECIMALS)
    told = (
        {"ci": sorted((low, random.choice(DECIMALS)), key=float)}
        if spread == "ci"
        else {spread: random.choice(SPREADS)}
    )
    return {"n": _n(random, whole), "mean": sign + mean, **told}


def _median(random: Random, whole: int, sign: str = "") -> dict[str, Any]:
    numbers = sorted(random.choices(POINTS if random.random() < 0.7 else DECIMALS, k=5), key=float)
    told = dict(zip(("min", "q1", "median", "q3", "max"), (sign + number for number in numbers), strict=True))
    for name in random.choice((("min", "max"), ("q1", "q3"), ())):
        del told[name]
    return {"n": _n(random, whole), **told}


def _n(random: Random, whole: int) -> str:
    return random.choice((str(whole), str(whole), str(random.randint(1, whole)), "not reported"))


def _harm(random: Random, whole: int) -> dict[str, Any]:
    events = random.randint(0, whole)
    return {
        "outcome": "harm",
        "cohort": "all",
        "definition": _text(random),
        "events": random.choice((str(events), "0", str(whole), "not reported")),
        "of": random.choice((str(whole), str(whole), "not reported")),
        "unit": random.choice(("patients", "procedures")),
        "where": _text(random) or "Table 3",
    }


def _women(random: Random, whole: int) -> dict[str, Any]:
    return {"name": _text(random) or "women", "cohort": "all", "events": "1", "of": str(whole), "unit": "patients"}


def _without_gaps(value: Any) -> Any:
    """The same without what is `None`."""
    if isinstance(value, Mapping):
        return {name: _without_gaps(child) for name, child in value.items() if child is not None}
    return [_without_gaps(child) for child in value] if isinstance(value, list) else value
