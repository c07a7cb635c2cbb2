"""What a multilevel model is given, checked: the grouping, the design, the covariances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from metasacro.numerics.arrays import np
from metasacro.numerics.row_numbers import row_numbers
from metasacro.pooling.cluster_labels import joined_numbers, label_numbers, nested_numbers, rows_by_size
from metasacro.pooling.domain import cohort_table
from metasacro.pooling.multilevel_likelihood import stacks_of
from metasacro.pooling.sampling_covariance import SamplingCovariance, independent
from metasacro.problems import Refusal
from metasacro.values.frozen import dataclass

if TYPE_CHECKING:
    from metasacro.numerics.arrays import ArrayLike, Booleans, Floats
    from metasacro.pooling.cluster_labels import Integers
    from metasacro.pooling.multilevel_answer import MultilevelPooled
    from metasacro.pooling.multilevel_likelihood import Stack

#: A column whose part outside the others is smaller than this share of it is one of them.
_COLLINEAR = 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MultilevelData:
    """Checked and cut into clusters: the same for ML and REML, and for every start of a search."""

    y: Floats
    v: Floats  #: sampling variances: the diagonal of `covariance`
    covariance: SamplingCovariance
    names: tuple[str, ...]  #: of the levels, outer first
    groupings: tuple[Integers, ...]
    informative: Booleans  #: (c,) False where a level has one group only: its variance is 0 by convention
    design: Floats  #: (k, p)
    columns: tuple[str, ...]
    rotation: Floats  #: (p, p): design = orthonormal @ rotation
    origin: Floats  #: (p,) coefficients from which the stacks are measured
    stacks: tuple[Stack, ...]


def multilevel_data(
    yi: ArrayLike,
    vi: ArrayLike | SamplingCovariance,
    groups: Mapping[str, Sequence[object]] | Sequence[object],
    mods: Mapping[str, ArrayLike] | ArrayLike | None,
    intercept: bool,
) -> MultilevelData:
    """The arguments of `multilevel`, checked and cut into independent clusters."""
    diagonal = _diagonal(vi) if isinstance(vi, SamplingCovariance) else vi
    y, v = cohort_table(yi, diagonal)
    covariance = vi if isinstance(vi, SamplingCovariance) else independent(v)
    names, groupings = _levels(groups, y.size)
    columns, design = _design(mods, y.size, intercept)
    return assembled(y, v, covariance, names, groupings, columns, design)


def assembled(
    y: Floats,
    v: Floats,
    covariance: SamplingCovariance,
    names: tuple[str, ...],
    groupings: tuple[Integers, ...],
    columns: tuple[str, ...],
    design: Floats,
    *,
    clusters: Integers | None = None,
) -> MultilevelData:
    """Checked parts put together, cut into the finest independent clusters, or into coarser ones where asked."""
    if y.size <= design.shape[1] - (y.size == 1):
        raise Refusal("MS475", k=y.size, p=design.shape[1])
    size = np.linalg.norm(design, axis=0)
    orthonormal, rotation = np.linalg.qr(design / np.where(size > 0, size, 1.0))
    short = (np.abs(np.diag(rotation)) <= _COLLINEAR) | (size == 0)
    if short.any():
        raise Refusal("MS474", columns=", ".join(name for name, bad in zip(columns, short, strict=True) if bad))
    rotation = rotation * size
    informative = np.array([grouping.max() > 0 for grouping in groupings], dtype=np.bool_)
    for inner in range(1, len(groupings)):
        if informative[inner] and groupings[inner].max() == groupings[inner - 1].max():
            raise Refusal("MS476", outer=names[inner - 1], inner=names[inner])
    sampled = np.empty(y.size, dtype=np.intp)
    count = 0
    for members in covariance.rows:
        sampled[members] = (count + np.arange(len(members)))[:, None]
        count += len(members)
    finest = joined_numbers(groupings[0], sampled)
    rows = rows_by_size(finest if clusters is None else joined_numbers(finest, clusters))
    origin = orthonormal.T @ y
    centred = y - orthonormal @ origin
    return MultilevelData(
        y=y, v=v, covariance=covariance, names=names, groupings=groupings, informative=informative, design=design,
        columns=columns, rotation=rotation, origin=np.linalg.solve(rotation, origin),
        stacks=stacks_of(centred, orthonormal, covariance, groupings, rows),
    )  # fmt: skip


def data_of_answer(fit: MultilevelPooled) -> MultilevelData:
    """The data behind an answer, as they went into it."""
    if fit.yi is None or fit.vi is None:
        raise Refusal("MS484", method=fit.method)
    names = tuple(level.name for level in fit.levels)
    return assembled(fit.yi, fit.vi, fit.covariance, names, fit.groupings, fit.coefficients.names, fit.design)


def _diagonal(covariance: SamplingCovariance) -> Floats:
    v = np.empty(covariance.k)
    for rows, blocks in zip(covariance.rows, covariance.blocks, strict=True):
        v[rows] = np.diagonal(blocks, axis1=1, axis2=2)
    return v


def _levels(
    groups: Mapping[str, Sequence[object]] | Sequence[object], k: int
) -> tuple[tuple[str, ...], tuple[Integers, ...]]:
    """Names and group numbers of the levels; each level counts within the one before it."""
    given = groups if isinstance(groups, Mapping) else {"group": groups}
    if not given:
        raise Refusal("MS472", name="groups", length=0, k=k)
    found: list[Integers] = []
    names: list[str] = []
    for name, labels in given.items():
        numbers = label_numbers(name, labels, k)
        found.append(nested_numbers(found[-1], numbers) if found else numbers)
        names.append(f"{names[-1]}/{name}" if names else name)
    return tuple(names), tuple(found)


def _design(
    mods: Mapping[str, ArrayLike] | ArrayLike | None, k: int, intercept: bool
) -> tuple[tuple[str, ...], Floats]:
    columns = ["intercept"] if intercept else []
    parts = [np.ones((k, 1))] if intercept else []
    if isinstance(mods, Mapping):
        columns += [str(name) for name in mods]
        mods = np.column_stack([np.asarray(column, dtype=np.float64) for column in mods.values()]) if mods else None
    elif mods is not None:
        shape = np.shape(mods)
        columns += [f"x{i + 1}" for i in range(shape[1] if len(shape) > 1 else 1)]
    if mods is not None:
        values = np.asarray(mods, dtype=np.float64)
        values = values[:, None] if values.ndim == 1 else values
        if len(values) != k:
            raise Refusal("MS472", name="mods", length=len(values), k=k)
        good = np.isfinite(values).all(axis=1)
        if not np.all(good):
            raise Refusal("MS473", name="mods", rows=row_numbers(np.asarray(~good)))
        parts.append(values)
    if not columns:
        raise Refusal("MS475", k=k, p=0)
    return tuple(columns), np.hstack(parts)
