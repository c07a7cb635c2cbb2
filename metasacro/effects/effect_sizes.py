"""Effects and sampling variances of a table of cohorts."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from metasacro.effects.columns import empty_groups, refuse_impossible, refuse_rows, table_of
from metasacro.effects.registry import MEASURES
from metasacro.effects.zero_cells import check_addition, double_zeros, empty_cells, filled, rows_to_fill
from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.problems import Caution, Refusal, caution
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.effects.measure import Measure
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EffectSizes:
    """One effect and one sampling variance a cohort. The arrays are read-only.

    They always have a row for every row of the input. A row that does not exist (left out by `drop00`, or kept on
    request) is nan in both arrays, and a caution names it.
    """

    yi: Floats  #: (k,) effects, on the scale of the measure
    vi: Floats  #: (k,) sampling variances
    ni: Floats  #: (k,) people, or person-time for rates
    measure: str
    labels: tuple[str, ...]
    cautions: tuple[Caution, ...]


def effect_sizes(
    measure: str,
    *,
    add: float | None = None,
    to: str = "only0",
    drop00: bool = False,
    vtype: str | None = None,
    correct: bool | str = True,
    undefined: str = "refuse",
    labels: Sequence[str] | None = None,
    **columns: ArrayLike,
) -> EffectSizes:
    """Effects `yi` and sampling variances `vi` from the columns of a table, a row a cohort.

    Parameters
    ----------
    measure : a key of `MEASURES`, the same as in metafor
    add, to : for counts, what is added to the cells, and where: "only0" (rows with an empty cell), "all", "if0all" (all
        rows if any has an empty cell), "none". `add` is 0.5; 0 for AS, PHI, RTET, IRSD, PAS, PFT, IRS, IRFT
    drop00 : leave out the rows in which neither group has an event, or everyone has one: their yi and vi are nan and a
        caution names them (MS364)
    vtype : the formula of the variance where a measure has several; the first of its `vtypes` otherwise
    correct : take out small-sample bias where a measure knows how: True, False, or "approximate" (Hedges's 1 − 3/(4 df
        − 1)) for standardised means
    undefined : what becomes of rows without an effect or with a variance of 0: "refuse", or "keep" them with nan (or
        the variance of 0) and a caution (MS361, MS362), as metafor does; missing numbers, SDs of 0
        and empty groups (MS370) are let through as well
    labels : names of the rows; 1, 2, … otherwise
    columns : the measure's columns in metafor's names. One mean: mi sdi ni. Two groups: m1i sd1i n1i m2i sd2i n2i (1 =
        treatment). Pre/post: m1i sd1i m2i sd2i ni ri (1 = follow-up, 2 = baseline). 2×2: ai bi ci di, or ai n1i ci n2i.
        Proportions: xi with ni or mi (non-events). Rates: xi ti, or x1i t1i x2i t2i. Correlations: ri ni. For
        standardised differences also ti (a t), pi (its two-sided P value, with the sign of the effect) or di (an
        uncorrected standardised difference) with the sizes. A single value serves every row.

    Returns
    -------
    EffectSizes

    Domain
    ------
    Refused: unknown measure (MS350), missing or foreign columns (MS351, MS352), numbers that cannot be (MS353 to
    MS357, MS368, MS369), an empty cell where nothing is added (MS359), rows where the measure does not exist (MS363), a
    variance of 0 (MS401: equal SDs with r = 1). Cautions: something was added (MS358), rows left out (MS364), counts
    that are not whole (MS365), a standardised difference beyond 2 (MS371).

    References
    ----------
    viechtbauer2010. Agrees with metafor 5.1-12 (`escalc`) to 1e-12, with `undefined="keep"` also in what does not
    exist.

    >>> effects = effect_sizes("MC", m1i=[3.0], sd1i=[2.0], m2i=[9.0], sd2i=[1.0], ni=[25], ri=0.5)
    >>> effects.yi.tolist(), effects.vi.tolist()
    ([-6.0], [0.12])
    >>> [round(float(x), 4) for x in effect_sizes("RR", ai=[4, 6], n1i=[123, 306], ci=[11, 29], n2i=[139, 303]).yi]
    [-0.8893, -1.5854]
    """
    entry = _measure(measure)
    add = entry.add if add is None else add
    check_addition(add, to)
    options = _options(entry, vtype, correct)
    if undefined not in {"refuse", "keep"}:
        raise Refusal("MS360", name="undefined", value=f"`{undefined}`", hint="", choices="refuse, keep")
    keep = undefined == "keep"
    table = table_of(entry, columns, flat=keep)
    refuse_impossible(entry, table, flat=keep)
    ni = np.sum([table[name] for name in entry.family.size], axis=0)
    names = tuple(labels) if labels is not None else tuple(str(i + 1) for i in range(ni.size))
    if len(names) != ni.size:
        raise Refusal("MS357", lengths=f"`labels` {len(names)}, the others {ni.size}")
    table, left_out, cautions = _with_additions(entry, table, add, to, drop00=drop00)
    with np.errstate(all="ignore"):  # what does not exist is found by its value, below
        yi, vi = (np.array(np.broadcast_to(a, ni.shape), dtype=np.float64) for a in entry.function(**table, **options))
    absent = ~(np.isfinite(yi) & np.isfinite(vi))
    yi[absent] = vi[absent] = np.nan
    if entry.unusual is not None and (large := np.abs(yi) > entry.unusual).any():
        cautions += (caution("MS371", measure=entry.key, limit=entry.unusual, rows=row_numbers(large)),)
    cautions += _absences(entry, absent & ~left_out, vi <= 0, to, keep=keep)
    for array in (yi, vi, ni):
        array.flags.writeable = False
    return EffectSizes(yi=yi, vi=vi, ni=ni, measure=entry.key, labels=names, cautions=cautions)


def _measure(key: str) -> Measure:
    """The measure with this key, or a refusal that guesses which was meant."""
    if key in MEASURES:
        return MEASURES[key]
    near = get_close_matches(str(key).upper(), MEASURES, n=1, cutoff=0.3)
    hint = f" (did you mean `{near[0]}`?)" if near else ""
    raise Refusal("MS350", measure=key, hint=hint, choices=", ".join(MEASURES))


def _options(entry: Measure, vtype: str | None, correct: bool | str) -> dict[str, bool | str]:
    """The options that the measure's formula takes, checked."""
    options: dict[str, bool | str] = {}
    if vtype is not None and vtype not in entry.vtypes:
        raise Refusal("MS360", name="vtype", value=f"`{vtype}`", hint="", choices=", ".join(entry.vtypes))
    if len(entry.vtypes) > 1:
        options["vtype"] = vtype or entry.vtypes[0]
    allowed = "True, False, approximate" if "approximate" in entry.corrections else "True, False"
    if correct not in (True, False) and correct not in entry.corrections:
        raise Refusal("MS360", name="correct", value=f"`{correct}`", hint="", choices=allowed)
    if entry.corrections:
        options["correct"] = correct
    return options


