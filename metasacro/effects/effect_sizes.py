"""Effects and sampling variances of a table of cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from metasacro.effects.registry import MEASURES
from metasacro.effects.zero_cells import check_addition, rows_to_fill
from metasacro.numerics.arrays import np
from metasacro.problems import Caution, Refusal, caution

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from metasacro.effects.measure import Measure
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectSizes:
    """One effect and one sampling variance a cohort. The arrays are read-only."""

    yi: Floats  #: (k,) effects, on the scale of the measure
    vi: Floats  #: (k,) sampling variances
    ni: Floats  #: (k,) people
    measure: str
    labels: tuple[str, ...]
    cautions: tuple[Caution, ...]


def effect_sizes(
    measure: str,
    *,
    add: float = 0.5,
    to: str = "only0",
    drop00: bool = False,
    labels: Sequence[str] | None = None,
    **columns: ArrayLike,
) -> EffectSizes:
    """Effects `yi` and sampling variances `vi` from the columns of a table, a row a cohort.

    Parameters
    ----------
    measure : a key of `MEASURES`: "MC", "MN", "PLO", "PR"
    add, to : for proportions, what is added to events and to non-events, and where: "only0" (rows with 0 or only
        events), "all", "if0all" (all rows if any row is such), "none"
    drop00 : concerns two groups without events; without effect for the measures of one group
    labels : names of the rows; 1, 2, … otherwise
    columns : the measure's columns in metafor's names. MN: mi sdi ni. MC: m1i sd1i m2i sd2i ni ri (1 = follow-up,
        2 = baseline). PLO, PR: xi with ni or mi (non-events). A single value serves every row.

    Returns
    -------
    EffectSizes

    Domain
    ------
    Refused: unknown measure (MS350), missing or foreign columns (MS351, MS352), numbers that cannot be (MS353 to
    MS357), a logit or variance that does not exist (MS359), a variance of 0 (MS401: equal SDs with r = 1). Caution:
    something was added (MS358).

    References
    ----------
    follmann1992, stijnen2010. Agrees with metafor 5.1-12 (`escalc`) to 1e-12; where metafor answers NA or a variance
    of 0, this function refuses and names the rows.

    >>> effects = effect_sizes("MC", m1i=[3.0], sd1i=[2.0], m2i=[9.0], sd2i=[1.0], ni=[25], ri=0.5)
    >>> effects.yi.tolist(), effects.vi.tolist()
    ([-6.0], [0.12])
    """
    del drop00  # see the docstring: there is no second group to be without events
    entry = _measure(measure)
    check_addition(add, to)
    table = _table(entry, columns)
    _refuse_impossible(entry, table)
    ni = table["ni"]
    cautions: tuple[Caution, ...] = ()
    if entry.proportion:
        table, cautions = _fill(entry, table, add, to)
    yi, vi = entry.function(**table)
    yi, vi, ni = (np.array(array, dtype=np.float64) for array in (yi, vi, ni))
    bad = ~(np.isfinite(vi) & (vi > 0))
    if bad.any():
        raise Refusal("MS401", rows=_rows(bad))
    for array in (yi, vi, ni):
        array.flags.writeable = False
    names = tuple(labels) if labels is not None else tuple(str(i + 1) for i in range(yi.size))
    if len(names) != yi.size:
        raise Refusal("MS357", lengths=f"`labels` {len(names)}, the others {yi.size}")
    return EffectSizes(yi=yi, vi=vi, ni=ni, measure=entry.key, labels=names, cautions=cautions)


def _measure(key: str) -> Measure:
    """The measure with this key, or a refusal that guesses which was meant."""
    if key in MEASURES:
        return MEASURES[key]
    near = get_close_matches(str(key).upper(), MEASURES, n=1, cutoff=0.3)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    raise Refusal("MS350", measure=key, hint=hint, choices=", ".join(MEASURES))


def _table(entry: Measure, columns: Mapping[str, ArrayLike]) -> dict[str, Floats]:
    """The measure's columns as arrays of one length, in its own order."""
    given = {name: np.atleast_1d(np.asarray(values, dtype=np.float64)) for name, values in columns.items()}
    if entry.proportion and "mi" in given and "xi" in given and "ni" not in given:
        non_events = given.pop("mi")
        _refuse_rows("MS353", "mi", ~np.isfinite(non_events))
        given["ni"] = np.add(*np.broadcast_arrays(given["xi"], non_events))
    needed = ", ".join(f"`{name}`" for name in entry.columns)
    if missing := [f"`{name}`" for name in entry.columns if name not in given]:
        raise Refusal("MS351", measure=entry.key, needed=needed, missing=", ".join(missing))
    if unknown := [f"`{name}`" for name in given if name not in entry.columns]:
        raise Refusal("MS352", measure=entry.key, needed=needed, unknown=", ".join(unknown))
    lengths = {array.shape for array in given.values() if array.size != 1}
    if len(lengths) > 1 or any(array.ndim != 1 for array in given.values()):
        raise Refusal("MS357", lengths=", ".join(f"`{name}` {array.size}" for name, array in given.items()))
    shape = lengths.pop() if lengths else (1,)
    return {name: np.broadcast_to(given[name], shape) for name in entry.columns}


def _refuse_impossible(entry: Measure, table: Mapping[str, Floats]) -> None:
    """Name the rows that hold a number which cannot be."""
    for name, values in table.items():
        _refuse_rows("MS353", name, ~np.isfinite(values))
    for name in entry.positive:
        _refuse_rows("MS354", name, table[name] <= 0)
    for name in entry.correlations:
        _refuse_rows("MS356", name, np.abs(table[name]) > 1)
    if entry.proportion:
        bad = (table["xi"] < 0) | (table["xi"] > table["ni"])
        if bad.any():
            raise Refusal("MS355", events="xi", total="ni", rows=_rows(bad))


def _fill(
    entry: Measure, table: dict[str, Floats], add: float, to: str
) -> tuple[dict[str, Floats], tuple[Caution, ...]]:
    """The table after the addition, with a caution that names the rows."""
    xi, ni = table["xi"], table["ni"]
    filled = rows_to_fill(xi, ni, to) & (add > 0)
    left = ((xi == 0) | (xi == ni)) & ~filled
    if left.any():
        raise Refusal("MS359", measure=entry.key, rows=_rows(left), to=to)
    added = {"xi": xi + add * filled, "ni": ni + 2.0 * add * filled}
    return added, (caution("MS358", add=add, rows=_rows(filled)),) if filled.any() else ()


def _refuse_rows(code: str, name: str, bad: Booleans) -> None:
    if bad.any():
        raise Refusal(code, name=name, rows=_rows(bad))


def _rows(bad: Booleans) -> str:
    """Row numbers, counted from 1."""
    return ", ".join(str(i + 1) for i in np.flatnonzero(bad))
