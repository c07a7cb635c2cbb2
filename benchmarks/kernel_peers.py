"""Seconds a fit of the Python peers, on the data sets of kernel.py: PyMARE on all in a batch, others on 100 one by one.

Each is asked for the estimate with its error and interval; PyMARE computes these, and a P value, in `get_fe_stats`.
"""

import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np

FOLDER = Path(sys.argv[1])


def read(name: str) -> tuple[np.ndarray, np.ndarray]:
    both = np.load(FOLDER / name)
    k = both.shape[1] // 2
    return both[:, :k], both[:, k:]


def pymare(y: np.ndarray, v: np.ndarray) -> None:
    estimator = import_module("pymare.estimators").VarianceBasedLikelihoodEstimator
    estimator(method="REML").fit(y.T, v.T, np.ones((y.shape[1], 1))).summary().get_fe_stats()


def pimeta(y: np.ndarray, v: np.ndarray) -> None:
    rma = import_module("pimeta").rma
    for effects, variances in zip(y, v, strict=True):
        rma(effects, variances, method="REML", test="knha")


def pymetaanalysis(y: np.ndarray, v: np.ndarray) -> None:
    pool = import_module("meta_analyze").meta_analysis
    for effects, variances in zip(y, v, strict=True):
        pool(effect=effects, variance=variances, tau2_method="REML", ci_method="hartung_knapp")


def told(name: str, work: Callable[[np.ndarray, np.ndarray], None], table: str) -> None:
    """One line; a package that is missing, or fails, is named and left out."""
    y, v = read(table)
    try:
        work(y[:1], v[:1])  # what is imported and built once is no part of a fit
        start = time.process_time()
        work(y, v)
    except Exception as error:  # whatever a peer does, the others are measured
        print(f"{name} WAS NOT MEASURED: {type(error).__name__}: {error}", file=sys.stderr)
        return
    print(f"{name}\t{(time.process_time() - start) / len(y)}")


told("REML", pymare, "whole.npy")
told("pimeta", pimeta, "batch.npy")
told("pymetaanalysis", pymetaanalysis, "batch.npy")