def _with_additions(
    entry: Measure, table: dict[str, Floats], add: float, to: str, *, drop00: bool
) -> tuple[dict[str, Floats], Booleans, tuple[Caution, ...]]:
    """The table after `drop00` and `add`, the rows left out, and the cautions that name both."""
    family = entry.family
    left_out = double_zeros(family, table) & drop00
    cautions: tuple[Caution, ...] = ()
    if not family.counts:
        return table, left_out, cautions
    counted = family.counts if family.total is None else (*family.counts, family.total)
    broken = np.any([table[name] != np.floor(table[name]) for name in counted], axis=0)
    if broken.any():
        cautions += (caution("MS365", rows=row_numbers(broken)),)
    for pair in family.groups:
        if (nobody := empty_groups(table, pair)).any():
            cautions += (caution("MS370", group=" + ".join(pair), rows=row_numbers(nobody)),)
    rows = rows_to_fill(empty_cells(family, table) & ~left_out, to) & (add > 0) & ~left_out
    answer = filled(family, table, rows, add)
    if rows.any():
        cautions += (caution("MS358", add=add, cells=family.filled, rows=row_numbers(rows)),)
    if left_out.any():
        answer |= {name: np.where(left_out, np.nan, answer[name]) for name in family.counts}
        cautions += (caution("MS364", rows=row_numbers(left_out)),)
    return answer, left_out, cautions


def _absences(entry: Measure, absent: Booleans, flat: Booleans, to: str, *, keep: bool) -> tuple[Caution, ...]:
    """Refusals, or cautions where the user keeps them, for rows without an effect or without a usable variance."""
    if not keep:
        if entry.family.counts:
            refuse_rows("MS359", absent | flat, measure=entry.key, to=to)
        refuse_rows("MS363", absent, measure=entry.key, reason=entry.exists)
        refuse_rows("MS401", flat)
    cautions: tuple[Caution, ...] = ()
    if absent.any():
        cautions += (caution("MS361", measure=entry.key, rows=row_numbers(absent), reason=entry.exists),)
    if flat.any():
        cautions += (caution("MS362", rows=row_numbers(flat)),)
    return cautions
