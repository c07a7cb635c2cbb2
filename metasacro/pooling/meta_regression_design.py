"""The design of a meta-regression: a formula with its data, or a matrix, as checked columns with names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.problems import Refusal
from metasacro.tau2.analyses import dependent_columns
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from metasacro.numerics.arrays import ArrayLike, Floats


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Design:
    """Columns of a meta-regression."""

    x: Floats  #: (k, p), read-only
    names: tuple[str, ...]
    intercept: int | None  #: which column is 1 throughout
    spec: Any  #: how the formula makes columns of data; None where a matrix was given


def design_of(mods: str | ArrayLike, data: Mapping[str, Any] | None, k: int) -> Design:
    """The columns that a formula makes of `data`, or the columns of a matrix as they are.

    Refused: a formula without data, or that cannot be read (MS491); another number of rows than cohorts (MS492); values
    that are not finite (MS493); columns that say nothing new (MS490); no degree of freedom left (MS494).

    >>> design_of("~ dose", {"dose": [1, 2, 4]}, 3).names
    ('Intercept', 'dose')
    """
    spec = None
    if isinstance(mods, str):
        x, names, spec = _from_formula(mods, data)
    else:
        x, names = _from_matrix(mods)
    if x.shape[0] != k:
        raise Refusal("MS492", rows=x.shape[0], k=k)
    bad = np.asarray(~np.isfinite(x).all(axis=-1))
    if bad.any():
        raise Refusal("MS493", rows=row_numbers(bad))
    dependent = dependent_columns(x)
    if dependent.any():
        raise Refusal("MS490", columns=", ".join(f"`{names[i]}`" for i in np.flatnonzero(dependent)))
    if k <= x.shape[1]:
        raise Refusal("MS494", p=x.shape[1], k=k)
    ones = np.flatnonzero((x == 1.0).all(axis=0))
    x.flags.writeable = False
    return Design(x=x, names=names, intercept=int(ones[0]) if ones.size else None, spec=spec)


def _from_formula(formula: str, data: Mapping[str, Any] | None) -> tuple[Floats, tuple[str, ...], Any]:
    import pandas as pd
    from formulaic import Formula, SimpleFormula
    from formulaic.errors import FormulaicError

    if data is None:
        raise Refusal("MS491", formula=formula, reason="it needs `data`, a table with its columns")
    try:
        terms = Formula(formula)
        if not isinstance(terms, SimpleFormula):
            raise Refusal("MS491", formula=formula, reason="it has a left side; write `~` and the moderators only")
        matrix = terms.get_model_matrix(pd.DataFrame(data), na_action="ignore")
    except (FormulaicError, KeyError, ValueError, TypeError, SyntaxError) as reason:
        raise Refusal("MS491", formula=formula, reason=(str(reason) or type(reason).__name__).splitlines()[0]) from None
    return np.array(matrix, dtype=np.float64), tuple(str(name) for name in matrix.columns), matrix.model_spec


def columns_for(spec: Any, data: Mapping[str, Any]) -> Floats:
    """The columns that a formula which was used before makes of other data (MS491, MS493)."""
    import pandas as pd
    from formulaic.errors import FormulaicError

    try:
        matrix = spec.get_model_matrix(pd.DataFrame(data), na_action="ignore")
    except (FormulaicError, KeyError, ValueError, TypeError) as reason:
        said = (str(reason) or type(reason).__name__).splitlines()[0]
        raise Refusal("MS491", formula=str(spec.formula), reason=said) from None
    x = np.array(matrix, dtype=np.float64)
    bad = np.asarray(~np.isfinite(x).all(axis=-1))
    if bad.any():
        raise Refusal("MS493", rows=row_numbers(bad))
    return x


def _from_matrix(mods: ArrayLike) -> tuple[Floats, tuple[str, ...]]:
    x = np.array(mods, dtype=np.float64)
    if x.ndim == 1:
        x = x[:, None]
    if x.ndim != 2:
        raise Refusal("MS492", rows=x.ndim, k="k × p")
    named = getattr(mods, "columns", None)
    names = [f"x{i + 1}" for i in range(x.shape[1])] if named is None else [str(name) for name in named]
    return x, tuple(names)
