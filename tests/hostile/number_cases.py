"""What looks like a number, or is a number that cannot be."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.evidence import broken

#: Where the value of a field stands in `broken`.
MEAN, SD, N, EVENTS, OF = "17:15", "18:13", "16:12", "21:13", "22:9"
#: Row → the names of the cases and how the mean is written.
WRITTEN = {
    "words": {"no": "no", "yes": "yes", "on": "on"},
    "zeros": {"octal": "012", "eight": "08", "octal-12": "0o14"},
    "sexagesimal": {"time": "12:30", "ratio": "5:1", "underscore": "1_000", "hexadecimal": "0x1F", "binary-3": "0b11"},
    "exponents": {"small": "1e-3", "exponent": "1.0e3", "signed": "1.0e+3"},
    "not-finite": {"nan": ".nan", "inf": ".inf", "minus-inf": "-.inf", "overflow": "1.0e+400", "word-nan": "nan"},
    "digits": {"digits-5000": "9" * 5_000, "digits-16": "1" * 16},
    "types": {"date": "2014-13-01", "equals": "="},
    "typography": {
        "minus": "−5.8",
        "en-dash": "–5.8",
        "range": "8–10",
        "comma": "5,8",
        "thousands": "1,000",
        "percent": "25%",
        "plus-minus": "76.4 ± 2.8",
        "bound": "<.001",
        "arabic": "٣",
        "fraction": "½",
    },
    "numbers": {"huge-mean": "1e308", "tiny-mean": "0." + "0" * 299 + "1"},
}


def _of_a_mean(row: str, name: str, text: str) -> Case:
    told = f"`mean: {text}`" if len(text) < 40 else f"`mean: {text[:3]}…`, {len(text)} signs"
    return Case(row=row, name=name, told=told, code="MS114", at=MEAN, content=broken(name, mean=text))


def _of(name: str, told: str, code: str, at: str, **fields: str) -> Case:
    return Case(row="numbers", name=name, told=told, code=code, at=at, content=broken(name, **fields))


#: All are read together, in one folder.
TOGETHER = (
    *(_of_a_mean(row, name, text) for row, written in WRITTEN.items() for name, text in written.items()),
    _of("n-huge", "`n: 1e308`", "MS114", N, n="1e308"),
    _of("n-many", "`n: 999999999`", "MS118", N, n="999999999"),
    _of("n-0", "`n: 0`", "MS118", N, n="0"),
    _of("n-negative", "`n: -27`", "MS118", N, n="-27"),
    _of("sd-tiny", "`sd: 1e-300`", "MS114", SD, sd="1e-300"),
    _of("sd-0", "`sd: 0`", "MS112", SD, sd="0"),
    _of("sd-minus-0", "`sd: -0.0`", "MS112", SD, sd="-0.0"),
    _of("sd-negative", "`sd: -2.4`", "MS112", SD, sd="-2.4"),
    _of("mean-outside", "a mean outside of its scale", "MS203", MEAN, mean="31"),
    _of("events-more", "more events than patients", "MS201", EVENTS, events="28"),
    _of("events-half", "`events: 2.5`", "MS118", EVENTS, events="2.5"),
    _of("events-negative", "`events: -1`", "MS118", EVENTS, events="-1"),
    _of("of-0", "`of: 0`", "MS118", OF, events="0", of="0"),
)
